"""Campaigns cut their territories by the days on which towns were taken: the front is derived, not drawn.

While a campaign lasts, a territory whose spell has the rule ``captures`` is cut into *zones*, each the land that
changed hands on the same days. Towns say when: each town changes hands on its own days, the land between them on days
that its neighbours' give. Before and after, the territory is whole again. Nothing of this is stored; it is computed at
every build. A row without ``taken_from`` is of a town that stood, held on its day by ``taken_by``: the land around it
keeps its state.

How a territory is cut is told in `mapper.zones`. Positions are EPSG:4326, longitude first; days ISO text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper import reading
from mapper.cache import cached
from mapper.campaigns import Campaign, Succession, read_campaigns
from mapper.dates import historical_date
from mapper.evidence import level_of_towns
from mapper.geometry import CRS, areas_km2, project
from mapper.opening import is_there
from mapper.zones import Towns, Zone, noded, zones

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mapper.about import Theatre
    from mapper.evidence import Evidence
    from mapper.reading import Reader

RULE = "captures"  # the rule of a spell whose territory a campaign cuts
FRONT = "front"  # that of one which begins once its towns have fallen
TWIN = 10_000.0  # m: two towns of one name so near to each other are one
BEYOND = 5.0  # degrees outside the window of its theatre in which a town still tells something
JOIN = "--"  # stands between a territory and the number of its zone
AND = "; "  # stands between two towns of a zone

Record = dict[str, Any]


@dataclass(frozen=True)
class Captures:
    """All captures of a folder: the rows of ``captures.csv``, the campaigns, and the towns of each."""

    table: pd.DataFrame
    campaigns: dict[str, Campaign]
    towns: dict[str, Towns]


def read_captures(reader: Reader, territories: gpd.GeoDataFrame, evidence: Evidence) -> Captures:
    """Read ``campaigns.csv`` and ``captures.csv``, and check each capture against its campaign."""
    found = read_campaigns(reader, territories)
    table = reader.table("captures")
    faulty = reader.references("captures", table)
    table = evidence.graded("captures", table.drop(index=[row for row in table.index if row in faulty]))
    towns = {name: _towns(campaign, table, territories, reader) for name, campaign in found.items()}
    return Captures(table, found, towns)


def _towns(campaign: Campaign, table: pd.DataFrame, territories: gpd.GeoDataFrame, reader: Reader) -> Towns:
    """Gather the captures of one campaign by town, and tell those that do not fit it or each other."""
    path, problems = reader.path("captures"), reader.problems
    mine = table[table["campaign"] == campaign.id]
    theatre = reader.about.theatres[campaign.theatre]
    xy = project(theatre, mine[["lon", "lat"]].to_numpy(dtype=float))
    lands = territories.loc[[name for name in campaign.territories if name in territories.index]]
    at = _containing(lands, mine)
    west, south, east, north = np.add(theatre.window, (-BEYOND, -BEYOND, BEYOND, BEYOND)).tolist()
    sides_told = not reader.faulty("successions")  # by acts a power may have what another held
    spots: dict[tuple[float, float], list[tuple[float, str, int]]] = {}
    astray: list[tuple[str, str, str, str]] = []
    for position, (row, capture) in enumerate(zip(mine.index, reading.records(mine), strict=True)):
        dated = historical_date(capture["date"])
        outside = not campaign.first <= dated.earliest <= dated.latest < campaign.after
        if outside:
            message = f"{capture['date']} lies outside its campaign, {campaign.first} up to {campaign.after}"
            astray.append((f"row {row}", "date", message, "Correct the day, or the campaign."))
            continue
        if not (west <= capture["lon"] <= east and south <= capture["lat"] <= north):
            message = f"{capture['lon']:g}, {capture['lat']:g} is far outside the window of {theatre.id}"
            astray.append((f"row {row}", "lon", message, "Longitude comes first, then latitude."))
            continue
        middle = (date.fromisoformat(dated.earliest).toordinal() + date.fromisoformat(dated.latest).toordinal()) / 2
        spots.setdefault((capture["lon"], capture["lat"]), []).append((middle, f"row {row}", position))
    for one in () if reader.faulty("campaigns") else astray:
        problems.add(path, *one)
    records = reading.records(mine)
    _check_places(campaign, mine, xy, reader)
    kept: list[int] = []
    stories, days = [], []
    for steps in spots.values():
        steps.sort()
        for (day, row, position), (day_before, before, earlier) in zip(steps[1:], steps, strict=False):
            now, then = records[position], records[earlier]
            holder = now["taken_from"] or now["taken_by"]
            if sides_told and campaign.origin(holder) != campaign.origin(then["taken_by"]):
                message = f"{now['place']} is taken from {holder}, but {then['taken_by']} held it ({before})"
                problems.add(path, row, "taken_from", message, "Correct it, or add the capture between the two.")
            if day == day_before:
                problems.add(path, row, "date", f"{now['place']} is taken twice on one day ({before})", "Keep one.")
        kept.append(steps[0][2])
        changes = [(day, records[p]) for day, _, p in steps if records[p]["taken_from"]]
        powers = [(one["taken_by"], one["taken_from"]) for _, one in changes]
        stories.append(tuple((campaign.origin(by), campaign.origin(before)) for by, before in powers))
        days.append(tuple(day for day, _ in changes))
    names, home = [records[p]["place"] for p in kept], [at[p] for p in kept]
    return Towns(xy[kept], names, stories, days, home, campaign.barriers)


def _check_places(campaign: Campaign, mine: pd.DataFrame, xy: NDArray[np.float64], reader: Reader) -> None:
    """Tell a town that is taken by who holds it, and one that lies at two places: it would never be lost between."""
    path, problems = reader.path("captures"), reader.problems
    first: dict[str, list[int]] = {}
    for position, (row, capture) in enumerate(zip(mine.index, reading.records(mine), strict=True)):
        name, where = capture["place"], f"row {row}"
        if campaign.origin(capture["taken_by"]) == campaign.origin(capture["taken_from"]):
            message = f"{name} is taken by {capture['taken_by']} from {capture['taken_from']}, which is one side"
            problems.add(path, where, "taken_from", message, "Say who held it.")
        for other in first.setdefault(name, []):
            apart = float(np.hypot(*(xy[position] - xy[other])))
            if 0 < apart < TWIN:
                message = f"{name} lies {apart / 1000:.1f} km from where row {mine.index[other]} has it"
                problems.add(path, where, "lon", message, "Write the same lon and lat in all rows of a town.")
        first[name].append(position)


def _containing(lands: gpd.GeoDataFrame, points: pd.DataFrame) -> list[str]:
    """Return the territory that contains each point, or the nearest within 5 km of latitude, or ''."""
    found = [""] * len(points)
    shapes = shapely.points(points[["lon", "lat"]].to_numpy(dtype=float))
    tree = shapely.STRtree(lands.geometry.to_numpy())
    at, near = tree.query_nearest(shapes, max_distance=0.05, all_matches=False)
    for point, land in zip(at.tolist(), near.tolist(), strict=True):
        found[point] = str(lands.index[land])
    return found


def cut(
    captures: Captures, territories: gpd.GeoDataFrame, spells: pd.DataFrame, reader: Reader
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return territories and spells with the zones of all campaigns.

    A zone is a further row of the territories, with the territory in ``part_of`` ('' for a territory itself), the
    ``campaign``, its ``towns``, one after another, and spells for the days of the campaign alone; its territory has
    none on those days. Between two campaigns a territory is whole for a day at least.
    """
    whole = territories.assign(part_of="", campaign="", towns="")
    under = spells[spells["rule"] == RULE]
    shapes: dict[str, shapely.Geometry] = dict(zip(whole.index, whole.geometry, strict=True))
    rows: list[Record] = []
    chains: list[Record] = []
    replaced: list[object] = []
    fallen: dict[tuple[str, str], list[str]] = {}
    after = {(one["territory"], one["from"]): one for one in reading.records(spells)}
    levels = _levels(captures)
    _check_apart(spells, reader)
    told = any(map(reader.faulty, ("campaigns", "captures")))  # then what they lack is no fault of the spells
    zoned = _zones(captures, shapes, reader)
    for index, spell in zip(under.index, reading.records(under), strict=True):
        if spell["territory"] not in shapes:
            continue
        campaign = _campaign_of(spell, captures)
        found = zoned[campaign.id].get(spell["territory"]) if campaign else None
        if campaign is None or not found:
            if not told:
                _tell_uncut(reader, index, spell, campaign)
            continue
        land = whole.loc[spell["territory"]].to_dict()
        replaced.append(index)
        own = levels.get((campaign.id, spell["territory"]), [])
        fallen[spell["territory"], spell["to"]] = own
        written = {**spell, "level": level_of_towns(spell["level"], own)}
        for zone in found:
            number = len(rows) + 1
            name = f"{spell['territory']}{JOIN}{number}"
            about = {**land, "id": name, "part_of": spell["territory"], "campaign": campaign.id}
            rows.append({**about, "towns": AND.join(zone.towns), "geometry": zone.shape})
            chains.extend(_zone_spells(written, after.get((spell["territory"], spell["to"])), name, zone, campaign))
    idle = set(captures.table["campaign"]) - {row["campaign"] for row in rows}
    for name in () if reader.problems else sorted(idle):
        message = f"no land is cut by the captures of {name}"
        hint = f"Give a spell of its territories, on its days, the rule {RULE}."
        reader.problems.add(reader.path("campaigns"), name, "territories", message, hint)
    if not rows:
        return whole, spells
    for row, km2 in zip(rows, areas_km2([row["geometry"] for row in rows]), strict=True):
        row["km2"] = km2
    pieces = gpd.GeoDataFrame(pd.DataFrame(rows).set_index("id", drop=False), geometry="geometry", crs=CRS)
    kept = _begun_as_towns_fell(spells.drop(index=replaced), fallen)
    table = pd.concat([kept, pd.DataFrame(chains)], ignore_index=True)
    return noded(whole, pieces), table


