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
from mapper.reading import place_of

if TYPE_CHECKING:
    import pandas as pd

    from mapper.reading import Lines, Reader


@dataclass(frozen=True)
class Overlays:
    """The overlays of an atlas: tables indexed by their line in the file, and lines by id (see `mapper.reading`)."""

    agreements: pd.DataFrame
    spheres: pd.DataFrame
    recognitions: pd.DataFrame
    movements: Lines
    railways: Lines
    railway_spells: pd.DataFrame
    rivers: Lines


def collect_overlays(reader: Reader) -> Overlays:
    """Read the overlays of a geodata folder, each of which may be absent."""
    tables = {name: reader.table(name) for name in ("agreements", "spheres", "recognitions", "railway_spells")}
    ways = {name: reader.lines(name) for name in ("movements", "railways", "rivers")}
    frames = {**tables, **{name: reader.frame(name, way) for name, way in ways.items()}}
    for name, frame in frames.items():
        reader.references(name, frame)
        _check_order(reader, name, frame)
    for name, way in ways.items():
        _check_inside(reader, name, way)
    for row, cell in tables["agreements"]["lines"].items():
        reader.named("agreements", row, "lines", schema.parts(cell), "lines")
    for row, cell in tables["recognitions"]["territories"].items():
        reader.named("recognitions", row, "territories", schema.parts(cell), "territories")
    _check_views(reader, tables["recognitions"])
    _check_sides(reader, ways["movements"])
    _check_railways(reader, tables["railway_spells"], ways["railways"])
    return Overlays(
        tables["agreements"],
        tables["spheres"],
        tables["recognitions"],
        ways["movements"],
        ways["railways"],
        tables["railway_spells"],
        ways["rivers"],
    )


def _check_order(reader: Reader, name: str, frame: pd.DataFrame) -> None:
    """Tell every record that ends before it begins, or, where the end is the first day after, on the same day."""
    if "from" not in frame or "to" not in frame:
        return
    ended = frame["to"] < frame["from"] if name == "movements" else frame["to"] <= frame["from"]
    for row, record in frame[ended].iterrows():
        message = f"it ends {record['to']}, not after it begins, {record['from']}"
        hint = "Swap the days." if name == "movements" else "The end is the first day after."
        reader.problems.add(reader.path(name), place_of(row), "to", message, hint)
    if name == "movements":
        for row, record in frame[frame["to"] == reader.about.period.after].iterrows():
            message = f"'{record['to']}' lies outside the period of atlas.toml, {reader.about.period}"
            reader.problems.add(reader.path(name), place_of(row), "to", message, "It is the last day, included.")


def _check_inside(reader: Reader, name: str, ways: Lines) -> None:
    """Tell every line of which no part lies in the window of its theatre."""
    for key, way in ways.items():
        theatre = reader.about.theatres.get(way["theatre"])
        if theatre is None or shapely.box(*theatre.window).intersects(way["geometry"]):
            continue
        swapped = shapely.transform(way["geometry"], lambda xy: xy[:, ::-1])
        message = f"no part of it lies in the window of {theatre.id} in atlas.toml"
        hint = "Name its own theatre, or draw it there."
        if shapely.box(*theatre.window).intersects(swapped):
            hint = "Write longitude first."
        lon, lat = way["geometry"].coords[0]
        reader.problems.add(reader.path(name), key, "geometry", message, hint, (lon, lat))


def _check_views(reader: Reader, recognitions: pd.DataFrame) -> None:
    """Tell every second view that one viewer has of a land on one day."""
    seen: dict[tuple[str, str], list[tuple[str, str, object]]] = {}
    for row, view in recognitions.sort_values("from", kind="stable").iterrows():
        for land in dict.fromkeys(schema.parts(view["territories"])):
            others = seen.setdefault((view["by"], land), [])
            clash = next((other for first, after, other in others if first < view["to"] and view["from"] < after), None)
            if clash is not None:
                message = f"{view['by']} has another view of {land} on some of these days, in {place_of(clash)}"
                hint = "Let one end where the other begins."
                reader.problems.add(reader.path("recognitions"), place_of(row), "territories", message, hint)
            others.append((view["from"], view["to"], row))


def _check_sides(reader: Reader, movements: Lines) -> None:
    """Tell every front that does not say where the attacker stands, and every advance that does."""
    for key, movement in movements.items():
        if (movement["kind"] == "front") != bool(movement["side"]):
            front = movement["kind"] == "front"
            message = "a front has no side" if front else "an advance has a side"
            hint = "Write left or right: where the attacker stands." if front else "Leave it empty."
            reader.problems.add(reader.path("movements"), key, "side", message, hint)


def _check_railways(reader: Reader, spells: pd.DataFrame, railways: Lines) -> None:
    """Tell every owner that is no polity, and every day of a railway without exactly one spell."""
    file, period = reader.path("railway_spells"), reader.about.period
    for row, owner in spells["owner"].items():
        reader.named("railway_spells", row, "owner", [one.strip() for one in owner.split("|")], "polities")
    maimed = {record.get("railway") for record in spells.attrs.get("faulty", [])}
    if ("railway_spells" in reader.unsure and spells.empty) or maimed - set(railways):
        return
    for railway in sorted(set(railways) - maimed):
        chain = spells[spells["railway"] == railway].sort_values("from")
        days = [period.first, *chain["to"]], [*chain["from"], period.after]
        rows = ["", *map(place_of, chain.index)]
        for ended, begun, row in zip(*days, rows, strict=True):
            if ended != begun:
                message = f"{railway}: one spell ends {ended}, the next begins {begun}"
                hint = "Its spells must cover every day of the period of atlas.toml once."
                reader.problems.add(file, row, "from", message, hint)
