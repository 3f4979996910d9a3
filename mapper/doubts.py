"""Changes of which texts give several days: a spell that began on one of the days from the earliest to the latest.

Both are included, and the day in ``from`` is one of them. From the earliest day up to the day before the latest nobody
can say which of two spells was in force; on the latest the new one was.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from mapper.reading import Reader

    Record = dict[str, Any]
    Whole = NDArray[np.int64]

EARLIEST, LATEST = "from_earliest", "from_latest"
BY_TOWNS = "captures"  # the rule of a spell whose days its towns tell


def doubtful(spells: pd.DataFrame) -> pd.DataFrame:
    """Return the spells whose first day is a span."""
    return spells[spells[LATEST] != ""]


def check_doubts(spells: pd.DataFrame, reader: Reader) -> None:
    """Tell every span of first days that is not whole, or that reaches beyond the spells on its two sides."""
    file = reader.path("spells")
    chains: dict[str, list[Record]] = {}
    for row, spell in zip(spells.index, reading.records(spells), strict=True):
        chains.setdefault(spell["territory"], []).append({**spell, "row": row})
    for chain in chains.values():
        chain.sort(key=lambda spell: str(spell["from"]))
        for before, spell in zip([None, *chain], chain, strict=False):
            if told := _fault(before, spell):
                reader.problems.add(file, f"row {spell['row']}", *told)


def _fault(before: Record | None, spell: Record) -> tuple[str, str, str] | None:
    """Return the column, the message and the hint on what is wrong with the first days of a spell."""
    first, last = spell[EARLIEST], spell[LATEST]
    if not first and not last:
        return None
    if not first or not last:
        return (LATEST if first else EARLIEST), "the cell is empty", "A span of first days has both its ends."
    if not (first <= spell["from"] <= last and first < last):
        message = f"the span from {first} to {last} does not hold the day {spell['from']}"
        return EARLIEST, message, "The earliest day comes first, the latest last, 'from' between them or on one."
    if before is None or BY_TOWNS in (before["rule"], spell["rule"]):
        message = "towns tell the days here" if before else "nothing comes before the spell"
        return EARLIEST, message, "Leave both cells empty."
    if first <= max(before["from"], before[LATEST]) or last >= spell["to"]:
        message = f"the span from {first} to {last} reaches beyond the spells on its two sides"
        return EARLIEST, message, "Each must hold for a day at least."
    return None


def spells_within(chain: list[Record], first: str, last: str) -> list[Record]:
    """Return the spells of a chain that may hold on any day from the first to the last, both included."""
    return [
        spell
        for spell, following in zip_longest(chain, chain[1:])
        if (spell[EARLIEST] or spell["from"]) <= last
        and first < max(spell["to"], following[LATEST] if following else "")
    ]


class Doubts:
    """The spans of first days of some rows, as numbers of days: earliest, first by the record, and latest."""

    def __init__(self, spans: Iterable[tuple[int, int, int, int]], stride: int) -> None:
        found = np.array(sorted(spans), dtype=np.int64).reshape(-1, 4)
        self.stride, row = stride, found[:, 0] * stride
        self.since = found[:, 2]
        self.begins, self.ends = row + found[:, 1], row + found[:, 3]

    def widened(self, row: Whole, first: Whole, last: Whole) -> tuple[Whole, Whole]:
        """Return spans of days in rows, made to meet the spells on both sides of each doubt that they meet."""
        low = np.searchsorted(self.ends, row * self.stride + first, side="right")
        high = np.searchsorted(self.begins, row * self.stride + last, side="right") - 1
        met = low <= high
        first, last = first.copy(), last.copy()
        first[met] = np.minimum(first[met], self.since[low[met]] - 1)
        last[met] = np.maximum(last[met], self.since[high[met]])
        return first, last
