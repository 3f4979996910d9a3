"""Kill every command at any moment, and look at what is left: `python -m tests.fuzz.kills --kills 1000 [--seed 1]`.

An output is the old one or the new one, whole, and the next run leaves nothing behind. It prints a line a command and
exits with 1 if a file was torn, lost or left over. It needs no network; a thousand kills take some minutes. The
commands are forked from one process that has their libraries loaded, so that most kills meet them at work.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT))

from world import World  # noqa: E402  (it lies beside)

from mapper import accuracy, build, compare, diff, export, importing, joining, new  # noqa: E402, F401  (loaded once)
from mapper.cache import CACHE  # noqa: E402
from mapper.cli import main as mapper  # noqa: E402
from mapper.files import PREFIX  # noqa: E402

POINTS = 20_000
PATIENCE = 5  # attempts a kill: a command may end before it is killed
FOLDERS = ("taken", "small", "brought")  # outputs that must not be there before
ROOMS = f"{PREFIX}*"  # what a run that is killed leaves


@dataclass(frozen=True)
class Command:
    """A command to kill: its arguments, and the outputs that it writes."""

    name: str
    args: list[str]
    outputs: list[str]


def commands(home: Path) -> list[Command]:
    """Return every command that writes, over a tiny world."""
    geodata, maps = str(home / "geodata"), str(home / "maps")
    mine, reference = str(home / "mine.csv"), str(home / "reference.geojson")
    found = [
        Command("build", ["build", "--geodata", geodata, "--maps", maps], ["maps/tiny.html", "maps/index.html"]),
        Command("at", ["at", "1939-09-17", "--geodata", geodata, "-o", str(home / "at.geojson")], ["at.geojson"]),
        Command("diff", ["diff", geodata, str(home / "other"), "-o", str(home / "diff.csv")], ["diff.csv"]),
        Command("import", ["import", "cshapes", reference, "-o", str(home / "taken")], ["taken"]),
        Command(
            "compare",
            ["compare", reference, "--date", "1930-06-01", "--geodata", geodata, "-o", str(home / "compare.csv")],
            ["compare.csv"],
        ),
        Command("new", ["new", str(home / "small")], ["small"]),
        Command("new --from", ["new", str(home / "brought"), "--from", reference], ["brought"]),
        Command("accuracy", ["accuracy", "--geodata", geodata, "-o", str(home / "accuracy.md")], ["accuracy.md"]),
    ]
    for ending in ("csv", "geojson", "gpkg", "parquet"):
        name = f"joined.{ending}"
        found.append(Command(f"join {ending}", ["join", mine, "--geodata", geodata, "-o", str(home / name)], [name]))
    for ending in ("geojson", "gpkg", "parquet", "jsonld"):
        name = f"export.{ending}"
        found.append(Command(f"export {ending}", ["export", "--geodata", geodata, "-o", str(home / name)], [name]))
    return found


def world(home: Path) -> None:
    """Write the tiny world, another state of it, points and a reference."""
    made = World(home)
    shutil.copytree(made.geodata, home / "other")
    table = home / "other" / "spells.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1938-10-01", "1938-11-01"), encoding="utf-8")
    rows = "".join(f"{n},7,7,1939-09-{1 + n % 30:02d}\n" for n in range(POINTS))
    (home / "mine.csv").write_text(f"n,lon,lat,date\n{rows}", encoding="utf-8")
    properties = '{"cntry_name":"Redland","start":"1900-01-01","end":"1960-12-31","status":"independent","owner":"0"}'
    ring = "[[[1,1],[5,1],[5,9],[1,9],[1,1]]]"
    feature = f'{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}'
    names = "polity,dataset,name\nred,cshapes,Redland\n"
    (made.geodata / "polity_names.csv").write_text(names, encoding="utf-8")
    (home / "reference.geojson").write_text(f'{{"type":"FeatureCollection","features":[{feature}]}}', encoding="utf-8")


def start(command: Command) -> int:
    """Start a command in a process of its own, and return its number."""
    child = os.fork()
    if child:
        return child
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    code = 1
    try:
        mapper(command.args, standalone_mode=False)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


def finish(child: int) -> int:
    """Wait for the end of a process, and return its exit status; of one that was killed, a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def running(child: int) -> bool:
    """Whether a process is still at work."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def content(path: Path) -> bytes | None:
    """Return what an output holds; of a folder, all its files."""
    if path.is_dir():
        return b"".join(bytes(p) + p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file())
    return path.read_bytes() if path.exists() else None


def kill(command: Command, home: Path, count: int, chance: random.Random) -> tuple[int, int]:
    """Kill a command until it died so often, and return how often and how many outputs were torn, lost or left over."""
    begun = time.monotonic()
    if finish(start(command)):
        print(f"{command.name}: it fails on its own")
        return 0, 1
    lasts = time.monotonic() - begun
    good = {name: content(home / name) for name in command.outputs}
    faults = killed = left = 0
    for number in range(PATIENCE * count):
        if killed == count:
            break
        old = {} if number % 2 else {name: b"old" for name in command.outputs if name not in FOLDERS}
        for name in command.outputs:
            path = home / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            if name in old:
                path.write_bytes(old[name])
        child = start(command)
        if number % 4:  # most kills meet it when it has begun to write
            while running(child) and not any(home.rglob(ROOMS)):
                time.sleep(0.0005)
            time.sleep(chance.random() ** 3 * lasts / 4)
        else:
            time.sleep(lasts * chance.random())
        os.kill(child, signal.SIGKILL)
        killed += finish(child) < 0
        faults += sum(content(home / name) not in (old.get(name), good[name]) for name in command.outputs)
        left += any(home.rglob(ROOMS))
    for name in FOLDERS:
        shutil.rmtree(home / name, ignore_errors=True)
    finish(start(command))
    over = len(list(home.rglob(ROOMS)))
    print(
        f"{command.name}: {killed} killed, {left} caught writing, {faults} torn or lost, {over} left over", flush=True
    )
    return killed, faults + over


def main() -> None:
    """Kill every command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311  (moments, no secrets)
    home = Path(tempfile.mkdtemp())
    os.environ[CACHE] = str(home / "cache")
    world(home)
    all_ = commands(home)
    tried = [kill(command, home, -(-asked.kills // len(all_)), chance) for command in all_]
    killed, faults = (sum(one) for one in zip(*tried, strict=True))
    print(f"{killed} killed, {faults} faults")
    shutil.rmtree(home)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
