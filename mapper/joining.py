"""The join of a whole file: read batch by batch, placed, and written as it is read, with what the user should know.

Rows that cannot be placed stay in their places, marked and counted; where the file has columns of our names, ours are
called otherwise.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapper.cluster import workers
from mapper.errors import CallError, DataError, Fault, Tally
from mapper.files import replacing
from mapper.ground import Ground
from mapper.naming import names_for
from mapper.outputs import Joined, form_of, places_added, write
from mapper.placing import columns_of, place_points
from mapper.points import Asked, Points, faults_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mapper.atlas import Atlas
    from mapper.points import Batches, Dated, Placed

SWAPPED = Fault(
    "swapped",
    "outside the windows of the atlas, but would lie within with longitude and latitude swapped",
    "If so, swap them there, not in the other rows.",
)
PLACED = ("inside", "border", "ambiguous")


@dataclass
class Report:
    """What became of a file: how many rows there are of each match, and what the user should know.

    ``failure`` says why no row at all was placed; '' if any was.
    """

    counts: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    failure: str = ""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.counts.values())

    @property
    def placed(self) -> int:
        """How many rows were placed in a land."""
        return sum(self.counts[match] for match in PLACED)


def join_file(
    path: Path,
    atlas: Atlas,
    out: Path,
    asked: Asked | None = None,
    *,
    prefix: str = "",
    strict: bool = False,
    borders: bool = True,
    engine: str = "here",
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Join a file of dated points to the land and the power that held it, and write the rows with what was found.

    Parameters
    ----------
    asked
        What the user says about the file.
    prefix
        What our columns begin with; by default nothing, or `mapper.naming.PREFIX` where the file has one of our names.
    strict
        Whether rows that have no place or no date are refused.
    borders
        Whether the nearest border is looked for, which takes most of the time.
    engine
        Where the rows are placed, one of `ENGINES`: in this process, or on the workers of a dask cluster.
    progress
        Called with how much of the file was read, and how much there is.

    Raises
    ------
    CallError
        If a file is not there or of no kind that is known, the columns are not, or ``out`` is the file of the points.
    DataError
        If the form of the file is faulty; if ``strict``, also with every row that cannot be placed.
    BuildError
        If the file cannot be written; one that was there is as it was.
    """
    form = form_of(out)
    if path.exists() and out.exists() and path.samefile(out):
        raise CallError(f"{out} is the file of the points themselves, which would be lost: write to another file")
    points = Points(path, asked or Asked())
    ours = [*(("lon", "lat") if places_added(points, form) else ()), *columns_of(borders=borders)]
    names = names_for(points.source.columns, ours, prefix)
    run = _Run(points, atlas, progress)
    with ENGINES[engine](atlas, borders=borders) as place, replacing(out) as fresh:
        write(fresh, points, names, run.rows(place), out.stem)
        problems = run.tally.problems(path)
        if strict and problems:
            raise DataError(problems)
    report = run.report
    if names.clash:
        listed = ", ".join(names.called.values())
        report.warnings.append(f"{path} has a column '{names.clash}' of its own: the new ones are called {listed}")
    report.warnings += [f"{path}: {note}" for note in points.source.notes]
    report.warnings += [f"warning: {problem}" for problem in problems]
    report.warnings += run.likely_causes()
    report.failure = run.failure()
    return report


@contextmanager
def _here(atlas: Atlas, *, borders: bool) -> Iterator[Callable[[Batches], Placed]]:
    """Yield a function that places batches of rows in this process."""
    ground = Ground(atlas)

    def place(batches: Batches) -> Placed:
        for dated, done in batches:
            days = dated.days
            yield dated, done, place_points(ground, dated.xy, days.first, days.last, borders=borders)

    yield place


ENGINES = {"here": _here, "dask": workers}


class _Run:
    """One pass through a file."""

    def __init__(self, points: Points, atlas: Atlas, progress: Callable[[int, int], None] | None) -> None:
        self.points, self.atlas, self.progress = points, atlas, progress
        self.tally, self.report = Tally(), Report()
        self.early_or_late = self.elsewhere = self.swapped = 0
        self.doubts = Tally()

    def rows(self, place: Callable[[Batches], Placed]) -> Iterator[Joined]:
        """Yield the rows as they are placed."""
        for dated, done, found in place(self.points.batches()):
            self._count(dated)
            self.report.counts.update(found["match"].tolist())
            self._look_for_causes(dated, found)
            added: dict[str, Any] = {"lon": dated.xy[:, 0].round(7), "lat": dated.xy[:, 1].round(7), **found}
            yield Joined(dated.raw, dated.xy, added)
            if self.progress:
                self.progress(done, self.points.source.size)

    def _count(self, dated: Dated) -> None:
        date = self.points.date if not self.points.end else f"{self.points.date}, {self.points.end}"
        columns = {"place": self.points.place_column(), "date": date}
        for index in np.flatnonzero(~(pd.isna(dated.place_faults) & pd.isna(dated.days.faults))):
            for what, fault in faults_of(dated, int(index)):
                self.tally.add(dated.raw.label(int(index)), columns[what], fault)

    def _look_for_causes(self, dated: Dated, found: dict[str, Any]) -> None:
        """Count why rows lie outside: their days, their places, or places that are swapped."""
        outside = found["match"] == "outside"
        period = self.atlas.about.period
        first, after = (np.datetime64(day) for day in (period.first, period.after))
        late = outside & ((dated.days.last < first) | (dated.days.first >= after))
        self.early_or_late += int(late.sum())
        away = outside & ~late & ~_within(dated.xy, self.atlas)
        self.elsewhere += int(away.sum())
        swapped = np.flatnonzero(away & _within(dated.xy[:, ::-1], self.atlas))
        self.swapped += len(swapped)
        for index in swapped:
            self.doubts.add(dated.raw.label(int(index)), self.points.place_column(), SWAPPED)

    def likely_causes(self) -> list[str]:
        """Return why rows lie outside, where that may be a mistake."""
        report, path = self.report, self.points.path
        found = []
        if 2 * self.swapped > report.rows - report.counts["no place"]:
            told = f"{self.swapped} of {report.rows} rows lie outside the windows of the atlas, but would lie within"
            hint = "say which is which with --lon and --lat" if self.points.lon else "longitude must come first"
            found.append(f"warning: {path}: {told} with longitude and latitude swapped: {hint}.")
        else:
            found += [f"warning: {problem}" for problem in self.doubts.problems(path)]
        return found

    def failure(self) -> str:
        """Return why no row was placed, or ''."""
        report = self.report
        if report.placed:
            return ""
        reasons = [
            f"{count} {what}"
            for count, what in (
                (report.counts["no place"], "have no place"),
                (report.counts["no date"], "have no date"),
                (self.early_or_late, f"lie outside the period of the atlas, {self.atlas.about.period}"),
                (self.elsewhere, "lie outside its windows"),
            )
            if count
        ]
        why = "; ".join(reasons) or ("none lies on its land" if report.rows else "the file has no rows")
        return f"{self.points.path}: nothing could be placed: {why}."


def _within(xy: np.ndarray[Any, Any], atlas: Atlas) -> np.ndarray[Any, Any]:
    """Whether places lie in a window of the atlas."""
    x, y = xy[:, 0], xy[:, 1]
    inside = np.zeros(len(xy), dtype=bool)
    for west, south, east, north in atlas.about.windows:
        inside |= (west <= x) & (x <= east) & (south <= y) & (y <= north)
    return inside
