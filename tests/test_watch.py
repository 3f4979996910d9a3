"""The maps are built again at every save."""

import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue

import pytest
from click.testing import CliRunner
from world import World

from mapper.cli import main
from mapper.errors import CallError
from mapper.watch import is_read, watch

PATIENCE = 60  # seconds; a busy machine


@pytest.mark.parametrize("name", ["spells.csv", "lines.geojson", "tiny.toml", "sources.bib", "west.topojson"])
def test_what_a_build_reads_begins_a_build(name: str) -> None:
    assert is_read(f"/somewhere/{name}")


@pytest.mark.parametrize("name", ["index.html", "tiny.html", "spells.csv~", ".#spells.csv", "README.md"])
def test_what_a_build_writes_begins_none(name: str) -> None:
    assert not is_read(f"/somewhere/{name}")


def test_it_builds_at_each_save_survives_errors_and_ends_well(world: World) -> None:
    watched = f"main(['watch', '--geodata', {str(world.geodata)!r}, '--maps', {str(world.maps)!r}])"
    ignored = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"  # as of a process in the background
    command = [sys.executable, "-c", f"{ignored}; from mapper.cli import main; {watched}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines: Queue[str] = Queue()

    def pump() -> None:
        for line in process.stdout or ():
            lines.put(line)

    reader = threading.Thread(target=pump, daemon=True)
    reader.start()

    def until_it_waits() -> str:
        told = ""
        while "waiting for a save" not in told:
            told += lines.get(timeout=PATIENCE)
        return told

    assert process.stdout
    try:
        assert "tiny.html: 3 territories" in until_it_waits()
        world.replace("spells.csv", "blue,occupied", "blue,conquered")
        assert "spells.csv, row 4, status: 'conquered'" in until_it_waits()
        world.replace("spells.csv", "blue,conquered", "blue,annexed")
        assert "tiny.html: 3 territories" in until_it_waits()
        spells = (world.geodata / "spells.csv").read_bytes()
        (world.geodata / "spells.csv").write_bytes(spells[: len(spells) // 2] + b"\xff")
        assert "spells.csv: the file is not in UTF-8" in until_it_waits()
        (world.geodata / ".#spells.csv").symlink_to("user@host.1234")  # an editor's lock
        (world.geodata / "spells.csv").unlink()
        assert "spells.csv: the file is not there" in until_it_waits()
        (world.geodata / "spells.csv").write_bytes(spells)
        assert "tiny.html: 3 territories" in until_it_waits()
        assert "annexed" in (world.maps / "tiny.html").read_text(encoding="utf-8")
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(PATIENCE)
        reader.join(PATIENCE)
        process.stdout.close()
    assert status == 0
    assert list(lines.queue) == []  # its own pages began no build


def test_ctrl_c_in_a_build_ends_it_well(world: World) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    watch([world.geodata], interrupted)


def test_an_error_that_nobody_thought_of_ends_nothing(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    turns = []

    def broken() -> None:
        turns.append(1)
        if len(turns) == 2:
            raise KeyboardInterrupt
        threading.Timer(0.3, world.replace, ("spells.csv", "blue,occupied", "blue,annexed")).start()
        raise ValueError("it is broken")

    watch([world.geodata], broken)
    assert "it is broken" in capfd.readouterr().err
    assert len(turns) == 2


def test_without_watchfiles_it_says_what_to_install(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(CallError, match=r"historical-mapper\[watch\]"):
        watch([world.geodata], list)


def test_a_folder_that_is_not_there_is_a_wrong_call(world: World, tmp_path: Path) -> None:
    args = ["watch", "--geodata", str(tmp_path / "nowhere"), "--maps", str(world.maps)]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 2
    assert "is no folder" in result.stderr