def _begun_as_towns_fell(spells: pd.DataFrame, fallen: Mapping[tuple[str, str], list[str]]) -> pd.DataFrame:
    """Return spells, those of a front that begin once towns had fallen with the level that these allow."""
    levels = []
    for one in reading.records(spells):
        towns = fallen.get((one["territory"], one["from"]), []) if one["rule"] == FRONT else []
        levels.append(level_of_towns(one["level"], towns))
    return spells.assign(level=pd.Series(levels, index=spells.index, dtype=object))


def fought(captures: Captures, spells: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the spells of dated polygons with the days of each campaign apart, of the rule ``captures``.

    Who drew polygons wrote no rule: the lands that a campaign names are cut on its days.
    """
    found = reading.records(spells)
    for campaign in captures.campaigns.values():
        held = set(captures.towns[campaign.id].territory)
        for land in campaign.territories:
            if land in reader.known["territories"] and land not in held and not reader.faulty("captures"):
                message = f"{campaign.id} has no capture in {land}"
                hint = "Add a town to captures.csv, or leave the territory out."
                reader.problems.add(reader.path("campaigns"), campaign.id, "territories", message, hint)
        found = [part for one in found for part in (_apart(one, campaign) if one["territory"] in held else [one])]
    return pd.DataFrame(found, columns=spells.columns)


def _apart(spell: Record, campaign: Campaign) -> list[Record]:
    """Return a spell in up to three parts: before, on and after the days of a campaign."""
    begin, end = (min(max(day, spell["from"]), spell["to"]) for day in (campaign.first, campaign.after))
    before, after = {**spell, "to": begin}, {**spell, "from": end}
    parts = [before, {**spell, "from": begin, "to": end, "rule": RULE}, after]
    return [part for part in parts if part["from"] < part["to"]]


def _zones(
    captures: Captures, shapes: Mapping[str, shapely.Geometry], reader: Reader
) -> dict[str, dict[str, list[Zone]]]:
    """Return the zones of each campaign by territory, from the cache where a campaign is as before."""
    found = {}
    for campaign in captures.campaigns.values():
        towns, theatre = captures.towns[campaign.id], reader.about.theatres[campaign.theatre]
        lands = {name: shapes[name] for name in campaign.territories if name in shapes}
        told = [towns.names, towns.stories, towns.days, towns.territory, theatre.projection, list(lands)]
        shapes_of = [*lands.values(), *towns.barriers]
        made_from = [towns.xy.tobytes(), *map(shapely.to_wkb, shapes_of), repr(told).encode()]
        found[campaign.id] = cached("zones", made_from, partial(_zones_of, lands, towns, theatre))
    return found


def _zones_of(lands: Mapping[str, shapely.Geometry], towns: Towns, theatre: Theatre) -> dict[str, list[Zone]]:
    return {name: zones(shape, name, towns, theatre) for name, shape in lands.items()}


def _levels(captures: Captures) -> dict[tuple[str, str], list[str]]:
    """Return the levels of the captures of each campaign in each territory."""
    home = {
        (campaign, name): land
        for campaign, towns in captures.towns.items()
        for name, land in zip(towns.names, towns.territory, strict=True)
    }
    found: dict[tuple[str, str], list[str]] = {}
    for row in reading.records(captures.table):
        campaign = row["campaign"]
        found.setdefault((campaign, home.get((campaign, row["place"]), "")), []).append(row["level"])
    return found


def _check_apart(spells: pd.DataFrame, reader: Reader) -> None:
    """Tell two spells of the rule ``captures`` that follow on each other."""
    ends = {(s["territory"], s["to"]) for s in reading.records(spells) if s["rule"] == RULE}
    for row, spell in zip(spells.index, reading.records(spells), strict=True):
        if spell["rule"] == RULE and (spell["territory"], spell["from"]) in ends:
            message = f"a campaign begins in {spell['territory']} on the day on which another ends"
            hint = "Let the territory be whole for a day between the two."
            _tell(reader, row, spell, message, hint)


def _tell(reader: Reader, row: object, spell: Record, message: str, hint: str) -> None:
    """Tell what is wrong with a spell of the rule ``captures``: at its row, or at the campaigns that cut polygons."""
    if is_there(reader.path("spells")):
        reader.problems.add(reader.path("spells"), f"row {row}", "rule", message, hint)
    else:
        reader.problems.add(reader.path("campaigns"), spell["territory"], "territories", message, hint)


def _campaign_of(spell: Record, captures: Captures) -> Campaign | None:
    """Return the campaign within whose days a spell of the rule ``captures`` lies."""
    for campaign in captures.campaigns.values():
        inside = campaign.first <= spell["from"] and spell["to"] <= campaign.after
        if inside and spell["territory"] in campaign.territories:
            return campaign
    return None


def _tell_uncut(reader: Reader, row: object, spell: Record, campaign: Campaign | None) -> None:
    """Tell a spell of the rule ``captures`` whose land no campaign cuts, or one without a town in it."""
    message = f"no campaign cuts {spell['territory']} from {spell['from']} up to {spell['to']}"
    hint = "Name the territory in campaigns.csv, or write the spell with another rule."
    if campaign:
        message = f"{campaign.id} has no capture in {spell['territory']}"
        hint = "Add a town to captures.csv, or write the spell with another rule."
    _tell(reader, row, spell, message, hint)


def _zone_spells(spell: Record, following: Record | None, name: str, zone: Zone, campaign: Campaign) -> list[Record]:
    """Return the spells of a zone: the written state until its first day, then who took it, or came after them.

    Force moves no title: the sovereign stays. The status of captured land is that of the spell that follows, where its
    holder is the same and no act made it so, else that of the campaign.
    """
    first, after = spell["from"], spell["to"]
    statuses = {spell["controller"]: spell["status"]}
    if following and following["rule"] != "act":
        statuses.setdefault(following["controller"], following["status"])
    land = spell["territory"]
    acts = [(act.day, act) for act in campaign.successions if land in act.territories]
    by_act = {act.after: act.status for act in campaign.successions if land in act.territories}
    taken = [(date.fromordinal(day).isoformat(), by) for day, (by, _) in zip(zone.days, zone.story, strict=True)]
    state = (spell["controller"], spell["status"])
    found = [{**spell, "territory": name, "from": first, "to": after}]
    for day, what in sorted([*acts, *taken], key=lambda one: one[0]):
        if day >= after or (isinstance(what, Succession) and (what.before != state[0] or day <= first)):
            continue
        if isinstance(what, Succession):
            state = (what.after, what.status)
        else:
            holder = campaign.heir(str(what), day, land)
            own = "sovereign" if holder == spell["sovereign"] else campaign.status
            state = (holder, by_act.get(holder) or statuses.get(holder, own))
        last = found[-1]
        if day <= last["from"]:
            found[-1] = {**last, "controller": state[0], "status": state[1]}
        elif (last["controller"], last["status"]) != state:
            last["to"] = day
            found.append({**spell, "territory": name, "from": day, "controller": state[0], "status": state[1]})
    return found
