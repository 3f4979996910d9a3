"""Campaigns: their territories and days, acts of succession and truces in them, and rivers on which a front stood.

What towns make of them is told in `mapper.captures`. Days are ISO text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.ops import substring

from mapper import reading, schema
from mapper.barriers import parse_barriers
from mapper.errors import Problems
from mapper.geometry import project
from mapper.reading import Reader
from mapper.truces import parse_truces

if TYPE_CHECKING:
    import geopandas as gpd

    from mapper.reading import Lines

ASIDE = 25_000.0  # m: an end of a reach that is farther from its river is no place on it

Record = dict[str, Any]


@dataclass(frozen=True)
class Campaign:
    """A campaign: its territories, its days ``[first, after)``, the status of captured land, and its truces.

    ``barriers`` are rivers on which its front stood, in the plane of its theatre.
    """

    id: str
    name: dict[str, str]
    theatre: str
    territories: tuple[str, ...]
    first: str
    after: str
    status: str
    successions: tuple[Succession, ...]
    truces: tuple[Truce, ...] = ()
    barriers: tuple[shapely.LineString, ...] = ()

    def heir(self, holder: str, day: str, territory: str) -> str:
        """Return who has by a day, in a territory, what a power held before, by the acts of succession."""
        for act in self.successions:
            if act.before == holder and act.day <= day and territory in act.territories:
                holder = act.after
        return holder

    def origin(self, holder: str) -> str:
        """Return the power whose heir another is, or itself: armies of one side bear one name."""
        for act in reversed(self.successions):
            if act.after == holder:
                holder = act.before
        return holder


@dataclass(frozen=True)
class Succession:
    """A day on which one power takes over, by an act, all that another holds in some territories of a campaign."""

    day: str
    before: str
    after: str
    status: str
    territories: frozenset[str]


@dataclass(frozen=True)
class Truce:
    """Days ``[first, after)`` in which a front stands and nobody fights over it, between two powers."""

    powers: tuple[str, str]
    first: str
    after: str


def read_campaigns(reader: Reader, territories: gpd.GeoDataFrame) -> dict[str, Campaign]:
    """Read ``campaigns.csv`` and ``successions.csv``, which may be absent; faulty campaigns are told and left out."""
    table = reader.table("campaigns")
    table = table.drop(index=list(reader.references("campaigns", table)))
    reader.known["campaigns"] = reader.ids("campaigns", table["id"])
    successions = reader.table("successions")
    reader.references("successions", successions)
    acts: dict[str, list[Succession]] = {}
    for row in reading.records(successions.sort_values("day", kind="stable")):
        acts.setdefault(row["campaign"], []).append(_succession(row))
    quiet = Reader(reader.geodata, reader.about, Problems())
    rivers = quiet.lines("rivers")
    quiet.references("rivers", quiet.frame("rivers", rivers))  # what is wrong with them the overlays tell
    found = {}
    for index, row in zip(table.index, reading.records(table), strict=True):
        barriers = () if quiet.problems else _barriers(f"row {index}", row, rivers, reader)
        found[row["id"]] = _campaign(row, acts.get(row["id"], []), barriers, reader)
    _check_campaigns(dict(zip(table["id"], table.index, strict=True)), found, territories, reader)
    if not reader.faulty("campaigns"):
        _check_successions(dict(zip(successions.index, reading.records(successions), strict=True)), found, reader)
    return found


def _succession(row: Record) -> Succession:
    lands = frozenset(schema.parts(row["territories"]))
    return Succession(row["day"], row["before"], row["after"], row["status"], lands)


def _campaign(
    row: Record, acts: list[Succession], barriers: tuple[shapely.LineString, ...], reader: Reader
) -> Campaign:
    lands, name = tuple(schema.parts(row["territories"])), reader.about.words(row, "name")
    truces = tuple(Truce(*truce) for truce in parse_truces(row["truces"]))
    days = row["from"], row["to"]
    return Campaign(row["id"], name, row["theatre"], lands, *days, row["status"], tuple(acts), truces, barriers)


def _barriers(where: str, row: Record, rivers: Lines, reader: Reader) -> tuple[shapely.LineString, ...]:
    """Return the rivers on which the front of a campaign stood, or their reaches; tell those that are none."""
    theatre, found = reader.about.theatres[row["theatre"]], []
    file = reader.path("campaigns")
    for river, places in parse_barriers(row["barriers"]):
        if river not in rivers or rivers[river]["theatre"] != row["theatre"]:
            message = f"'{river}' is no river of {row['theatre']} in rivers.geojson"
            reader.problems.add(file, where, "barriers", message, "Correct it.")
            continue
        course = shapely.transform(rivers[river]["geometry"], lambda xy: project(theatre, xy))
        if places:
            ends = shapely.points(project(theatre, np.array(places).reshape(2, 2)))
            apart = float(shapely.distance(course, ends).max())
            if not apart <= ASIDE:
                message = f"a place of the reach lies {apart / 1000:,.0f} km from the {river}"
                reader.problems.add(file, where, "barriers", message, "Write the longitude first, then the latitude.")
                continue
            course = substring(course, *sorted(shapely.line_locate_point(course, ends)))
        if not course.length:
            message = f"both places of the reach are one on the {river}"
            reader.problems.add(file, where, "barriers", message, "Write its first place, then its last.")
            continue
        found.append(course)
    return tuple(found)


def _check_campaigns(
    rows: dict[str, Any], found: dict[str, Campaign], territories: gpd.GeoDataFrame, reader: Reader
) -> None:
    """Tell a campaign that ends before it begins, names no territory of its own, or shares one on one day."""
    path, known = reader.path("campaigns"), reader.known["territories"]
    theatre_of = dict(zip(territories.index, territories["theatre"], strict=True))
    for name, campaign in found.items():
        row = f"row {rows[name]}"
        if campaign.after <= campaign.first:
            message = f"it ends {campaign.after}, not after it begins, {campaign.first}"
            reader.problems.add(path, row, "to", message, "Swap the days.")
        for land in sorted(set(campaign.territories)):
            message, hint = "", "Correct it."
            if land not in known:
                message, hint = f"'{land}' names none of the territories", f"Correct it; {min(known)} is one."
            elif theatre_of.get(land, campaign.theatre) != campaign.theatre:
                message = f"{land} lies in another theatre, {theatre_of[land]}"
            elif campaign.territories.count(land) > 1:
                message, hint = f"{land} is named twice", "Name it once."
            if message:
                reader.problems.add(path, row, "territories", message, hint)
        _check_truces(campaign, row, reader)
        for other in found.values():
            both = sorted(set(campaign.territories) & set(other.territories))
            if other.id > campaign.id and both and campaign.first < other.after and other.first < campaign.after:
                message = f"{campaign.id} and {other.id} both cut {both[0]} on some days"
                reader.problems.add(path, row, "territories", message, "A territory has one campaign a day.")


def _check_truces(campaign: Campaign, row: str, reader: Reader) -> None:
    """Tell a truce between powers that are not known or are one, or with days that are no span of its campaign."""
    for truce in campaign.truces:
        strangers = [power for power in truce.powers if power not in reader.known["polities"]]
        wrong = [(f"'{power}' is not in polities.csv", "Correct it.") for power in strangers]
        if truce.powers[0] == truce.powers[1]:
            wrong.append((f"{truce.powers[0]} has a truce with itself", "Name the two powers."))
        if truce.after <= truce.first:
            wrong.append((f"a truce ends {truce.after}, not after it begins, {truce.first}", "Swap the days."))
        elif truce.after <= campaign.first or campaign.after <= truce.first:
            message = f"a truce from {truce.first} lies outside its campaign, {campaign.first} up to {campaign.after}"
            wrong.append((message, "Correct the days."))
        for message, hint in wrong:
            reader.problems.add(reader.path("campaigns"), row, "truces", message, hint)


def _check_successions(rows: dict[Any, Record], found: dict[str, Campaign], reader: Reader) -> None:
    """Tell an act outside its campaign's days or land, and a power that succeeds itself."""
    path = reader.path("successions")
    for index, row in rows.items():
        campaign, wrong = found.get(row["campaign"]), []
        if row["before"] == row["after"]:
            wrong.append(("after", f"{row['after']} succeeds itself"))
        if campaign and not campaign.first <= row["day"] < campaign.after:
            days = f"{campaign.first} up to {campaign.after}"
            wrong.append(("day", f"{row['day']} lies outside its campaign, {days}"))
        strange = [land for land in schema.parts(row["territories"]) if campaign and land not in campaign.territories]
        wrong += [("territories", f"'{land}' is no territory of {row['campaign']}") for land in strange]
        for column, message in wrong:
            reader.problems.add(path, f"row {index}", column, message, "Correct it.")
