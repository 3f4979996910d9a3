"""What lies over the land: agreements and their spheres, recognitions, movements, railways and rivers.

What was agreed, what was held and what was recognised are three things; none of these tables changes who holds a
territory. Positions are EPSG:4326, longitude first; intervals half-open, but for a movement, whose last day is
included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from mapper import schema
from mapper.reading import place_of, records

if TYPE_CHECKING:
    import pandas as pd

    from mapper.evidence import Evidence
    from mapper.reading import Lines, Reader


@dataclass(frozen=True)
class Overlays:
    """The overlays of an atlas: tables indexed by their line in the file, and lines by id (see `mapper.reading`).

    Agreements, recognitions, movements and spells of railways have ``record`` and ``level`` (see `mapper.evidence`).
    """

    agreements: pd.DataFrame
    spheres: pd.DataFrame
    recognitions: pd.DataFrame
    movements: Lines
    railways: Lines
    railway_spells: pd.DataFrame
    rivers: Lines


def collect_overlays(reader: Reader, lines: set[str], evidence: Evidence) -> Overlays:
    """Read the overlays of a geodata folder, each of which may be absent.

    ``lines`` are the ids of the lines that an agreement may have drawn.
    """
    tables = {name: reader.table(name) for name in ("agreements", "spheres", "recognitions", "railway_spells")}
    ways = {name: reader.lines(name) for name in ("movements", "railways", "rivers")}
    reader.known["agreements"] = reader.ids("agreements", tables["agreements"]["id"])
    reader.known["railways"] = reader.ids("railways", ways["railways"])
    frames = {**tables, **{name: reader.frame(name, way) for name, way in ways.items()}}
    for name, frame in frames.items():
        reader.references(name, frame)
        _check_order(reader, name, frame)
    reader.listed("agreements", tables["agreements"]["lines"], lines)
    reader.listed("recognitions", tables["recognitions"]["territories"], reader.known["territories"])
    _check_stances(reader, tables["recognitions"])
    _check_movements(reader, ways["movements"])
    _check_railways(reader, tables["railway_spells"])
    return Overlays(
        evidence.graded("agreements", tables["agreements"]),
        tables["spheres"],
        evidence.graded("recognitions", tables["recognitions"]),
        evidence.graded_lines("movements", ways["movements"]),
        ways["railways"],
        evidence.graded("railway_spells", tables["railway_spells"]),
        ways["rivers"],
    )


def _check_order(reader: Reader, name: str, frame: pd.DataFrame) -> None:
    """Tell every record that ends before it begins."""
    if "from" not in frame or "to" not in frame:
        return
    for row, record in frame[frame["to"] < frame["from"]].iterrows():
        message = f"it ends {record['to']}, before it begins, {record['from']}"
        reader.problems.add(reader.path(name), place_of(row), "to", message, "Swap the days.")


def _check_stances(reader: Reader, seen: pd.DataFrame) -> None:
    """Tell every land that one power saw in two ways on one day."""
    ordered = seen.sort_values("from", kind="stable")
    before: dict[tuple[str, str], list[tuple[object, str, set[str]]]] = {}
    for row, record in zip(ordered.index, records(ordered), strict=True):
        lands = set(schema.parts(record["territories"]))
        told = before.setdefault((record["by"], record["of"]), [])
        for other_row, until, others in told:
            if record["from"] < until and (both := sorted(lands & others)):
                message = f"{place_of(other_row)} tells already how {record['by']} saw {both[0]} from {record['from']}"
                hint = "Let one end where the other begins."
                reader.problems.add(reader.path("recognitions"), place_of(row), "from", message, hint)
        told.append((row, record["to"], lands))


def _check_movements(reader: Reader, movements: Lines) -> None:
    """Tell every movement that lies outside its theatre, and every front of which nobody knows whose side is whose."""
    for name, line in movements.items():
        theatre = reader.about.theatres.get(line["theatre"])
        if theatre and not shapely.box(*theatre.window).intersects(line["geometry"]):
            message = f"it lies outside the window of {theatre.id}"
            reader.problems.add(reader.path("movements"), name, "geometry", message, "Correct its theatre, or draw it.")
        if line["kind"] == "front" and not line["side"]:
            hint = "Write left or right: on which side of the line its power stood."
            reader.problems.add(reader.path("movements"), name, "side", "a front has a side", hint)


def _check_railways(reader: Reader, spells: pd.DataFrame) -> None:
    """Tell every owner that is no polity, and every day of a railway without exactly one spell."""
    file, period = reader.path("railway_spells"), reader.about.period
    for row, owner in spells["owner"].items():
        for one in owner.split("|"):
            if one.strip() not in reader.known["polities"]:
                message = f"'{one.strip()}' is not in polities.csv"
                reader.problems.add(file, place_of(row), "owner", message, "Join two with ' | '.")
    chains: dict[str, list[tuple[str, str]]] = {}
    for railway, begun, ended in sorted(spells[["railway", "from", "to"]].itertuples(index=False, name=None)):
        chains.setdefault(railway, []).append((begun, ended))
    for railway in sorted(reader.known["railways"] - reader.maimed.get("railway_spells", set())):
        chain = chains.get(railway, [])
        days = [period.first, *(to for _, to in chain)], [*(since for since, _ in chain), period.after]
        for ended, begun in zip(*days, strict=True):
            if ended != begun:
                message = f"{railway}: one spell ends {ended}, the next begins {begun}"
                reader.problems.add(file, "", "from", message, "Its spells must cover every day once.")
