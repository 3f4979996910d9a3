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
from pathlib import Path

from benchmarks import browser, runs, sets
from mapper.cache import CACHE

PEERS = ("ours", "Timeline", "TimestampedGeoJson", "FeatureGroups")
JOINS = (1_000, 10_000, 100_000, 1_000_000)
GROWTH = (1, 2, 4, 8, 16, 32)  # times the lands and the records of the smallest set


def main() -> None:
    """Read the call, measure, and print."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="one turn of a small set, in seconds")
    parser.add_argument("--turns", type=int, default=3, help="of which the median is told")
    parser.add_argument("--cshapes", type=Path, help="the file of CShapes 2.0, in place of sets of its size")
    parser.add_argument(
        "--most", type=int, default=JOINS[-1], help="points of the largest join; 0: no joins, no growth"
    )
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
            return
    if not asked.most:
        return
    joins([count for count in JOINS if count <= asked.most], Path(__file__).parents[1] / "geodata", turns)
    growth(turns)


def builds(name: str, size: sets.Size, folder: Path, turns: int) -> None:
    """Print what a page of a set takes: ours over each peer's, then the figures."""
    peers = PEERS if name != "W2" else PEERS[:2]  # the others copy every land for each year: gigabytes
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
    for count in counts:
        took = taking_turns({what: [what, str(count), str(geodata)] for what in runs.JOINS}, turns)
        peer = took["sjoin"]["cpu"]
        mine = [took[what]["cpu"] for what in ("join", "place")]
        cells = [*(f"{cpu / peer:.2f}" for cpu in mine), *(f"{cpu:.2f}" for cpu in (*mine, peer))]
        say(row(f"{count:,}", [*cells, *(f"{took[what]['memory']:.0f}" for what in ("join", "sjoin"))]))


def growth(turns: int) -> None:
    """Print how our build grows with lands and records."""
    say("\n## Growth of our build\n\n| times | lands | records | CPU s | CPU s / the first |\n|---|---|---|---|---|")
    first = 0.0
    for times in GROWTH:
        size = sets.Size(round(8 * times**0.5), 128 * times)
        with tempfile.TemporaryDirectory() as room:
            runs.make(Path(room), size)
            cpu = taking_turns({"ours": ["ours", room, room]}, turns)["ours"]["cpu"]
        first = first or cpu
        say(row(str(times), [str(size.side**2), str(size.records), f"{cpu:.2f}", f"{cpu / first:.1f}"]))


def taking_turns(wanted: dict[str, list[str]], turns: int) -> dict[str, dict[str, float]]:
    """Run each in a process of its own, one after the other, so many times; return the medians of each."""
    told: dict[str, list[dict[str, float]]] = {name: [] for name in wanted}
    for _ in range(turns):
        for name, call in wanted.items():
            command = [sys.executable, "-m", "benchmarks.runs", *call]
            anew = {**os.environ, CACHE: ""}  # what was worked out before does not count
            run = subprocess.run(command, check=True, capture_output=True, text=True, env=anew)
            told[name].append(json.loads(run.stdout))
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
