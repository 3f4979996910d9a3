"""Chains of spells as arrays: which spells of which chain a span of days meets, for many at once.

A day is a whole number, days since 1970-01-01 as numpy's ``datetime64[D]`` counts; a span has both its ends.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapper.atlas import STATE
from mapper.doubts import EARLIEST, LATEST, Doubts, doubtful
from mapper.polygons import UNRECORDED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.atlas import Atlas

    Whole = NDArray[np.int64]

CARRIED = ("administration", "level")  # columns of a spell that are told with its state, and do not make it another
NOWHERE = -1
SPAN = date.max.toordinal()  # all days that there are: a chain and a day make one number


def day_number(day: str) -> int:
    """Return the number of an ISO day."""
    return int(np.datetime64(day, "D").astype(np.int64))


class Chains:
    """Chains of spells that cover every day of the period once, one chain a row, and further ones for sets of rows.

    ``states`` are the different states, tuples of `STATE` and `CARRIED`; a day without a spell is `UNRECORDED`. Spells
    lie one behind the other: ``begins`` and ``ends`` are their first day and the first day after, as numbers of chain
    and day. ``of_row`` are the spells of a row itself, in the order of time: first day, first day after, state.
    """

    def __init__(self, atlas: Atlas, rows: list[str]) -> None:
        period = atlas.about.period
        self.period = day_number(period.first), day_number(period.after)
        place = {name: row for row, name in enumerate(rows)}
        spells = atlas.spells[atlas.spells["territory"].isin(place)]
        self.row = np.array([place[name] for name in spells["territory"]], dtype=np.int64)
        self.since, self.until = (
            spells[column].to_numpy(dtype="datetime64[D]").astype(np.int64) for column in ("from", "to")
        )
        codes, states = pd.factorize(pd.MultiIndex.from_frame(spells[[*STATE, *CARRIED]].astype(object)))
        self.state = np.asarray(codes, dtype=np.int64)
        self.states: list[tuple[str, ...]] = [tuple(map(str, state)) for state in states]
        nobody = (UNRECORDED,) * len(STATE) + ("",) * len(CARRIED)
        self.states.append(nobody)
        self.nobody = np.array([state[0] == UNRECORDED for state in self.states])
        self.doubts = self._doubts(spells)
        order = np.lexsort((self.since, self.row))
        of_row: list[list[tuple[int, int, int]]] = [[] for _ in rows]
        for index in order.tolist():
            of_row[self.row[index]].append((int(self.since[index]), int(self.until[index]), int(self.state[index])))
        self.of_row = of_row
        self._sets: dict[tuple[int, ...], int] = {}
        self._chains = [self._whole(spells) for spells in of_row]
        self._pack()

    def _doubts(self, spells: pd.DataFrame) -> Doubts:
        """Return the spans of first days by row; a campaign leaves none to its zones."""
        spans = spells[[EARLIEST, "from", LATEST]].assign(row=self.row)
        some = doubtful(spans)
        days = (some[name].map(day_number) for name in (EARLIEST, "from", LATEST))
        return Doubts(zip(some["row"], *days, strict=True), SPAN)

    def _pack(self) -> None:
        """Lay all chains one behind the other."""
        counts = [len(chain) for chain in self._chains]
        flat = np.array([spell for chain in self._chains for spell in chain], dtype=np.int64).reshape(-1, 3)
        base = np.repeat(np.arange(len(counts)), counts) * SPAN
        self.begins, self.ends, self.held = flat[:, 0] + base, flat[:, 1] + base, flat[:, 2]

    def _whole(self, spells: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Return sorted spells with what no record covers between them."""
        reached, last = self.period
        whole = []
        for begin, end, state in spells:
            if begin > reached:
                whole.append((reached, begin, len(self.states) - 1))
            if end > max(reached, begin):
                whole.append((max(reached, begin), end, state))
            reached = max(reached, end)
        if reached < last:
            whole.append((reached, last, len(self.states) - 1))
        return whole

    def of_sets(self, sets: list[tuple[int, ...]]) -> Whole:
        """Return the chain of each set of rows: of two spells on one day that of the first row counts."""
        fresh = [rows for rows in sets if len(rows) > 1 and rows not in self._sets]
        for rows in dict.fromkeys(fresh):
            self._sets[rows] = len(self._chains)
            self._chains.append(self._whole(self._merged(rows)))
        if fresh:
            self._pack()
        return np.array([rows[0] if len(rows) == 1 else self._sets[rows] for rows in sets], dtype=np.int64)

    def _merged(self, rows: tuple[int, ...]) -> list[tuple[int, int, int]]:
        """Return the spells of several rows as one chain, cut where an earlier row has the day."""
        spells = [spell for row in rows for spell in self.of_row[row]]
        days = sorted({day for begin, end, _ in spells for day in (begin, end)})
        found: list[tuple[int, int, int]] = []
        for begin, end in pairwise(days):
            state = next((spell[2] for spell in spells if spell[0] <= begin < spell[1]), None)
            if state is None:
                continue
            if found and found[-1][1:] == (begin, state):
                found[-1] = (found[-1][0], end, state)
            else:
                found.append((begin, end, state))
        return found

    def met(self, chain: Whole, first: Whole, last: Whole) -> tuple[Whole, Whole]:
        """Return the first and the last spell of chains that spans of days, which begin in the period, meet."""
        base = chain * SPAN
        begin = np.searchsorted(self.ends, base + first, side="right")
        end = np.searchsorted(self.begins, base + last, side="right") - 1
        return begin, end
