"""What is written is there whole, or the old is; nothing is left behind, and nobody else's is taken away."""

import contextlib
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from world import ROOT, TABLES, World

from mapper.cli import main
from mapper.errors import BuildError
from mapper.files import LOCK, PREFIX, REASONS, _locked, making, put, replacing, replacing_in, sweep, write_text

FORMS = {"csv": 8, "geojson": 8, "gpkg": 64, "parquet": 4}  # and the kilobytes that are left on the disk

WRITER = """
import sys
from pathlib import Path
from mapper.files import making, replacing, replacing_in
home, number = Path(sys.argv[1]), int(sys.argv[2])
def fill(path):
    with path.open("w") as stream:
        for _ in range(200):
            stream.write(str(number % 10) * 1000)
print("ready", flush=True)
while True:
    number += 1
    with replacing(home / "one.txt") as fresh:
        fill(fresh)
    with replacing_in(home / "pages") as room:
        fill(room / "a.html")
        fill(room / "b.html")
    with making(home / f"atlas-{number}") as folder:
        fill(folder / "x.csv")
        (folder / "base").mkdir()
        fill(folder / "base" / "y.csv")
"""


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{PREFIX}*"))


def whole(path: Path) -> bool:
    """Whether a file is one that the writer finished."""
    text = path.read_text(encoding="utf-8")
    return len(text) == 200_000 and len(set(text)) == 1


def test_a_run_that_is_killed_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311  (moments, no secrets)
    files = ["one.txt", "pages/a.html", "pages/b.html"]
    left = 0
    for number in range(0, 30_000, 1000):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(number)], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.random() / 20)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        assert all(whole(tmp_path / name) for name in files if (tmp_path / name).exists())
        for folder in tmp_path.glob("atlas-*"):
            assert whole(folder / "x.csv")
            assert whole(folder / "base" / "y.csv")
        left += len(leftovers(tmp_path))
    assert left, "no run was killed while it wrote"
    assert (tmp_path / "one.txt").exists()
    with replacing(tmp_path / "one.txt") as fresh, replacing_in(tmp_path / "pages") as room:
        fresh.write_text("new", encoding="utf-8")
        (room / "a.html").write_text("new", encoding="utf-8")
    assert leftovers(tmp_path) == []


def test_an_error_leaves_the_old(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("old", encoding="utf-8")

    def fail(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    for writes in (lambda: replacing(tmp_path / "a"), lambda: replacing_in(tmp_path), lambda: making(tmp_path / "c")):
        with pytest.raises(KeyboardInterrupt), writes() as fresh:
            fail(fresh / "a" if fresh.is_dir() else fresh)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"


def test_what_lives_is_not_swept_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    theirs = tmp_path / f"{PREFIX}theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work", encoding="utf-8")
    (tmp_path / f"{PREFIX}link").symlink_to(theirs)
    (tmp_path / f"{PREFIX}file").write_text("x", encoding="utf-8")
    (tmp_path / f"{PREFIX}empty").mkdir()
    with replacing(tmp_path / "a") as one:
        one.write_text("one", encoding="utf-8")
        with replacing(tmp_path / "b") as other:
            other.write_text("other", encoding="utf-8")
        sweep(tmp_path)
        assert one.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{PREFIX}{n}" for n in ("file", "link", "theirs")] + [
        "a",
        "b",
    ]
    assert (theirs / "thesis.txt").exists()


