"""The cache: it changes how long a command takes, and nothing else."""

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely
from world import World

from mapper import atlas, cache
from mapper.atlas import collect_atlas, read_atlas, says_of_land
from mapper.build import build, prepare
from mapper.cache import CACHE, cache_folder, cached, cached_each
from mapper.errors import DataError, Problems
from mapper.geodata import load
from mapper.geometry import topology, write_topojson
from mapper.partition import Composite, read_composite
from mapper.record import Recorder
from mapper.yardsticks import compare


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache of one's own, empty."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE, str(folder))
    return folder


@pytest.fixture
def counted() -> Callable[[], int]:
    """Return what answers how many times it was asked."""
    asked: Iterator[int] = iter(range(1, 99))
    return lambda: next(asked)


def kinds(folder: Path) -> set[str]:
    return {path.name.split("-")[0] for path in folder.iterdir()}


def pages(world: World, name: str) -> dict[str, bytes]:
    out = world.root / name
    build(world.geodata, world.maps, out)
    return {path.name: path.read_bytes() for path in out.glob("*.html")}


def test_what_was_made_of_the_same_is_not_made_again(own: Path, counted: Callable[[], int]) -> None:
    assert [cached("number", [b"a"], counted), cached("number", [b"a"], counted)] == [1, 1]
    assert cached("number", [b"b"], counted) == 2
    assert cached("number", [b"a", b""], counted) == 3
    assert cached("numeral", [b"a"], counted) == 4
    assert len(list(own.iterdir())) == 4


def test_of_many_only_the_new_are_made(own: Path) -> None:
    asked: list[list[int]] = []

    def squares(*numbers: int) -> list[int]:
        def make(places: list[int]) -> list[int]:
            asked.append([numbers[place] for place in places])
            return [numbers[place] ** 2 for place in places]

        return cached_each("squares", [b"a"], [str(number).encode() for number in numbers], make)

    assert squares(3, 2) == [9, 4]
    assert squares(2, 5, 3) == [4, 25, 9]
    assert squares(5) == [25]
    assert squares(5, 3) == [25, 9]
    assert asked == [[3, 2], [5]]  # with nothing new, what is no longer asked for stays
    assert squares(7) == [49]
    assert squares(7, 3) == [49, 9]
    assert asked[2:] == [[7], [3]]  # with something new, it goes
    assert len(list(own.iterdir())) == 1


def test_where_nothing_is_kept_all_of_many_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, "")
    made = [cached_each("places", [b"a"], [b"x", b"y"], lambda places: places) for _ in range(2)]
    assert made == [[0, 1], [0, 1]]


def test_what_is_not_sound_is_not_kept(own: Path, counted: Callable[[], int]) -> None:
    assert [cached("number", [b"a"], counted, lambda: False) for _ in range(2)] == [1, 2]
    assert not list(own.iterdir())


def test_a_file_that_is_broken_is_made_anew(own: Path, counted: Callable[[], int]) -> None:
    cached("number", [b"a"], counted)
    (file,) = own.iterdir()
    for rubbish in (b"", b"rubbish", pickle.dumps(7)[:-1], b"cno.such.module\nthing\n."):
        file.write_bytes(rubbish)
        made = cached("number", [b"a"], counted)
        assert cached("number", [b"a"], counted) == made > 1


