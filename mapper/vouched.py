"""What a page is told of evidence: the level of each record that it shows, and the texts that were read about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper import reading
from mapper.evidence import LEVELS, key_of, shares
from mapper.sources import citation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.geodata import Geodata

TABLES = (
    "events",
    "agreements",
    "recognitions",
    "movements",
    "administrations",
)  # of whose records a page shows the level

Record = dict[str, Any]


class Vouched:
    """Makes the part of a page's record about evidence; what maps have in common is made once."""

    def __init__(self, data: Geodata) -> None:
        self.evidence, self.sources = data.atlas.evidence, data.atlas.sources
        table = shares(data.records) if len(self.evidence.rows) else None
        self.shares = {} if table is None else {row["table"]: row["read"] for row in reading.records(table)}
        self.land: dict[str, list[tuple[str, str, str]]] = {}  # of each territory: first day, level, record
        written = data.atlas.spells[["record", "level"]].drop_duplicates("record")
        for record, level in written.itertuples(index=False):
            _, territory, first = record.split("/")
            self.land.setdefault(territory, []).append((first, level, record))

    def record(self, territories: Iterable[str], shown: dict[str, list[Record]]) -> Record | None:
        """Return what a page is told, None where the folder has no evidence.

        ``land`` holds, for each territory, the written spells by their first days, and ``others`` the further records
        about which a text was read, by key: each a level, as a number of ``levels``, and the numbers of its ``texts``.
        A text is the key of its source, its locator, address, kind, and whether it supports the record in part alone.
        """
        if not len(self.evidence.rows):
            return None
        texts: dict[tuple[str, ...], int] = {}

        def told(level: str, record: str) -> list[Any]:
            found = [
                (
                    row["source"],
                    row["locator"],
                    row["url"],
                    row["kind"],
                    "in part" if row["verdict"] != "supports" else "",
                )
                for row in self.evidence.supporting(record)
            ]
            return [LEVELS.index(level), *(texts.setdefault(one, len(texts)) for one in dict.fromkeys(found))]

        land = {
            name: [[first, *told(level, record)] for first, level, record in sorted(self.land[name])]
            for name in sorted(set(territories) & set(self.land))
        }
        keys = [key_of(name, _flat(row)) for name in TABLES for row in shown[name]]
        keys += [
            key_of("railway_spells", {**spell, "railway": r["id"]}) for r in shown["railways"] for spell in r["spells"]
        ]
        others = {key: told(self.evidence.level(key), key) for key in keys if self.evidence.supporting(key)}
        return {
            "levels": list(LEVELS),
            "land": land,
            "others": others,
            "texts": [list(text) for text in texts],
            "sources": {key: citation(self.sources[key]) for key in sorted({text[0] for text in texts})},
            "shares": self.shares,
        }


def _flat(row: Record) -> Record:
    """Return a record of a page with its lists as a table has them."""
    return {
        key: ";".join(value) if isinstance(value, list) and key == "territories" else value
        for key, value in row.items()
    }