def test_many_may_write_at_once(tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def work(letter: str) -> None:
        try:
            for _ in range(40):
                write_text(tmp_path / "same", letter * 1000)
                with replacing_in(tmp_path / "pages") as room:
                    (room / "index").write_text(letter * 1000, encoding="utf-8")
        except BaseException as error:  # noqa: BLE001  (told to the test)
            failed.append(error)

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for name in ("same", "pages/index"):
        assert (tmp_path / name).read_text(encoding="utf-8") in {letter * 1000 for letter in "abcd"}
    assert leftovers(tmp_path) == []


def test_an_empty_folder_is_filled_and_stays_the_same(tmp_path: Path) -> None:
    place = tmp_path / "atlas"
    place.mkdir()
    before = place.stat().st_ino  # somebody may stand in it
    with making(place) as fresh:
        (fresh / "base").mkdir()
        (fresh / "base" / "y.csv").write_text("y", encoding="utf-8")
        (fresh / "x.csv").write_text("x", encoding="utf-8")
        assert list(place.iterdir()) == []
    assert place.stat().st_ino == before
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*")) == ["base", "base/y.csv", "x.csv"]
    assert leftovers(tmp_path) == []


def test_what_is_moved_to_its_place_was_forced_to_the_disk_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, move = os.fsync, Path.replace

    def synced(handle: int) -> None:
        done.append(f"on the disk {Path(f'/proc/self/fd/{handle}').readlink().name}")
        sync(handle)

    def moved(self: Path, place: Path) -> Path:
        done.append(f"moved {self.name}")
        return move(self, place)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", moved)
    write_text(tmp_path / "a.txt", "a")
    assert done == ["on the disk fresh.txt", "moved fresh.txt", f"on the disk {tmp_path.name}"]
    done.clear()
    with making(tmp_path / "atlas") as folder:
        (folder / "base").mkdir()
        (folder / "base" / "x.csv").write_text("x", encoding="utf-8")
    assert sorted(done[:2]) == ["on the disk base", "on the disk x.csv"]
    assert done[2:] == ["moved fresh", f"on the disk {tmp_path.name}"]


def test_folders_are_made_on_the_way(tmp_path: Path) -> None:
    with making(tmp_path / "a" / "b" / "c") as folder:
        (folder / "x.csv").write_text("x", encoding="utf-8")
    with replacing_in(tmp_path / "d" / "e") as room:
        (room / "y.csv").write_text("y", encoding="utf-8")
    assert (tmp_path / "a" / "b" / "c" / "x.csv").exists()
    assert (tmp_path / "d" / "e" / "y.csv").exists()


def test_the_room_of_a_dead_run_is_swept_with_all_that_it_holds(tmp_path: Path) -> None:
    room = tmp_path / f"{PREFIX}dead"
    (room / "fresh" / "base").mkdir(parents=True)
    (room / "fresh" / "base" / "x.csv").write_text("x", encoding="utf-8")
    (room / "link").symlink_to(tmp_path)
    (room / "lock").write_text("", encoding="utf-8")
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    real, link = tmp_path / "deep" / "real", tmp_path / "link"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    write_text(link, "new")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"
    assert real.stat().st_mode & 0o777 == 0o640
    write_text(tmp_path / "fresh", "new")
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "fresh").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder", "a folder is in the way"),
        ("read-only", "it is read-only"),
        ("pipe", "no plain file"),
        ("nowhere/file", "its folder is not there"),
        ("read-only/file", "its folder is a file"),
        ("x" * 300, "its name is too long"),
    ],
)
def test_a_place_that_no_file_can_have_is_named(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "read-only").write_text("old", encoding="utf-8")
    (tmp_path / "read-only").chmod(0o444)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BuildError, match=words):
        write_text(tmp_path / name, "new")
    assert leftovers(tmp_path) == []
    if "/" not in name and len(name) < 300:
        with pytest.raises(BuildError, match=words), replacing_in(tmp_path) as room:
            (room / name).write_text("new", encoding="utf-8")
    assert (tmp_path / "read-only").read_text(encoding="utf-8") == "old"


def test_every_error_of_the_system_is_told_in_words(tmp_path: Path) -> None:
    for number in (errno.ENOSPC, errno.EROFS, errno.EIO):
        with (
            pytest.raises(BuildError, match=f"a.txt cannot be written: {REASONS[number]}"),
            replacing(tmp_path / "a.txt"),
        ):
            raise OSError(number, os.strerror(number))


def test_an_error_without_a_number_is_told_as_it_is(tmp_path: Path) -> None:
    for error, words in ((OSError("the cable is out"), "the cable is out"), (OSError(errno.EXDEV, "afar"), "afar")):
        with pytest.raises(BuildError, match=f"a.txt cannot be written: {words}"), replacing(tmp_path / "a.txt"):
            raise error


