"""What lies over the land: agreements and their spheres, recognitions, movements, railways and rivers.

What was agreed, what was held and what was recognised are three things; none of these tables changes who holds a
territory. Positions are EPSG:4326, longitude first; intervals half-open, but for a movement, whose last day is
included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper import reading, schema
from mapper.dates import STUDY_END, STUDY_START
from mapper.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mapper.boundaries import Atlas

Lines = dict[str, dict[str, Any]]


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


def collect_overlays(geodata: Path, atlas: Atlas, problems: list[Problem]) -> Overlays:
    """Read the overlays of a geodata folder, each of which may be absent; append what is wrong to ``problems``."""
    tables = {
        name: reading.read_table(geodata, schema.OVERLAYS[name], problems)
        for name in ("agreements", "spheres", "recognitions", "railway_spells")
    }
    lines = {
        name: reading.read_line_features(geodata / schema.OVERLAYS[name].file, schema.OVERLAYS[name], problems)
        for name in ("movements", "railways", "rivers")
    }
    known = {
        "polities": set(atlas.polities["id"]),
        "territories": set(atlas.territories.index),
        "sources": set(atlas.sources),
        "agreements": set(tables["agreements"]["id"]),
        "railways": set(lines["railways"]),
    }
    for name, table in schema.OVERLAYS.items():
        frame = tables.get(name)
        if frame is None:
            frame = pd.DataFrame.from_dict(lines[name], orient="index", columns=list(table.columns))
        problems.extend(reading.check_references(geodata, table.file, frame, table.columns, known))
        problems.extend(_check_order(str(geodata / table.file), frame))
    problems.extend(_check_lists(geodata, tables, known["territories"], set(atlas.lines.index)))
    problems.extend(_check_railways(str(geodata / "railway_spells.csv"), tables["railway_spells"], known))
    return Overlays(
        tables["agreements"],
        tables["spheres"],
        tables["recognitions"],
        lines["movements"],
        lines["railways"],
        tables["railway_spells"],
        lines["rivers"],
    )


def _check_order(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Return a problem for every record that ends before it begins."""
    if "from" not in frame or "to" not in frame:
        return []
    faults = []
    for row, record in frame[frame["to"] < frame["from"]].iterrows():
        where = f"row {row}" if isinstance(row, int) else str(row)
        message = f"it ends {record['to']}, before it begins, {record['from']}"
        faults.append(Problem(name, where, "to", message, "Swap the days."))
    return faults


def _check_lists(
    geodata: Path, tables: dict[str, pd.DataFrame], territories: set[str], lines: set[str]
) -> list[Problem]:
    """Return a problem for every id in a list that names nothing."""
    faults: list[Problem] = []
    for table, column, known in (("agreements", "lines", lines), ("recognitions", "territories", territories)):
        for row, value in tables[table][column].items():
            faults.extend(
                Problem(
                    str(geodata / schema.OVERLAYS[table].file),
                    f"row {row}",
                    column,
                    f"'{name}' names none of the {column}",
                    "Correct it.",
                )
                for name in schema.parts(value)
                if name not in known
            )
    return faults


def _check_railways(name: str, spells: pd.DataFrame, known: dict[str, set[str]]) -> list[Problem]:
    """Return a problem for every owner that is no polity, and every day of a railway without exactly one spell."""
    faults: list[Problem] = []
    for row, owner in spells["owner"].items():
        faults.extend(
            Problem(name, f"row {row}", "owner", f"'{one.strip()}' is not in polities.csv", "Join two with ' | '.")
            for one in owner.split("|")
            if one.strip() not in known["polities"]
        )
    for railway in sorted(known["railways"]):
        chain = spells[spells["railway"] == railway].sort_values("from")
        days = [STUDY_START, *chain["to"]], [*chain["from"], STUDY_END]
        for ended, begun in zip(*days, strict=True):
            if ended != begun:
                message = f"{railway}: one spell ends {ended}, the next begins {begun}"
                faults.append(Problem(name, "", "from", message, "Its spells must cover every day once."))
    return faults


def words(record: Mapping[str, Any] | pd.Series, key: str) -> dict[str, str]:
    """Return a text of a record in each language, English where it has no other: ``key`` and ``key_pl``."""
    return {"en": record.get(key, ""), "pl": record.get(f"{key}_pl") or record.get(key, "")}


def points(line: dict[str, Any], places: int = 4) -> list[list[float]]:
    """Return the vertices of a line as [longitude, latitude], rounded."""
    return [[round(x, places), round(y, places)] for x, y in line["geometry"].coords]


def agreement_records(overlays: Overlays) -> list[dict[str, Any]]:
    """Return the agreements with the spheres that they assign, in the order of time."""
    spheres = overlays.spheres
    return [
        {
            "id": row["id"],
            "name": words(row, "name"),
            "from": row["from"],
            "to": row["to"],
            "note": row["note"],
            "source": schema.parse_citations(row["source"]),
            "assign": spheres.loc[spheres["agreement"] == row["id"], ["territory", "sphere"]].to_numpy().tolist(),
            "lines": schema.parts(row["lines"]),
        }
        for row in reading.records(overlays.agreements.sort_values(["from", "id"]))
    ]


def recognition_records(overlays: Overlays) -> list[dict[str, Any]]:
    """Return the recognitions and refusals, in the order of the viewer and of time."""
    return [
        {
            "by": row["by"],
            "of": row["of"],
            "from": row["from"],
            "to": row["to"],
            "territories": schema.parts(row["territories"]),
            "stance": row["stance"],
            "as": {key: row[key] for key in ("controller", "sovereign", "status")},
            "source": schema.parse_citations(row["source"]),
            "note": row["note"],
        }
        for row in reading.records(overlays.recognitions.sort_values(["by", "from", "of"], kind="stable"))
    ]


def movement_records(overlays: Overlays) -> list[dict[str, Any]]:
    """Return the movements, in the order of time."""
    return [
        {
            **{key: line[key] for key in ("id", "theatre", "from", "to", "polity", "kind", "side", "note")},
            "name": words(line, "name"),
            "points": points(line),
            "source": schema.parse_citations(line["source"]),
        }
        for line in sorted(overlays.movements.values(), key=lambda m: (m["from"], m["id"]))
    ]


def railway_records(overlays: Overlays) -> list[dict[str, Any]]:
    """Return the railways with their owners by day."""
    keys = ["from", "to", "owner", "manager", "status", "note"]
    spells = overlays.railway_spells
    return [
        {
            "id": line["id"],
            "theatre": line["theatre"],
            "name": words(line, "name"),
            "points": points(line),
            "source": schema.parse_citations(line["source"]),
            "spells": [
                {**{key: spell[key] for key in keys}, "source": schema.parse_citations(spell["source"])}
                for spell in reading.records(spells[spells["railway"] == name].sort_values("from"))
            ],
        }
        for name, line in overlays.railways.items()
    ]


def overlay_records(overlays: Overlays) -> dict[str, list[dict[str, Any]]]:
    """Return what pages are told of agreements, recognitions, movements and railways."""
    return {
        "agreements": agreement_records(overlays),
        "recognitions": recognition_records(overlays),
        "movements": movement_records(overlays),
        "railways": railway_records(overlays),
    }


def river_records(overlays: Overlays, theatre: str) -> list[dict[str, Any]]:
    """Return the rivers of a theatre."""
    return [
        {"id": line["id"], "name": words(line, "name"), "points": points(line)}
        for line in overlays.rivers.values()
        if line["theatre"] == theatre
    ]
