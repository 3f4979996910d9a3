"""How a record travels in a page: texts, citations and states once each, days and places as steps, all compressed.

The scripts in ``mapper/assets/js/model/unpack.js`` undo it. A list of records with the same keys becomes the keys and
a row for each; what stands under the keys of `TEXTS` is an index into one table of texts, under `CITED` into one of
citations, and under `DAYS` a day counted from 1970. The spells of a land are one flat list of five numbers each: its
first day, the day after its last, and the numbers of its state, its note and its citations. Of lines each vertex is a
step from the one before, that of the line before included; of rings each arc likewise, within the ring.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Record = dict[str, Any]
Lines = list[list[int]]

VERSION = "2"
EPOCH = date(1970, 1, 1).toordinal()
TEXTS = ("by", "of", "stance", "note", "theatre", "theme", "kind", "certainty", "polity", "owner", "manager", "status",
         "controller", "sovereign", "match", "confidence", "territory", "territories", "campaign")  # fmt: skip
DAYS = ("from", "to", "earliest", "latest")
CITED = ("source",)
STATE = ("controller", "sovereign", "status", "rule", "confidence")
PACKED = ("theatres", "events", "places", "agreements", "recognitions", "movements", "railways")


class Table:
    """Values that are told once, each with its number."""

    def __init__(self, *values: str) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}
        for value in values:
            self.number(value)

    def number(self, value: str | list[Any]) -> int:
        """Return the number of a value, which enters the table if it is new."""
        key = value if isinstance(value, str) else json.dumps(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


class Packer:
    """Packs the parts of one record with common tables."""

    def __init__(self) -> None:
        self.texts, self.citations, self.states = Table(""), Table(), Table()

    def theatre(self, theatre: Record) -> Record:
        """Return a theatre: its lines as steps, its lands with their spells as numbers, the rest as any part."""
        lands = [
            {
                **{key: self.value(land[key], key) for key in land if key not in ("arcs", "spells")},
                "arcs": [[_steps(ring) for ring in polygon] for polygon in land["arcs"]],
                "spells": [number for spell in land["spells"] for number in self.spell(spell)],
            }
            for land in theatre["territories"]
        ]
        courses = _line_steps(river["points"] for river in theatre["rivers"])
        rivers = [{**river, "points": course} for river, course in zip(theatre["rivers"], courses, strict=True)]
        drawn = {key: _line_steps(theatre[key]) for key in ("arcs", "lakes")}
        return {**theatre, **drawn, "territories": lands, "rivers": rivers, "lines": self.value(theatre["lines"])}

    def value(self, value: Any, key: str = "") -> Any:  # noqa: ANN401  (whatever a record holds)
        """Return a part of a record; ``key`` is what it stands under."""
        if key in CITED:
            return self.citations.number(value)
        if key in DAYS:
            return day_number(value)
        if key in TEXTS and value is not None:
            return self.texts.number(value) if isinstance(value, str) else [self.texts.number(one) for one in value]
        if isinstance(value, dict):
            return {name: self.value(part, name) for name, part in value.items()}
        return self.records(value) if isinstance(value, list) and value and isinstance(value[0], dict) else value

    def records(self, records: list[Record]) -> Record | list[Record]:
        """Return records as their keys and a row for each; as they are where their keys differ."""
        keys = list(records[0])
        if any(list(record) != keys for record in records):
            return [self.value(record) for record in records]
        return {"keys": keys, "rows": [[self.value(record[key], key) for key in keys] for record in records]}

    def spell(self, spell: Record) -> list[int]:
        """Return the five numbers of a spell."""
        state = self.states.number([spell[key] for key in STATE])
        note, source = self.texts.number(spell["note"]), self.citations.number(spell["source"])
        return [day_number(spell["from"]), day_number(spell["to"]), state, note, source]


def day_number(day: str) -> int:
    """Return a day, such as 1939-09-17, counted from 1970."""
    return date.fromisoformat(day).toordinal() - EPOCH


def _steps(ring: list[int]) -> list[int]:
    """Return the arcs of a ring, each as a step from the one before."""
    return [ring[0], *(after - before for before, after in pairwise(ring))]


def _line_steps(lines: Iterable[list[int]]) -> Lines:
    """Return flat lists of x, y as steps, the first of a line from the last of the line before."""
    found, x, y = [], 0, 0
    for line in lines:
        steps = []
        for to_x, to_y in zip(line[::2], line[1::2], strict=True):
            steps += [to_x - x, to_y - y]
            x, y = to_x, to_y
        found.append(steps)
    return found


def packed(record: Record) -> Record:
    """Return a record as it is told."""
    packer = Packer()
    story = [{**step, "source": packer.citations.number(step["source"])} for step in record["map"]["story"]]
    parts = {
        **{key: part for key, part in record.items() if key not in PACKED},
        **{key: packer.value(record[key]) for key in PACKED if key != "theatres"},
        "theatres": {name: packer.theatre(theatre) for name, theatre in record["theatres"].items()},
        "map": {**record["map"], "story": story},
    }
    return {
        **parts,
        "version": VERSION,
        "coded": {"texts": TEXTS, "days": DAYS, "cited": CITED, "state": STATE},
        "texts": packer.texts.values,
        "citations": packer.citations.values,
        "states": packer.states.values,
    }


def embedded(record: Record) -> str:
    """Return a record as text of letters, digits, + / and = alone, for any element: base64 of gzip of JSON.

    The same record gives the same text: the header of the gzip names no time.
    """
    text = json.dumps(packed(record), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as stream:
        stream.write(text.encode())
    return base64.b64encode(out.getvalue()).decode()
