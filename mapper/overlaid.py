"""What a page is told of what lies over the land, and of who governed it: one record a row, ready for JSON.

Positions are degrees (EPSG:4326, longitude first). Days are ISO text, intervals half-open, but for a movement, whose
last day is included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper import reading, schema
from mapper.arrows import growths

if TYPE_CHECKING:
    from mapper.geodata import Geodata

    Record = dict[str, Any]


def points(line: Record, places: int = 4) -> list[list[float]]:
    """Return the vertices of a line as [longitude, latitude], rounded."""
    return [[round(x, places), round(y, places)] for x, y in line["geometry"].coords]


def agreement_records(data: Geodata) -> list[Record]:
    """Return the agreements with the spheres that they assign, in the order of time: land, power and kind, if any."""
    spheres: dict[str, list[list[str]]] = {}
    for row in reading.records(data.overlays.spheres):
        assigned = [row["territory"], row["sphere"], row["kind"]]
        spheres.setdefault(row["agreement"], []).append(list(filter(None, assigned)))
    return [
        {
            "id": row["id"],
            "name": data.about.words(row, "name"),
            "also": data.aliases["agreement"].get(row["id"], []),
            "from": row["from"],
            "to": row["to"],
            "ended_by": row["ended_by"],
            "note": data.about.words(row, "note"),
            "source": schema.parse_citations(row["source"]),
            "assign": spheres.get(row["id"], []),
            "lines": schema.parts(row["lines"]),
        }
        for row in reading.records(data.overlays.agreements.sort_values(["from", "id"]))
    ]


def recognition_records(data: Geodata) -> list[Record]:
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
        for row in reading.records(data.overlays.recognitions.sort_values(["by", "from", "of"], kind="stable"))
    ]


def movement_records(data: Geodata) -> list[Record]:
    """Return the movements, in the order of time; ``reached`` are the knots of their growth (see `mapper.arrows`)."""
    reached = growths(data.atlas, data.overlays.movements)
    return [
        {
            **{key: line[key] for key in ("id", "theatre", "from", "to", "polity", "kind", "side", "note")},
            "name": data.about.words(line, "name"),
            "points": points(line),
            "reached": reached[line["id"]],
            "source": schema.parse_citations(line["source"]),
        }
        for line in sorted(data.overlays.movements.values(), key=lambda m: (m["from"], m["id"]))
    ]


def railway_records(data: Geodata) -> list[Record]:
    """Return the railways with their owners by day."""
    keys = ["from", "to", "owner", "manager", "status", "note"]
    spells: dict[str, list[Record]] = {}
    for spell in reading.records(data.overlays.railway_spells.sort_values("from")):
        told = {**{key: spell[key] for key in keys}, "source": schema.parse_citations(spell["source"])}
        spells.setdefault(spell["railway"], []).append(told)
    return [
        {
            "id": line["id"],
            "theatre": line["theatre"],
            "name": data.about.words(line, "name"),
            "points": points(line),
            "source": schema.parse_citations(line["source"]),
            "spells": spells.get(name, []),
        }
        for name, line in data.overlays.railways.items()
    ]


def administration_records(data: Geodata) -> list[Record]:
    """Return the administrations with the territories and days of each of their rows."""
    return [
        {
            **{key: row[key] for key in ("id", "from", "to", "note")},
            "name": data.about.words(row, "name"),
            "territories": schema.parts(row["territories"]),
            "source": schema.parse_citations(row["source"]),
        }
        for row in reading.records(data.atlas.administrations)
    ]


def campaign_records(data: Geodata) -> list[Record]:
    """Return the campaigns with their territories and days."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "from": one.first,
            "to": one.after,
            "territories": list(one.territories),
        }
        for one in data.atlas.captures.campaigns.values()
    ]


def overlay_records(data: Geodata) -> dict[str, list[Record]]:
    """Return what pages are told of administrations, campaigns, agreements, recognitions, movements and railways."""
    return {
        "administrations": administration_records(data),
        "campaigns": campaign_records(data),
        "agreements": agreement_records(data),
        "recognitions": recognition_records(data),
        "movements": movement_records(data),
        "railways": railway_records(data),
    }


def river_records(data: Geodata, theatre: str) -> list[Record]:
    """Return the rivers of a theatre."""
    return [
        {"id": line["id"], "name": data.about.words(line, "name"), "points": points(line)}
        for line in data.overlays.rivers.values()
        if line["theatre"] == theatre
    ]