@pytest.mark.usefixtures("own")
def test_other_code_makes_it_anew(counted: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    cached("number", [b"a"], counted)
    monkeypatch.setattr(cache, "_code", lambda: b"of tomorrow")
    assert cached("number", [b"a"], counted) == 2


def test_an_empty_variable_keeps_nothing(counted: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, "")
    assert cache_folder() is None
    assert [cached("number", [b"a"], counted) for _ in range(2)] == [1, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_folder_that_others_may_write_to_is_not_trusted(own: Path, counted: Callable[[], int]) -> None:
    cached("number", [b"a"], counted)
    own.chmod(0o777)
    assert cache_folder() is None
    assert cached("number", [b"a"], counted) == 2
    own.chmod(0o700)
    assert cached("number", [b"a"], counted) == 1


def test_where_a_file_is_in_the_way_nothing_is_kept(own: Path, counted: Callable[[], int]) -> None:
    own.write_text("a file")
    assert [cached("number", [b"a"], counted) for _ in range(2)] == [1, 2]
    assert own.read_text() == "a file"


def test_what_was_not_used_for_longest_goes_first(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def text(name: str) -> str:
        return cached("text", [name.encode()], lambda: asked.append(name) or name * 100)

    for age, name in enumerate("abc"):
        text(name)
        os.utime(max(own.iterdir(), key=lambda path: path.stat().st_mtime), (1e9 + age, 1e9 + age))
    text("a")  # it is used again
    monkeypatch.setattr(cache, "ROOM", 400)  # three texts
    text("d")
    del asked[:]
    for name in "acdb":
        text(name)
    assert asked == ["b"]


def test_the_pages_are_the_same_with_a_cache_and_without(
    world: World, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pages(world, "first"), pages(world, "second")
    made = {"atlas", "partition", "table", "placed", "land", "growth", "preview", "packed"}  # without a campaign
    assert kinds(own) == made
    monkeypatch.setenv(CACHE, "")
    assert first == second == pages(world, "bare")


def test_a_change_is_seen_whatever_is_kept(world: World, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages(world, "before")
    for name, old, new in (
        ("spells.csv", "1946-01-01,red,blue,occupied", "1946-01-01,red,red,annexed"),
        ("territories.csv", "North-east,Północny", "Northeast,Północny"),
        ("polities.csv", "Blueland today", "Blueland of today"),
        ("events.csv", "1939-09-17", "1939-09-18"),
        ("events.csv", "Westtown,3,5", "Westtown,3,6"),
        ("recognitions.csv", "a protest", "a loud protest"),
        ("rivers.geojson", "Brook", "Stream"),
        ("atlas.toml", "The tiny atlas", "The small atlas"),
    ):
        world.replace(name, old, new)
        assert own.exists()
        kept = pages(world, "kept")
        with monkeypatch.context() as patch:
            patch.setenv(CACHE, "")
            assert kept == pages(world, "anew"), name


def test_a_source_that_is_gone_is_missed_though_the_land_was_read_before(world: World, own: Path) -> None:
    read_atlas(world.geodata)
    world.replace("sources.bib", "{treaty-1918,", "{treaty-1919,")
    with pytest.raises(DataError, match="treaty-1918"):
        read_atlas(world.geodata)
    assert kinds(own) >= {"atlas"}


def test_what_towns_and_areas_tell_is_kept_until_one_changes(world: World, own: Path) -> None:
    def told() -> str:
        problems = Problems()
        compare(load(world.geodata), problems)
        return "".join(map(str, problems))

    assert told() == told() == ""
    assert kinds(own) >= {"yardsticks"}
    for name, old, new, words in (
        ("anchors.csv", "blue 1930-01-01", "green 1930-01-01", "the map has blue there"),
        ("official_areas.csv", "394000,5", "494000,5", "494,000 km2 were published"),
        ("spells.csv", "north-east,1918-11-11,1939-09-17,blue", "north-east,1918-11-11,1939-09-17,green", "of blue"),
    ):
        world.replace(name, old, new)
        assert words in told() == told(), name
        world.replace(name, new, old)


def test_what_changes_behind_a_link_is_seen(world: World, own: Path) -> None:
    home = (world.geodata / "base").rename(world.root / "elsewhere")
    (world.geodata / "base").symlink_to(home, target_is_directory=True)
    before = read_atlas(world.geodata).territories["km2"]["farland"]
    narrower = topology([shapely.MultiPolygon([shapely.box(102, 1, 109, 9)])])
    write_topojson(home / "east.topojson", narrower, ["farland"], {})
    assert kinds(own) >= {"atlas"}
    assert read_atlas(world.geodata).territories["km2"]["farland"] < before - 10_000


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("module", ["shapely.geos_version_string", "pyproj.proj_version_str"])
def test_another_library_beneath_makes_it_anew(
    counted: Callable[[], int], monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setattr(cache, "_code", cache._code.__wrapped__)  # noqa: SLF001  (a run asks once)
    assert [cached("number", [b"a"], counted) for _ in range(2)] == [1, 1]
    monkeypatch.setattr(module, "of tomorrow")
    assert cached("number", [b"a"], counted) == 2


def test_land_hangs_on_no_file_that_is_left_out_of_its_key(
    world: World, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    read = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        opened.append(path)
        return read(path)

    monkeypatch.setenv(CACHE, "")
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    read_atlas(world.geodata)
    names = {path.relative_to(world.geodata).as_posix() for path in opened if path.is_relative_to(world.geodata)}
    assert {"spells.csv", "lines.geojson"} <= names
    assert {name for name in names if not says_of_land(name)} == set()
    assert not own.exists()


def test_a_folder_that_was_moved_is_told_by_its_new_name(world: World, own: Path) -> None:
    first = read_atlas(world.geodata)
    moved = world.geodata.rename(world.root / "moved")
    again = read_atlas(moved)
    assert (first.geodata, again.geodata) == (world.geodata, moved)
    assert again.territories.equals(first.territories)
    assert len([path for path in own.iterdir() if path.name.startswith("atlas")]) == 1


def test_a_file_that_is_saved_while_pages_are_made_is_no_part_of_them(
    world: World, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs, _, data, recorder = prepare(world.geodata, world.maps, [])
    world.replace("spells.csv", "1946-01-01,red,blue,occupied", "1946-01-01,red,red,annexed")
    Recorder(data, specs[0].theatres, recorder.catalogues, recorder.stamp)  # of what was read before
    kept = pages(world, "kept")
    monkeypatch.setenv(CACHE, "")
    assert own.exists()
    assert kept == pages(world, "anew")


@pytest.mark.parametrize("name", ["spells.csv", "lines.geojson"])
def test_what_was_made_of_files_that_changed_meanwhile_is_not_kept(
    world: World, own: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def saved(*_: object) -> Composite:
        found = read_composite(reader)
        path = world.geodata / name
        path.write_bytes(path.read_bytes() + b"\n")
        return found

    reader = world.reader()
    monkeypatch.setattr(atlas, "read_composite", saved)
    assert collect_atlas(reader).stamp == ""
    assert "atlas" not in kinds(own)
    assert ("partition" in kinds(own)) == (name == "spells.csv")