def test_no_file_stays_open(tmp_path: Path) -> None:
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = opened()
    for name in ("dead", "empty"):
        (tmp_path / f"{PREFIX}{name}").mkdir()
    (tmp_path / f"{PREFIX}dead" / LOCK).touch()
    write_text(tmp_path / "a", "a")
    with making(tmp_path / "b") as folder:
        (folder / "x").touch()
    assert opened() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_what_a_link_leads_to_is_not_swept(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for name in (LOCK, "thesis.txt"):
        (theirs / name).touch()
    (tmp_path / f"{PREFIX}link").symlink_to(theirs)
    sweep(tmp_path)
    assert sorted(path.name for path in theirs.iterdir()) == [LOCK, "thesis.txt"]


def test_of_a_room_the_lock_goes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half removed, it can be swept again: also where something in it cannot be removed."""
    room = tmp_path / f"{PREFIX}dead"
    (room / "fresh").mkdir(parents=True)
    for name in (LOCK, "a", "b"):
        (room / name).touch()
    done = []
    unlink, rmtree = Path.unlink, shutil.rmtree

    def gone(path: Path, **_: object) -> None:
        done.append(path.name)
        unlink(path)

    def refuse(_: Path, **__: object) -> None:
        raise OSError(errno.EIO, "bad sector")

    monkeypatch.setattr(Path, "unlink", gone)
    monkeypatch.setattr(shutil, "rmtree", refuse)
    sweep(tmp_path)
    assert LOCK not in done
    monkeypatch.setattr(shutil, "rmtree", rmtree)
    sweep(tmp_path)
    assert (done[-1], sorted(done[:-1])) == (LOCK, ["a", "b"])
    assert list(tmp_path.iterdir()) == []


def test_a_room_that_is_swept_before_it_is_locked_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run may sweep it before there is a lock in it, or between the making of the lock and the locking."""
    make, made = tempfile.mkdtemp, []

    def made_and_swept(**where: object) -> str:
        made.append(make(**where))
        if len(made) == 1:
            Path(made[0]).rmdir()
        return made[-1]

    def locked_too_late(handle: int, *, wait: bool) -> bool:
        if len(made) == 2:
            shutil.rmtree(made[1])
        return _locked(handle, wait=wait)

    monkeypatch.setattr(tempfile, "mkdtemp", made_and_swept)
    monkeypatch.setattr("mapper.files._locked", locked_too_late)
    before = len(list(Path("/proc/self/fd").iterdir()))
    write_text(tmp_path / "a", "a")
    assert len(made) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_lock_is_its_maker_s_alone_and_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep that has the lock for a moment, just when it was made, does not leave the room without one."""
    open_, others = os.open, []

    def opened(path: Path, flags: int, *mode: int) -> int:
        handle = open_(path, flags, *mode)
        if flags & os.O_CREAT and not others:
            others.append(open_(path, os.O_RDWR))
            assert _locked(others[0], wait=False) is True
            assert _locked(handle, wait=False) is False
            threading.Timer(0.05, os.close, others).start()
        return handle

    monkeypatch.setattr(os, "open", opened)
    with replacing(tmp_path / "a") as fresh:
        fresh.touch()
        assert (fresh.parent / LOCK).stat().st_mode & 0o777 == 0o600
        sweep(tmp_path)
        assert fresh.exists()


def test_what_is_put_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    put(tmp_path / "a", b"old")
    assert (tmp_path / "a").read_bytes() == b"old"
    with pytest.raises(TypeError):
        put(tmp_path / "a", "no bytes")  # type: ignore[arg-type]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


FULL = """
import resource, sys
from pathlib import Path
from click.testing import CliRunner
from mapper.cli import main
from mapper.atlas import read_atlas
from mapper.errors import BuildError
from mapper.joining import join_file
home = Path(sys.argv[1])
atlas = read_atlas(home / "geodata")
(home / "mine.csv").write_text("lon,lat,date,note\\n" + "".join(f"7,7,1939-09-17,{n}\\n" for n in range(20000)))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
for ending in ("csv", "geojson", "gpkg", "parquet"):
    out = home / f"out.{ending}"
    out.write_text("old")
    try:
        join_file(home / "mine.csv", atlas, out)
    except BuildError as error:
        assert "cannot be written" in str(error), error
        assert out.read_text() == "old"
        print(ending)
resource.setrlimit(resource.RLIMIT_FSIZE, (500, resource.RLIM_INFINITY))
for command, ending in (("at", "geojson"), ("export", "geojson"), ("export", "gpkg")):
    out = home / f"{command}.{ending}"
    out.write_text("old")
    day = ["1939-09-17"] if command == "at" else []
    done = CliRunner().invoke(main, [command, *day, "--geodata", str(home / "geodata"), "-o", str(out)])
    assert done.exit_code == 1 and f"{command}.{ending} cannot be written" in done.output, (command, done.output)
    assert out.read_text() == "old"
    print(command)
"""


def test_a_disk_that_is_full_is_told_in_every_form(world: World) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(world.root)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    told = ["csv", "geojson", "gpkg", "parquet", "at", "export", "export"]
    assert done.stdout.split() == told, done.stderr
    assert leftovers(world.root) == []


def test_nothing_else_in_the_package_opens_a_file_to_write() -> None:
    """Every other module writes only into what `mapper.files` hands it."""
    for path in (ROOT / "mapper").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name == "files.py":
            continue
        assert "tempfile" not in text, path
        assert ".replace(out" not in text, path
        assert "to_csv(out" not in text, path
        assert "to_file(out" not in text, path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of its own, of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    told = "there is no mount"
    if mount:
        call = [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        told = done.stderr.strip() if done.returncode else ""
    if told:
        pytest.skip(f"NO SMALL DISK: nothing was tried on a disk that is full ({told})")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, left: int) -> None:
    """Fill a disk with one file, but for so many kilobytes."""
    with (disk / "others").open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(bytes(4096))
    os.truncate(disk / "others", max(0, (disk / "others").stat().st_size - left * 1024))


def test_on_a_full_disk_the_old_stays_whole_and_the_reason_is_told(world: World, small_disk: Path) -> None:
    mine, other, reference = (world.root / name for name in ("mine.csv", "other", "reference.geojson"))
    mine.write_text("n,lon,lat,date\n" + "".join(f"{n},7,7,1939-09-17\n" for n in range(2000)), encoding="utf-8")
    shutil.copytree(world.geodata, other)
    (other / "spells.csv").write_text(TABLES["spells.csv"].replace("1938-10-01", "1938-11-01"), encoding="utf-8")
    (world.geodata / "polity_names.csv").write_text("polity,dataset,name\nred,cshapes,Redland\n", encoding="utf-8")
    told = {"cntry_name": "Redland", "start": "1900-01-01", "end": "1960-12-31", "status": "independent", "owner": "0"}
    ring = [[1, 1], [5, 1], [5, 9], [1, 9], [1, 1]]
    feature = {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    reference.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    atlas = ["--geodata", world.geodata]
    joins = [(["join", mine, *atlas, "-o"], f"joined.{ending}", left) for ending, left in FORMS.items()]
    exports = [(["export", *atlas, "-o"], f"all.{ending}", 0) for ending in FORMS if ending != "csv"]
    for words, name, left in (
        (["build", *atlas, "--maps", world.maps, "--out"], ".", 0),
        (["build", *atlas, "--maps", world.maps, "--out"], ".", 400),
        *joins,
        *exports,
        (["at", "1939-09-17", *atlas, "-o"], "at.geojson", 0),
        (["diff", world.geodata, other, "-o"], "diff.csv", 0),
        (["compare", reference, "--date", "1930-06-01", *atlas, "-o"], "compare.csv", 0),
        (["accuracy", *atlas, "-o"], "accuracy.md", 0),
        (["import", "cshapes", reference, "-o"], "taken", 0),
        (["import", "cshapes", reference, "-o"], "taken", 8),
        (["new"], "fresh", 0),
        (["new"], "fresh", 8),
    ):
        old = {} if name in ("taken", "fresh") else {"tiny.html": b"old", name: b"old"}
        old.pop(".", None)
        for one, content in old.items():
            (small_disk / one).write_bytes(content)
        fill(small_disk, left)
        done = CliRunner().invoke(main, [*map(str, words), str(small_disk / name)])
        assert done.exit_code == 1, (words, left, done.output, done.exception)
        assert "cannot be written: the disk is full" in done.stderr, (words, left, done.stderr)
        assert len(done.stderr.splitlines()) < 4, (words, left, done.stderr)
        (small_disk / "others").unlink()
        assert {path.name: path.read_bytes() for path in small_disk.iterdir()} == old, (words, left)
        for one in old:
            (small_disk / one).unlink()
