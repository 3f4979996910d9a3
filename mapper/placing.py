"""The space-time join: which territory holds a dated point, who held that territory then, and how near the border is.

Points are columns: places in EPSG:4326, longitude first, and days. Tables are joined by `mapper.frames`, files by
`mapper.joining`. Distances are km on the WGS84 ellipsoid.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.atlas import STATE, records_of
from mapper.chains import CARRIED, NOWHERE
from mapper.fronts import NEVER
from mapper.polygons import UNRECORDED

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from mapper.errors import Problems
    from mapper.ground import Ground

    Columns = dict[str, NDArray[Any]]

BORDER = ("border_km", "border", "front_first", "front_last")
COLUMNS = ("territory", *STATE, "match", *BORDER, *CARRIED)
TOLD = (*STATE, *CARRIED)
BETWEEN = " | "  # joins the candidates of an ambiguous match, in the order of time


def columns_of(*, borders: bool) -> tuple[str, ...]:
    """Return the columns that a join adds, with or without those of the nearest border."""
    return COLUMNS if borders else tuple(name for name in COLUMNS if name not in BORDER)


def place_points(
    ground: Ground,
    xy: NDArray[np.float64],
    first: NDArray[np.datetime64],
    last: NDArray[np.datetime64],
    *,
    borders: bool = True,
) -> Columns:
    """Place points in the territories and spells of the atlas.

    Parameters
    ----------
    xy
        Places (n, 2) in EPSG:4326, longitude first; NaN where there is none.
    first, last
        The days that the date may mean, both included; NaT where there is none.
    borders
        Whether the nearest border is looked for, which takes most of the time.

    Returns
    -------
    dict
        The columns `columns_of`, as long as the points. ``match`` is ``inside``; ``border`` where the nearest border
        is no farther than the accuracy of its line, or a front passed on those days; ``ambiguous`` where the days span
        a change of controller, sovereign or status; ``no record`` where the land has none on those days; ``outside``
        where the point lies in no territory, nor at sea within `mapper.ground.ASHORE_KM` of one, or the days outside
        the period; ``no place`` or ``no date``. Candidates of an ambiguous match are joined by ' | ' in the order of
        time, one for each different state; what has no record among them is `mapper.polygons.UNRECORDED`.
        ``border_km`` is the distance on the earliest day to the nearest border, NaN where there is none, and ``border``
        the first of controller, sovereign, status and administration that differs across it. ``front_first`` and
        ``front_last`` are ISO days, both included: where a front passed, the first and the last day on which the land
        around the place fell, or the towns around it were not surely in one hand (see `mapper.fronts` and
        `mapper.between`), if the date meets them; else ''.
        ``administration`` (see `mapper.administrations`) and ``level``, that of the evidence of the spell (see
        `mapper.evidence`), are those of the spell, or of the first of each candidate.
    """
    found: Columns = {name: np.full(len(xy), "", dtype=object) for name in columns_of(borders=borders)}
    days = np.array([first, last], dtype="datetime64[D]")
    placed, dated = ~np.isnan(xy).any(axis=1), ~np.isnat(days).any(axis=0)
    start, after = ground.period
    begin, end = np.where(dated, days.astype(np.int64), NEVER)
    studied = np.flatnonzero(placed & dated & (end >= start) & (begin < after))
    with ground.lock:
        land = ground.place(xy[studied], begin[studied], end[studied])
        inland = land.row != NOWHERE
        mine, row = studied[inland], land.row[inland]
        near = ground.near(xy[mine], row, np.maximum(begin[mine], start)) if borders else None
        front = ground.fronts.at(xy[studied], land.zones, begin[studied], end[studied])[inland] if borders else None
        state, texts = _states(ground, land.first[inland], land.last[inland])
    found["territory"][mine] = ground.land.names[row]
    for part, name in enumerate(TOLD):
        found[name][mine] = np.array([text[part] for text in texts], dtype=object)[state]
    match = np.array([text[-1] for text in texts], dtype=object)[state]
    if near is not None and front is not None:
        told = match != "no record"
        found["border_km"] = np.full(len(xy), np.nan)
        found["border_km"][mine[told]] = near.km[told].round(1)
        kinds = np.array([*ground.kinds, ""], dtype=object)
        found["border"][mine[told]] = kinds[near.kind[told]]
        passed = told & (front[:, 0] != NEVER)
        for name, day in zip(BORDER[2:], front[passed].T, strict=True):
            found[name][mine[passed]] = np.datetime_as_string(day.astype("datetime64[D]")).astype(object)
        with np.errstate(invalid="ignore"):
            match[(match == "inside") & (passed | (near.km <= near.accuracy))] = "border"
    found["match"][:] = "outside"
    found["match"][mine] = match
    found["match"][~dated] = "no date"
    found["match"][~placed] = "no place"
    return found


def _states(
    ground: Ground, first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
    """Return a number for each span of spells, and by that number the texts of its states and its match."""
    held, names = ground.chains.held, ground.chains.states
    texts: list[tuple[str, ...]] = []
    for state, nobody in zip(names, ground.chains.nobody.tolist(), strict=True):
        texts.append(("",) * len(TOLD) + ("no record",) if nobody else (*state, "inside"))
    numbers = held[first]
    several = np.flatnonzero(last > first)
    if len(several):
        spans, inverse = np.unique(np.column_stack([first, last])[several], axis=0, return_inverse=True)
        codes = []
        for begin, end in spans.tolist():
            differ: dict[tuple[str, ...], tuple[str, ...]] = {}  # each state, with what its first spell tells
            for state in map(_named, map(names.__getitem__, held[begin : end + 1].tolist())):
                differ.setdefault(state[: len(STATE)], state)
            if len(differ) == 1:
                codes.append(int(held[begin]))
                continue
            codes.append(len(texts))
            texts.append((*(BETWEEN.join(values) for values in zip(*differ.values(), strict=True)), "ambiguous"))
        numbers[several] = np.array(codes, dtype=np.int64)[inverse.ravel()]
    return numbers, texts


def _named(state: tuple[str, ...]) -> tuple[str, ...]:
    """Return a state as a candidate; one that is not recorded is that in every part."""
    return (UNRECORDED,) * len(STATE) + ("",) * len(CARRIED) if state[0] == UNRECORDED else state


def point_chains(ground: Ground, xy: NDArray[np.float64]) -> list[list[dict[str, Any]]]:
    """Return the spells of the land at each place, in the order of time: its territory's, and those of its zones.

    Of two zones of one campaign, at whose border a place lies, the first has it. None in no territory.
    """
    lands = ground.atlas.territories
    spells = records_of(ground.atlas.spells)
    found: list[dict[str, list[dict[str, Any]]]] = [{} for _ in range(len(xy))]
    with ground.lock:
        pairs = ground.land.rows_of(xy)
    names, campaigns = lands.index.to_numpy(), lands["campaign"].to_numpy()
    for at, row in zip(*(one.tolist() for one in pairs), strict=True):
        found[at].setdefault(campaigns[row], spells.get(names[row], []))
    return [sorted(chain.from_iterable(own.values()), key=lambda spell: str(spell["from"])) for own in found]


def check_held_by(joined: gpd.GeoDataFrame, file: str, problems: Problems) -> None:
    """Tell every event whose ``held_by`` is not the controller that the join finds, unless waived."""
    for row, event in joined[(joined["held_by"] != "") & (joined["waiver"] == "")].iterrows():
        if event["held_by"] not in str(event["controller"]).split(BETWEEN):
            found = f"{event['controller'] or 'nobody'} ({event['territory'] or 'outside the windows'})"
            message = f"{event['id']} says that {event['held_by']} held {event['place']}, the map says {found}"
            hint = "Correct the event or the spell, or write the reason in 'waiver'."
            problems.add(file, f"row {row}", "held_by", message, hint, (event["lon"], event["lat"]))
