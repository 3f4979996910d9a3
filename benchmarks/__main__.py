"""``python -m benchmarks``: measure mapper beside its peers anew, and print the tables of RESULTS.md.

Each run is a process of its own; ours and the peers' take turns, and the medians are told. ``--small`` is the run of
CI: one turn of a small set, in seconds, which fails if a run does.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from benchmarks import browser, runs, sets
from mapper.cache import CACHE

PEERS = ("ours", "Timeline", "TimestampedGeoJson", "FeatureGroups", *(["keplergl"] if find_spec("keplergl") else []))
COPYING = ("TimestampedGeoJson", "FeatureGroups")  # every land for each year: gigabytes, if there are many
JOINS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
HELD = 1_000_000  # points that a join in memory takes; more are read from a file, in pieces
GROWTH = (1, 2, 4, 8, 16, 32)  # times the lands, the records and the events of the smallest set
SMALLEST = 128  # lands
CHANGING = 0.01  # the share of the lands that changes in a year


def main() -> None:
    """Read the call, measure, and print."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="one turn of a small set, in seconds")
    parser.add_argument("--turns", type=int, default=3, help="of which the median is told")
    parser.add_argument("--cshapes", type=Path, help="the file of CShapes 2.0, in place of sets of its size")
    parser.add_argument("--most", type=int, default=HELD, help="points of the largest join; 0: no joins, no growth")
    asked = parser.parse_args()
    turns = 1 if asked.small else asked.turns
    say(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}, median of {turns}")
    with tempfile.TemporaryDirectory() as room:
        for name in ("small",) if asked.small else ("W1", "W2"):
            folder = Path(room) / name
            folder.mkdir()
            size = sets.SIZES[name]
            runs.make(folder, size, sets.cshapes(name, asked.cshapes) if asked.cshapes else None)
            builds(name, size, folder, turns)
            browsing(folder, turns)
        if asked.small:
            joins([JOINS[0]], folder / "atlas" / "geodata", turns)
            growth(turns, GROWTH[:1])
            return
    if not asked.most:
        return
    joins([count for count in JOINS if count <= asked.most], Path(__file__).parents[1] / "geodata", turns)
    growth(turns, GROWTH)


def builds(name: str, size: sets.Size, folder: Path, turns: int) -> None:
    """Print what a page of a set takes: ours over each peer's, then the figures."""
    peers = [peer for peer in PEERS if name != "W2" or peer not in COPYING]
    for peer in peers:
        (folder / peer).mkdir()
    took = taking_turns({peer: [peer, str(folder), str(folder / peer)] for peer in peers}, turns)
    say(f"\n## {name}: {size.records} records of land, {size.events} events\n")
    say("| ours / peer | CPU | memory | page | page, gzip |\n|---|---|---|---|---|")
    keys = ("cpu", "memory", "size", "gzip")
    for peer in peers[1:]:
        say(row(peer, [f"{took['ours'][key] / took[peer][key]:.2f}" for key in keys]))
    say("\n| | CPU s | memory MB | page MB | gzip MB |\n|---|---|---|---|---|")
    for peer in peers:
        say(row(peer, [f"{took[peer][key]:.2f}" for key in keys]))


def browsing(folder: Path, turns: int) -> None:
    """Print what two pages ask of a browser: ours and Timeline's, in turns."""
    (ours,) = (page for page in (folder / "ours").glob("*.html") if page.name != "index.html")
    took = browser.measure({"ours": ours, "Timeline": folder / "Timeline" / "page.html"}, turns)
    keys = list(took["ours"])
    say("\nIn the browser: milliseconds of the main thread, median; the heap in MB.\n")
    say(row("", keys) + "\n|" + "---|" * (len(keys) + 1))
    for name, found in took.items():
        say(row(name, [f"{found[key]:.1f}" for key in keys]))
    say(row("ours / Timeline", [f"{took['ours'][key] / took['Timeline'][key]:.2f}" for key in keys]))


