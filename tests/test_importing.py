"""World boundary files become geodata folders; the fixtures are squares in the formats of the two datasets."""

import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest
import shapely
from click.testing import CliRunner, Result
from pages import blob_of
from test_compare import write
from test_polygons import EAST, FAR, NORTH, SOUTH, WEST
from world import ATLAS, MAP

from mapper.atlas import polities_on, read_atlas, read_sources
from mapper.build import build
from mapper.cli import main
from mapper.compare import compare
from mapper.diff import diff
from mapper.errors import CallError, DataError, Problems
from mapper.export import export
from mapper.geodata import load
from mapper.importing import DATASETS, KINDS, import_boundaries
from mapper.reference import read_reference

AGES = {"start": "1886-01-01", "end": "2019-12-31"}


def record(code: int, name: str, owner: int | None = None, status: str = "independent", **days: str) -> dict:
    """Return the properties of a record of CShapes."""
    return {"gwcode": code, "country_name": name, "status": status, "owner": str(owner or code), **AGES, **days}


@pytest.fixture
def world_file(tmp_path: Path) -> Path:
    """Return a world in CShapes' form: Blue cedes its south to Green, by day, and Red holds a colony far away."""
    return write(
        tmp_path / "cshapes.geojson",
        (record(1, "Red"), WEST),
        (record(2, "Blue (Old)", end="1938-09-30"), EAST),
        (record(2, "Blue (Old)", start="1938-10-01"), NORTH),
        (record(3, "Green", start="1938-10-01"), SOUTH),
        (record(4, "Far Isles", 1, "colony"), FAR),
        (record(5, "Gone", end="1918-11-10"), shapely.box(20, 1, 30, 9)),
        (record(6, "To Come", start="1946-01-01"), shapely.box(30, 1, 40, 9)),
    )


@pytest.fixture
def windows(tmp_path: Path) -> Path:
    """Return the windows of the tiny world."""
    path = tmp_path / "windows.toml"
    path.write_text(ATLAS, encoding="utf-8")
    return path


@pytest.fixture
def folder(world_file: Path, windows: Path, tmp_path: Path) -> Path:
    """Return the world, imported."""
    assert import_boundaries("cshapes", world_file, tmp_path / "geodata", windows) == 7
    return tmp_path / "geodata"


def holders(folder: Path, day: str) -> list[str]:
    return polities_on(read_atlas(folder), day)["controller"].tolist()


def test_the_last_day_of_a_record_is_its_own(folder: Path) -> None:
    assert holders(folder, "1938-09-30") == ["blue-old", "red"]
    assert holders(folder, "1938-10-01") == ["blue-old", "green", "red"]


def test_the_period_is_that_of_the_records(folder: Path) -> None:
    told = tomllib.loads((folder / "atlas.toml").read_text(encoding="utf-8"))
    features = json.loads((folder / "boundaries.geojson").read_text(encoding="utf-8"))["features"]
    assert str(told["from"]) == min(one["properties"]["from"] for one in features)
    assert str(told["to"]) == max(one["properties"]["to"] for one in features)
    assert [warning for warning in read_atlas(folder).warnings if "beyond the period" in str(warning)] == []


@pytest.mark.parametrize(
    ("status", "owner", "expected"),
    [
        ("independent", 4, ("land", "land", "sovereign", "")),
        ("colony", 1, ("red", "red", "sovereign", "colony under Red")),
        ("protectorate", 1, ("land", "land", "protectorate", "protectorate under Red")),
        ("occupied", 1, ("red", "land", "occupied", "occupied under Red")),
        ("mandate", 1, ("red", "land", "mandate", "mandate under Red")),
        ("mandate", 99, ("land", "land", "mandate", "mandate")),  # of the League, which is no state
        ("leased", 1, ("red", "land", "leased", "leased under Red")),
    ],
)
def test_who_holds_a_land_of_each_status(tmp_path: Path, status: str, owner: int, expected: tuple[str, ...]) -> None:
    path = write(tmp_path / "c.geojson", (record(1, "Red"), WEST), (record(4, "Land", owner, status), EAST))
    import_boundaries("cshapes", path, tmp_path / "g")
    spells = read_atlas(tmp_path / "g").spells.set_index("territory")
    assert tuple(spells.loc["land", ["controller", "sovereign", "status", "note"]]) == expected


def test_every_status_is_of_the_vocabulary() -> None:
    assert {status for *_, status in KINDS.values()} <= {"sovereign", "protectorate", "occupied", "mandate", "leased", "disputed"}  # fmt: skip  # noqa: E501


def test_an_unknown_status_is_told_with_its_record(tmp_path: Path) -> None:
    path = write(tmp_path / "c.geojson", (record(1, "Red"), WEST), (record(2, "Blue", 2, "enchanted"), EAST))
    with pytest.raises(DataError, match=r"c\.geojson, feature 2, Blue, status: 'enchanted' is no known status"):
        import_boundaries("cshapes", path, tmp_path / "g")
    assert not (tmp_path / "g").exists()


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("9999-12-31", "'9999-12-31' is no day"),
        ("1931-02-30", "'1931-02-30' is no day"),
        (None, "is no day"),
        (1931.5, "'1931.5' is no day"),
        ("1800-01-01", "before it begins"),
    ],
)
def test_a_day_that_is_none_is_told_with_its_feature(tmp_path: Path, end: object, words: str) -> None:
    path = write(tmp_path / "c.geojson", (record(1, "Red"), WEST), ({**record(2, "Blue"), "end": end}, EAST))
    with pytest.raises(DataError, match=r"c\.geojson, feature 2") as caught:
        import_boundaries("cshapes", path, tmp_path / "g")
    assert words in str(caught.value)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("part", [None, 2.5, "", 31, "February"])