def joins(counts: list[int], geodata: Path, turns: int) -> None:
    """Print what joining points takes, beside geopandas."""
    say("\n## Points of all days joined to an atlas\n")
    say("| points | with borders / sjoin | without / sjoin | with s | without s | sjoin s | memory MB | sjoin MB |")
    say("|---|---|---|---|---|---|---|---|")
    for count in filter(HELD.__ge__, counts):
        took = taking_turns({what: [what, str(count), str(geodata)] for what in ("join", "place", "sjoin")}, turns)
        peer = took["sjoin"]["cpu"]
        mine = [took[what]["cpu"] for what in ("join", "place")]
        cells = [*(f"{cpu / peer:.2f}" for cpu in mine), *(f"{cpu:.2f}" for cpu in (*mine, peer))]
        say(row(f"{count:,}", [*cells, *(f"{took[what]['memory']:.0f}" for what in ("join", "sjoin"))]))
    say("\n## A file of points, read and written in pieces, without borders\n")
    say("| points | s | memory MB |\n|---|---|---|")
    for count in counts[-2:]:
        took = taking_turns({"stream": ["stream", str(count), str(geodata)]}, 1)
        say(row(f"{count:,}", [f"{took['stream'][key]:.0f}" for key in ("cpu", "memory")]))


def growth(turns: int, times: tuple[int, ...]) -> None:
    """Print how our build and our page grow with lands, records and events, and draw it."""
    say(f"\n## Growth: as many events as lands, of which {CHANGING:.0%} change in a year\n")
    say("| times | lands | records | CPU s | CPU s / the first | page MB | step ms | step ms, p95 |")
    say("|---|---|---|---|---|---|---|---|")
    seconds, steps = [], []
    years = int(sets.WARS[1][:4]) - int(sets.WARS[0][:4])
    for more in times:
        side = round((SMALLEST * more) ** 0.5)
        lands = side**2
        size = sets.Size(side, lands + round(CHANGING * lands * years), lands, days=sets.WARS)
        with tempfile.TemporaryDirectory() as room:
            runs.make(Path(room), size)
            built = taking_turns({"ours": ["ours", room, room]}, turns)["ours"]
            (page,) = (page for page in Path(room).glob("*.html") if page.name != "index.html")
            opened = browser.measure({"ours": page}, turns)["ours"]
        seconds.append(built["cpu"])
        steps.append(opened["step"])
        cells = [f"{built['cpu']:.2f}", f"{built['cpu'] / seconds[0]:.1f}", f"{built['size']:.2f}"]
        cells += [f"{opened[key]:.1f}" for key in ("step", "step, p95")]
        say(row(str(more), [str(lands), str(size.records), *cells]))
    for name, figures in (("CPU s of a build", seconds), ("ms of a step", steps)):
        say(f'\n```mermaid\nxychart-beta\n    x-axis "times" {json.dumps(list(map(str, times)))}')
        say(f'    y-axis "{name}"\n    line {json.dumps([round(figure, 2) for figure in figures])}\n```')


def taking_turns(wanted: dict[str, list[str]], turns: int) -> dict[str, dict[str, float]]:
    """Run each in a process of its own, one after the other, so many times; return the medians of each."""
    told: dict[str, list[dict[str, float]]] = {name: [] for name in wanted}
    for _ in range(turns):
        for name, call in wanted.items():
            command = [sys.executable, "-m", "benchmarks.runs", *call]
            anew = {**os.environ, CACHE: ""}  # what was worked out before does not count
            run = subprocess.run(command, check=True, capture_output=True, text=True, env=anew)
            told[name].append(json.loads(run.stdout.splitlines()[-1]))  # keplergl says where it saved a page
    return {name: {key: statistics.median(one[key] for one in many) for key in many[0]} for name, many in told.items()}


def row(name: str, cells: list[str]) -> str:
    """Return a row of a table."""
    return f"| {name} | {' | '.join(cells)} |"


def say(text: str) -> None:
    """Print at once: a run takes minutes."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