def test_a_day_in_three_parts_is_one_of_the_calendar(tmp_path: Path, part: object) -> None:
    days = {
        f"gw{side}{unit}": value
        for side, year in (("s", 1930), ("e", 1931))
        for unit, value in {"year": year, "month": 2, "day": 1}.items()
    }
    plain = {key: value for key, value in record(1, "Red").items() if key not in AGES}
    features = ({**plain, **days}, WEST), ({**plain, **days, "gweday": part}, EAST)
    with pytest.raises(DataError, match=r"feature 2, gweyear, gwemonth, gweday: '1931-2?0?2-.*' is no day") as caught:
        import_boundaries("cshapes", write(tmp_path / "c.geojson", *features), tmp_path / "g")
    assert len(caught.value.problems) == 1


def test_a_snapshot_holds_for_its_year_alone(tmp_path: Path) -> None:
    path = write(
        tmp_path / "world_1930.geojson",
        ({"NAME": "Red", "SUBJECTO": "Red"}, WEST),
        ({"NAME": "Colony", "SUBJECTO": "Red"}, EAST),
        ({"NAME": None, "SUBJECTO": None}, FAR),
    )
    import_boundaries("historical-basemaps", path, tmp_path / "g")
    for day in ("1930-01-01", "1930-12-31"):
        assert holders(tmp_path / "g", day) == ["red"]
    for day in ("1929-12-31", "1931-01-01"):
        with pytest.raises(CallError, match="outside the period"):
            holders(tmp_path / "g", day)


@pytest.mark.parametrize("dataset", list(DATASETS))
def test_the_licence_stands_in_the_folder_and_in_every_export(tmp_path: Path, dataset: str) -> None:
    told = record(1, "Red") if dataset == "cshapes" else {"NAME": "Red"}
    path = write(tmp_path / "world_1930.geojson", (told, WEST))
    folder = tmp_path / "g"
    import_boundaries(dataset, path, folder)
    licence = DATASETS[dataset].licence
    assert licence in (folder / "README.md").read_text(encoding="utf-8")
    assert tomllib.loads((folder / "atlas.toml").read_text(encoding="utf-8"))["licence"] == licence
    problems = Problems()
    assert licence in read_sources(folder, problems)[DATASETS[dataset].key]["note"]
    assert not problems
    for name in ("x.geojson", "x.jsonld"):
        export(load(folder), tmp_path / name)
        assert licence in (tmp_path / name).read_text(encoding="utf-8")


def test_the_folder_agrees_with_the_file_that_it_is_of(folder: Path, world_file: Path) -> None:
    table = compare(read_atlas(folder), read_reference(world_file), "1930-06-01").table
    assert table["polity"].tolist() == ["blue-old", "red", "red"]
    assert table["iou"].min() == pytest.approx(1, abs=1e-6)


def test_the_same_file_gives_the_same_folder(folder: Path, world_file: Path, windows: Path, tmp_path: Path) -> None:
    import_boundaries("cshapes", world_file, tmp_path / "again", windows)
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    assert diff(read_atlas(folder), read_atlas(tmp_path / "again")).table.empty


def test_the_whole_world_is_the_window_by_default(world_file: Path, tmp_path: Path) -> None:
    import_boundaries("cshapes", world_file, tmp_path / "g")
    assert set(read_atlas(tmp_path / "g").territories["theatre"]) == {"world"}


def test_a_map_is_built_of_it(folder: Path, tmp_path: Path) -> None:
    maps = tmp_path / "maps"
    maps.mkdir()
    spec = MAP[: MAP.index("[[story]]")].replace('title_pl = "Malutka"\n', "").replace(', "towns", "events:war"', "")
    (maps / "tiny.toml").write_text(spec, encoding="utf-8")
    (made,) = build(folder, maps, maps)
    assert made.features == 3
    text = json.dumps(blob_of(made.path))
    assert "Blue (Old)" in text
    assert "CC-BY-NC-SA-4.0" in text


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def test_all_commands_take_the_folder(folder: Path, world_file: Path, tmp_path: Path) -> None:
    events = tmp_path / "mine.csv"
    events.write_text("lon,lat,date\n7,3,1938-09-30\n7,3,1938-10-01\n", encoding="utf-8")
    for args in (
        ("check",),
        ("at", "1930-01-01"),
        ("join", events, "-o", tmp_path / "joined.csv"),
        ("compare", world_file),
        ("export", "-o", tmp_path / "x.gpkg"),
    ):
        result = run(*args, "--geodata", folder)
        assert result.exit_code == 0, result.output
    assert pd.read_csv(tmp_path / "joined.csv")["controller"].tolist() == ["blue-old", "green"]
    assert run("diff", folder, folder).output.startswith("the same land in the same hands")


def test_the_command(world_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "made"
    result = run("import", "cshapes", world_file, "-o", out)
    assert result.exit_code == 0, result.output
    assert f"{out}: 7 records; see {out / 'README.md'} for the licence" in result.output
    assert run("import", "cshapes", world_file, "-o", out).exit_code == 2
    assert run("import", "atlantis", world_file, "-o", tmp_path / "x").exit_code == 2


def test_wrong_calls(world_file: Path, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="is cshapes, not historical-basemaps"):
        import_boundaries("historical-basemaps", world_file, tmp_path / "x")
    with pytest.raises(CallError, match="is not there"):
        import_boundaries("cshapes", world_file, tmp_path / "x", tmp_path / "nowhere.toml")
