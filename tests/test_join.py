"""Points meet the land and the power of their day."""

import dataclasses
import datetime as dt
import pickle

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import borders
from mapper.arcs import network
from mapper.atlas import Atlas
from mapper.between import END, undecided
from mapper.campaigns import Campaign, Succession
from mapper.dates import shift
from mapper.evidence import LEVELS
from mapper.frames import join_frame
from mapper.fronts import NEVER, _both, _met, spans_of
from mapper.geodata import Geodata
from mapper.geometry import CRS, distance_km
from mapper.ground import ASHORE_KM, Ground
from mapper.placing import COLUMNS, place_points, point_chains
from mapper.polygons import UNRECORDED
from mapper.zones import SPACING

STATE = ("controller", "sovereign", "status")


def points(*rows: tuple[float, float, str]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"date": [r[2] for r in rows]})
    return gpd.GeoDataFrame(frame, geometry=[shapely.Point(r[:2]) for r in rows], crs=CRS)


def join(frame: gpd.GeoDataFrame, atlas: Atlas) -> gpd.GeoDataFrame:
    return join_frame(frame, Ground(atlas))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((7, 7, "1939-09-16"), ("north-east", "blue", "blue", "sovereign", "inside")),
        ((7, 7, "1939-09-17"), ("north-east", "red", "blue", "occupied", "inside")),
        ((7, 7, "1939-09"), ("north-east", "blue | red", "blue | blue", "sovereign | occupied", "ambiguous")),
        (
            (7, 3, "1938/1939"),
            (
                "south-east",
                "blue | green | green",
                "blue | green | green",
                "sovereign | annexed | sovereign",
                "ambiguous",
            ),
        ),
        ((5.001, 7, "1925-01-01"), ("north-east", "blue", "blue", "sovereign", "border")),
        ((5, 7, "1925-01-01"), ("westland", "red", "red", "sovereign", "border")),  # on the line: the first has it
        ((0.7, 7, "1925-01-01"), ("", "", "", "", "outside")),
        ((0.98, 7, "1925-01-01"), ("westland", "red", "red", "sovereign", "inside")),  # a port 2 km off the coast
        ((0.97, 7, "1925-01-01"), ("", "", "", "", "outside")),
        ((7, 7, "1950-01-01"), ("", "", "", "", "outside")),
        ((7, 7, "1900/1920"), ("north-east", "blue", "blue", "sovereign", "inside")),
    ],
    ids=str,
)
def test_join(tiny: Geodata, row: tuple[float, float, str], expected: tuple[str, ...]) -> None:
    got = join(points(row), tiny.atlas).iloc[0]
    assert (got["territory"], got["controller"], got["sovereign"], got["status"], got["match"]) == expected


@pytest.mark.parametrize(
    ("place", "day", "border", "to"),
    [
        ((7, 6), "1938-09-30", "controller", (5, 6)),  # blue on both sides of the parallel
        ((7, 6), "1938-10-01", "controller", (7, 5)),
        ((7, 6), "1940-01-01", "controller", (7, 5)),
        ((5.5, 6), "1940-01-01", "sovereign", (5, 6)),  # red on both sides, but the land is blue's in law
    ],
)
def test_the_nearest_border_of_that_day(
    tiny: Geodata, place: tuple[float, float], day: str, border: str, to: tuple[float, float]
) -> None:
    (row,) = join(points((*place, day)), tiny.atlas).itertuples()
    assert row.border_km == pytest.approx(distance_km(place, to), abs=0.2)
    assert row.border == border


def changed(atlas: Atlas, **values: str) -> Atlas:
    """Return an atlas in which south-east has other values in its last spell."""
    spells = atlas.spells.copy()
    last = (spells["territory"] == "south-east") & (spells["to"] == "1946-01-01")
    for column, value in values.items():
        if column not in spells:
            spells[column] = "the same"
        spells.loc[last, column] = value
    return dataclasses.replace(atlas, spells=spells)


def test_a_border_is_the_first_thing_that_differs_across_it(tiny: Geodata) -> None:
    def border(**values: str) -> str:
        atlas = changed(tiny.atlas, **{"controller": "red", "sovereign": "blue", "status": "occupied", **values})
        return str(join(points((7.5, 5.1, "1940-01-01")), atlas)["border"].iloc[0])

    assert border(controller="green") == "controller"
    assert border(sovereign="green") == "sovereign"
    assert border(status="annexed") == "status"
    assert border(administration="north") == "administration"
    assert border() == "sovereign"  # no border at the parallel: the next one is at the line in the west


def test_a_theatre_without_a_border_has_no_distance(tiny: Geodata) -> None:
    (row,) = join(points((105, 5, "1930-01-01")), tiny.atlas).itertuples()
    assert np.isnan(row.border_km)
    assert row.border == ""


def test_without_borders_the_rest_is_the_same(tiny: Geodata) -> None:
    xy, days = np.array([[7, 7], [3, 5], [50, 50], [5, 7]]), np.array(["1939-09-17"] * 4, dtype="datetime64[D]")
    ground = Ground(tiny.atlas)
    bare, whole = (place_points(ground, xy, days, days, borders=asked) for asked in (False, True))
    assert set(whole) - set(bare) == {"border_km", "border", "front_first", "front_last"}
    assert [bare["match"].tolist(), whole["match"].tolist()] == [
        ["inside", "inside", "outside", "inside"],
        ["inside", "inside", "outside", "border"],
    ]
    assert all((bare[name] == whole[name]).all() for name in (*STATE, "territory"))


def test_what_has_no_place_or_no_date_is_told(tiny: Geodata) -> None:
    days = np.array(["1939-09-17", "", "1939-09-17"], dtype="datetime64[D]")
    found = place_points(Ground(tiny.atlas), np.array([[7, 7], [7, 7], [np.nan, 7]]), days, days)
    assert found["match"].tolist() == ["inside", "no date", "no place"]
    assert found["controller"].tolist() == ["red", "", ""]


def unrecorded(atlas: Atlas) -> Atlas:
    """Return an atlas that has no record of westland from 1930 to 1935, and of farland none at all."""
    spells = atlas.spells
    west = spells[spells["territory"] == "westland"]
    nobody = {"controller": UNRECORDED, "sovereign": UNRECORDED, "status": "disputed"}
    parts = [
        west.assign(to="1930-01-01"),
        west.assign(**{"from": "1930-01-01", "to": "1935-01-01"}, **nobody),
        west.assign(**{"from": "1935-01-01"}),
    ]
    rest = spells[~spells["territory"].isin(["westland", "farland"])]
    return dataclasses.replace(atlas, spells=pd.concat([*parts, rest], ignore_index=True))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((3, 5, "1932"), ("westland", "", "", "no record", "")),
        ((3, 5, "1929/1930"), ("westland", "red | unrecorded", "sovereign | unrecorded", "ambiguous", "controller")),
        ((3, 5, "1936"), ("westland", "red", "sovereign", "inside", "controller")),
        ((105, 5, "1930"), ("farland", "", "", "no record", "")),
    ],
    ids=str,
)
def test_land_without_a_record_is_nobodys_and_not_disputed(
    tiny: Geodata, row: tuple[float, float, str], expected: tuple[str, ...]
) -> None:
    got = join(points(row), unrecorded(tiny.atlas)).iloc[0]
    assert (got["territory"], got["controller"], got["status"], got["match"], got["border"]) == expected


CUT = "1939-09-17", "1940-01-01"  # the days of a campaign


def zoned(atlas: Atlas) -> Atlas:
    """Return an atlas whose north-east is cut at longitude 7 into two zones for the days of a campaign."""
    whole = atlas.territories.loc["north-east"]
    west, east = shapely.box(5, 5, 7, 9), shapely.box(7, 5, 9, 9)
    shapes = {"zone-west": west, "zone-east": east, "north-east": shapely.union_all([west, east])}
    land = atlas.territories.assign(part_of="")
    land.loc["north-east", "geometry"] = shapes["north-east"]
    for name in ("zone-west", "zone-east"):
        row = {**whole, "id": name, "part_of": "north-east", "campaign": "war", "geometry": shapes[name]}
        land.loc[name] = pd.Series(row)[land.columns]
    spells = atlas.spells[atlas.spells["territory"] != "north-east"]
    some = atlas.spells[atlas.spells["territory"] == "north-east"].iloc[0].to_dict()
    first, after = CUT
    chain = [
        {"territory": "north-east", "from": "1918-11-11", "to": first, "controller": "blue"},
        {"territory": "zone-west", "from": first, "to": after, "controller": "red"},
        {"territory": "zone-east", "from": first, "to": "1939-09-20", "controller": "blue"},
        {"territory": "zone-east", "from": "1939-09-20", "to": after, "controller": "red"},
        {"territory": "north-east", "from": after, "to": "1946-01-01", "controller": "green"},
    ]
    war = Campaign("war", {"en": "The war"}, "west", ("north-east",), first, after, "occupied", ())
    return dataclasses.replace(
        atlas,
        captures=dataclasses.replace(atlas.captures, campaigns={"war": war}),
        territories=land,
        spells=pd.concat([spells, pd.DataFrame([{**some, **spell} for spell in chain])], ignore_index=True),
    )


@pytest.mark.parametrize(
    ("row", "controller", "match", "to"),
    [
        ((6, 7, "1939-09-16"), "blue", "inside", (5, 7)),
        ((6, 7, "1939-09-17"), "red", "inside", (7, 7)),  # the front between the zones is a border
        ((6, 7, "1939-09-20"), "red", "inside", (5, 7)),  # and none when it has passed on
        ((8, 7, "1939-09-19"), "blue", "inside", (7, 7)),
        ((8, 7, "1939-09-20"), "red", "inside", (8, 5)),
        ((8, 7, "1940-01-01"), "green", "inside", (8, 5)),
        ((6, 7, "1939-09-16/1940-01-01"), "blue | red | green", "ambiguous", (5, 7)),
        ((8, 7, "1939-09"), "blue | red", "ambiguous", (8, 5)),
        ((7, 7, "1939-09-18"), "red", "border", (7, 7)),  # between two zones: the first has it
        ((9.01, 7, "1939-09-18"), "blue", "inside", (9, 5)),  # a port
    ],
    ids=str,
)
def test_a_zone_of_a_campaign_is_a_part_of_its_territory(
    tiny: Geodata, row: tuple[float, float, str], controller: str, match: str, to: tuple[float, float]
) -> None:
    (got,) = join(points(row), zoned(tiny.atlas)).itertuples()
    assert (got.territory, got.controller, got.match) == ("north-east", controller, match)
    assert got.border_km == pytest.approx(distance_km(row[:2], to), abs=0.4)


@pytest.mark.parametrize(
    ("row", "match", "span"),
    [
        ((6.95, 7, "1939-09-16"), "inside", ("", "")),
        ((6.95, 7, "1939-09-17"), "border", ("1939-09-17", "1939-09-20")),
        ((6.8, 7, "1939-09-17"), "inside", ("", "")),  # 22 km before the other zone
        ((7.05, 7, "1939-09-20"), "border", ("1939-09-17", "1939-09-20")),
        ((7.05, 7, "1939-09-19/1939-09-20"), "ambiguous", ("1939-09-17", "1939-09-20")),
        ((7.05, 7, "1939-09-20/1939-12"), "border", ("1939-09-17", "1939-09-20")),
        ((7.05, 7, "1939-09-21"), "inside", ("", "")),
        ((7, 7, "1939-09-18"), "border", ("1939-09-17", "1939-09-20")),
        ((3, 5, "1939-09-18"), "inside", ("", "")),  # no zone
    ],
    ids=str,
)
def test_where_a_front_passed_the_days_are_told(
    tiny: Geodata, row: tuple[float, float, str], match: str, span: tuple[str, str]
) -> None:
    (got,) = join(points(row), zoned(tiny.atlas)).itertuples()
    assert (got.match, (got.front_first, got.front_last)) == (match, span)


@pytest.mark.parametrize(
    ("fell", "told"), [("1939-09-19", ""), ("1939-09-20", "1939-09-17"), ("1939-12-31", "1939-09-17")]
)
def test_a_front_that_passed_within_two_days_leaves_no_doubt(tiny: Geodata, fell: str, told: str) -> None:
    atlas = zoned(tiny.atlas)
    spells = atlas.spells.replace({"to": {"1939-09-20": fell}, "from": {"1939-09-20": fell}})
    (got,) = join(points((6.95, 7, "1939-09-18")), dataclasses.replace(atlas, spells=spells)).itertuples()
    assert got.front_first == told


def test_an_act_is_no_fall_and_armies_of_one_side_are_one(tiny: Geodata) -> None:
    """Green takes over by an act what red holds, on a day between the falls of the zones."""
    atlas = zoned(tiny.atlas)
    spells = atlas.spells.copy()
    late = (spells["territory"] == "zone-east") & (spells["from"] == "1939-09-20")
    spells.loc[late, "controller"] = "green"
    west = spells[spells["territory"] == "zone-west"]
    parts = [west.assign(to="1939-09-19"), west.assign(**{"from": "1939-09-19", "controller": "green"})]
    spells = pd.concat([spells[spells["territory"] != "zone-west"], *parts], ignore_index=True)
    act = Succession("1939-09-19", "red", "green", "occupied", frozenset({"north-east"}))

    def spans(*acts: Succession) -> list[str]:
        war = dataclasses.replace(atlas.captures.campaigns["war"], successions=acts)
        captures = dataclasses.replace(atlas.captures, campaigns={"war": war})
        found = join(
            points((6.95, 7, "1939-09-18"), (6.95, 7, "1939-09-20")),
            dataclasses.replace(atlas, spells=spells, captures=captures),
        )
        return [*found["front_first"], *found["front_last"]]

    assert spans(act) == ["1939-09-17", "1939-09-17", "1939-09-20", "1939-09-20"]
    assert spans() == ["", "", "", ""]  # another power: it took both within a day, and red took one alone


def test_of_several_falls_of_a_neighbour_the_nearest_counts() -> None:
    falls = [(100, "red"), (200, "blue"), (300, "red")]
    assert spans_of(falls, [[(104, "red"), (199, "blue"), (302, "red")], [(90, "green")]]) == [(100, 104)]
    assert spans_of([(100, "red")], [[(80, "red"), (103, "red")], [(50, "blue")]]) == [(100, 103)]
    assert spans_of([(100, "red")], [[(98, "red")], [(102, "red")]]) == [(98, 102)]
    assert spans_of([(100, "red")], [[(98, "red")], []]) == []
    assert spans_of([(100, "red")], [[(97, "red")]]) == [(97, 100)]
    assert spans_of([(100, "red")], [[(104, "red"), (96, "red")]]) == [(96, 100)]
    assert spans_of([(100, "red"), (300, "red")], [[(290, "red"), (95, "red")]]) == [(95, 100), (290, 300)]


def towns_of(*rows: tuple[float, float, str, str]) -> pd.DataFrame:
    """Return captures of the war by red from blue: longitude, latitude, day, and who held it before or ''."""
    columns = ["lon", "lat", "date", "taken_from"]
    return pd.DataFrame(rows, columns=columns).assign(campaign="war", taken_by="red")


@pytest.mark.parametrize(
    ("row", "match", "span"),
    [
        ((8, 7, "1939-09-17"), "inside", ("", "")),  # in a town, that fell on the 20th
        ((8.4, 7, "1939-09-17"), "inside", ("", "")),
        ((8.4, 7, "1939-09-18"), "border", ("1939-09-18", "1939-11-11")),  # beside two towns: two days more
        ((8.4, 7, "1939-11-11"), "border", ("1939-09-18", "1939-11-11")),
        ((8.4, 7, "1939-11-12"), "inside", ("", "")),
        ((8.04, 7, "1939-10-01"), "inside", ("", "")),  # the other is more than thrice as far
        ((8, 8.6, "1939-12-31"), "border", ("1939-12-01", "1939-12-31")),  # texts differ, up to the end of the campaign
        ((8, 8.6, "1940-01-01"), "inside", ("", "")),
    ],
    ids=str,
)
def test_between_towns_the_side_is_not_certain_until_all_have_fallen(
    tiny: Geodata, row: tuple[float, float, str], match: str, span: tuple[str, str]
) -> None:
    atlas = zoned(tiny.atlas)
    table = towns_of(
        (8, 7, "1939-09-20", "blue"), (8.8, 7, "1939-11-10", "blue"), (8, 8.6, "1939-12-01/1940-02-01", "blue")
    )
    captures = dataclasses.replace(atlas.captures, table=table)
    (got,) = join(points(row), dataclasses.replace(atlas, captures=captures)).itertuples()
    assert (got.match, (got.front_first, got.front_last)) == (match, span)


def test_places_with_other_towns_around_them_are_joined_together_as_alone(tiny: Geodata) -> None:
    atlas = zoned(tiny.atlas)
    table = towns_of(
        (8, 7, "1939-09-20", "blue"), (8.8, 7, "1939-11-10", "blue"), (8, 8.6, "1939-12-01/1940-02-01", "blue")
    )
    atlas = dataclasses.replace(atlas, captures=dataclasses.replace(atlas.captures, table=table))
    rows = [(8, 8.6, "1939-12-31"), (8.4, 7, "1939-09-18"), (8, 7, "1939-09-17"), (8.4, 7, "1939-11-12")]
    alone = pd.concat([join(points(row), atlas) for row in rows], ignore_index=True)
    pd.testing.assert_frame_equal(pd.DataFrame(join(points(*rows), atlas)), pd.DataFrame(alone))
    assert alone["front_first"].tolist() == ["1939-12-01", "1939-09-18", "", ""]


@pytest.mark.parametrize(
    ("day", "first"), [("1939-09-16", ""), ("1939-09-17", "1939-09-17"), ("1939-09-19", "1939-09-17")]
)
def test_land_between_towns_is_in_doubt_no_earlier_than_it_is_cut(tiny: Geodata, day: str, first: str) -> None:
    """Two days before the first town fell the campaign had not begun."""
    atlas = zoned(tiny.atlas)
    table = towns_of((8, 7, "1939-09-18", "blue"), (8.8, 7, "1939-09-18", "blue"))
    captures = dataclasses.replace(atlas.captures, table=table)
    (got,) = join(points((8.4, 7, day)), dataclasses.replace(atlas, captures=captures)).itertuples()
    assert got.front_first == first
    assert got.front_last == ("1939-09-19" if first else "")


def test_towns_in_the_hands_of_enemies_leave_a_place_between_them_in_doubt() -> None:
    enemies = {frozenset(("red", "blue"))}
    one, other = [(10, 10, "red")], [(15, 18, "red"), (40, 40, "blue")]
    assert undecided([one], ["blue"], enemies) == []
    assert undecided([one, other], ["blue", "blue"], enemies) == [(10, 17), (40, END - 1)]
    assert undecided([one, []], ["blue", "green"], enemies) == []  # no enemies
    assert undecided([one, []], ["blue", "blue"], enemies) == [(10, END - 1)]  # the other stood
    assert undecided([], [], enemies) == []


def test_a_place_by_a_hair_in_no_zone_has_the_nearest_of_each_campaign(tiny: Geodata) -> None:
    atlas = zoned(tiny.atlas)
    land = atlas.territories.copy()
    land.loc["zone-west", "geometry"] = shapely.box(5, 5, 6.9999, 9)
    land.loc["later"] = land.loc["zone-east"].replace({"zone-east": "later", "war": "another"})
    land.loc["far-zone"] = land.loc["farland"]
    land.loc["far-zone", ["part_of", "campaign"]] = ["farland", "war"]
    land = land.loc[[*land.index.drop("later"), "later"]]
    late = {"territory": "later", "from": "1944-01-01", "to": "1945-01-01", "controller": "red"}
    spells = atlas.spells.copy()
    last = (spells["territory"] == "north-east") & (spells["from"] == CUT[1])
    spells.loc[last, "to"] = "1944-01-01"
    rest = {"territory": "north-east", "from": "1945-01-01", "to": "1946-01-01", "controller": "blue"}
    some = spells[last].iloc[0].to_dict()
    spells = pd.concat([spells, pd.DataFrame([{**some, **late}, {**some, **rest}])], ignore_index=True)
    another = dataclasses.replace(atlas.captures.campaigns["war"], id="another")
    captures = dataclasses.replace(atlas.captures, campaigns={**atlas.captures.campaigns, "another": another})
    cut = dataclasses.replace(atlas, territories=land, spells=spells, captures=captures)
    ground = Ground(cut)
    days = np.array(["1939-09-18", "1944-06-01", "1945-06-01"], dtype="datetime64[D]")
    for x in (6.99991, 6.5):  # nearest to zone-west; in none of the second campaign's
        found = place_points(ground, np.array([[x, 7]] * 3), days, days)
        assert found["controller"].tolist() == ["red", "red", "blue"]


class Slow:
    """The join as it is defined, point by point and day by day."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.rows = list(atlas.territories.index)
        part = atlas.territories.get("part_of", pd.Series("", index=atlas.territories.index))
        self.told = {name: str(part[name] or name) for name in self.rows}
        self.spells = atlas.spells.to_dict("records")

    def on(self, names: list[str], day: str) -> dict[str, str]:
        """Return the spell of the first of some rows that has one on a day."""
        for name in names:
            for spell in self.spells:
                if spell["territory"] == name and spell["from"] <= day < spell["to"]:
                    return spell
        return dict.fromkeys(STATE, UNRECORDED)

    def land(self, point: shapely.Point) -> list[str]:
        """Return the rows that hold a point, of the first territory of all."""
        table = self.atlas.territories
        found = [name for name in self.rows if table.geometry[name].intersects(point)]
        if found:
            first = min(found, key=lambda name: self.rows.index(self.told[name]))
            return [name for name in found if self.told[name] == self.told[first]]
        for name, theatre in self.atlas.about.theatres.items():
            if shapely.box(*theatre.window).intersects(point):
                here = [row for row in self.rows if table["theatre"][row] == name and self.told[row] == row]
                near = min(here, key=lambda row: (table.geometry[row].distance(point), self.rows.index(row)))
                sea, shore = shapely.shortest_line(point, table.geometry[near]).coords
                if distance_km(sea, shore) <= ASHORE_KM:
                    zones = [row for row in self.rows if self.told[row] == near != row]
                    return [near, *sorted(zones, key=lambda row: table.geometry[row].distance(point))[:1]]
        return []

    def border(self, point: shapely.Point, theatre: str, day: str) -> tuple[float, float, str]:
        """Return the km to the nearest border of a day, its accuracy, and what it is."""
        net = network(self.atlas, theatre, 5)
        projection = self.atlas.about.theatres[theatre].projection
        flat = gpd.GeoSeries([point], crs=CRS).to_crs(projection).iloc[0]
        found = []
        for number, (arc, pairs) in enumerate(zip(net.topology.arcs, net.pairs, strict=True)):
            beside = [self.on([net.names[side]], day) for side in {side for pair in pairs for side in pair}]
            recorded = [spell for spell in beside if "territory" in spell]
            kinds = [kind for kind, name in enumerate(KINDS) if len({spell[name] for spell in recorded}) > 1]
            if kinds:
                line = gpd.GeoSeries([shapely.LineString(arc)], crs=CRS).to_crs(projection).iloc[0]
                found.append((flat.distance(line), kinds[0], number, line))
        if not found:
            return np.nan, 0, ""
        _, kind, number, line = min(found)
        end = shapely.Point(shapely.shortest_line(flat, line).coords[-1])
        place = gpd.GeoSeries([end], crs=projection).to_crs(CRS).iloc[0]
        return distance_km(point.coords[0], place.coords[0]), net.accuracy_km[number], KINDS[kind]

    def join(self, x: float, y: float, first: str, last: str) -> tuple[str, ...]:
        """Return the columns of the join."""
        point, period = shapely.Point(x, y), self.atlas.about.period
        rows = self.land(point) if last >= period.first and first < period.after else []
        if not rows:
            return ("", "", "", "", "outside", "nan", "", "", "", "", "")
        begin, end = max(first, period.first), min(last, period.last)
        days = [shift(begin, n) for n in range((dt.date.fromisoformat(end) - dt.date.fromisoformat(begin)).days + 1)]
        states: dict[tuple[str, ...], tuple[str, str]] = {}  # each state, and what else its first spell tells
        for spell in (self.on(rows, day) for day in days):
            also = ("", "") if spell["controller"] == UNRECORDED else (spell["administration"], spell["level"])
            states.setdefault(tuple(spell[name] for name in STATE), also)
        first_state = next(iter(states))
        if first_state[0] == UNRECORDED and len(states) == 1:
            return (self.told[rows[0]], "", "", "", "no record", "nan", "", "", "", "", "")
        km, accuracy, border = self.border(point, self.atlas.territories["theatre"][rows[0]], begin)
        front = self.front(point, rows, first, last)
        match = "ambiguous" if len(states) > 1 else "border" if km <= accuracy or front[0] else "inside"
        told = (" | ".join(values) for values in zip(*states, strict=True))
        also = (" | ".join(values) for values in zip(*states.values(), strict=True))
        return (self.told[rows[0]], *told, match, str(round(km, 1)), border, *front, *also)

    def front(self, point: shapely.Point, rows: list[str], first: str, last: str) -> tuple[str, str]:
        """Return from which day to which two zones near to a point fell to red, if its date meets these days."""
        table = gpd.GeoSeries([point, *self.atlas.territories.geometry], crs=CRS)
        flat = table.to_crs(self.atlas.about.theatres["west"].projection)
        near = [name for name, shape in zip(self.rows, flat[1:], strict=True) if shape.distance(flat[0]) <= SPACING]
        zones = [name for name in near if self.told[name] != name]
        fell = sorted(s["from"] for s in self.spells if s["territory"] in zones and s["controller"] == "red")
        met = len(zones) > 1 and set(rows) & set(zones) and first <= fell[-1] and last >= fell[0]
        return (fell[0], fell[-1]) if met else ("", "")


KINDS = (*STATE, "administration")
DAYS = st.sampled_from(
    ["1918-11-01", "1918-11-11", "1938-09-30", "1938-10-01", "1939-09-16", "1939-09-17", "1939-09-20", "1940-01-01"]
)
# whole degrees lie on borders and corners, and some of the others off a coast
PLACES = st.one_of(
    st.floats(0, 10), st.integers(0, 10).map(float), st.sampled_from([0.98, 1.01, 5.001, 6.95, 7.05, 9.02, 9.31])
)
ROWS = st.lists(st.tuples(PLACES, PLACES, DAYS, st.sampled_from([0, 1, 3, 40, 400])), max_size=6)


@pytest.fixture(params=["tiny", "zoned", "unrecorded"], scope="module")
def both(request: pytest.FixtureRequest, tiny: Geodata) -> tuple[Ground, Slow]:
    worlds = {"zoned": zoned, "unrecorded": unrecorded}
    atlas = worlds[request.param](tiny.atlas) if request.param in worlds else tiny.atlas
    count = range(len(atlas.spells))
    levels = [LEVELS[number % len(LEVELS)] for number in count]
    offices = [("", "north", "south")[number % 3] for number in count]
    atlas = dataclasses.replace(atlas, spells=atlas.spells.assign(level=levels, administration=offices))
    return Ground(atlas), Slow(atlas)


@given(rows=ROWS)
@settings(max_examples=25)
def test_the_columns_say_what_the_definition_says(
    both: tuple[Ground, Slow], rows: list[tuple[float, float, str, int]]
) -> None:
    ground, slow = both
    xy = np.array([row[:2] for row in rows], dtype=float).reshape(-1, 2)
    first = np.array([row[2] for row in rows], dtype="datetime64[D]")
    last = first + np.array([row[3] for row in rows], dtype=int)
    found = place_points(ground, xy, first, last)
    got = [tuple(map(str, row)) for row in zip(*(found[name].tolist() for name in COLUMNS), strict=True)]
    expected = [
        slow.join(*place, *span) for place, span in zip(xy.tolist(), np.array([first, last]).T.astype(str), strict=True)
    ]
    assert got == expected


def test_a_join_of_nothing_is_nothing(tiny: Geodata) -> None:
    joined = join(points(), tiny.atlas)
    assert list(joined.columns) == ["date", "geometry", *COLUMNS]
    assert len(joined) == 0


def test_the_ground_can_be_sent_to_another_process(tiny: Geodata) -> None:
    some = points((7, 7, "1939"), (5, 6, "1930"), (105, 5, "1930"))
    sent = pickle.loads(pickle.dumps(Ground(tiny.atlas)))  # noqa: S301  (our own)
    pd.testing.assert_frame_equal(join_frame(some, sent), join(some, tiny.atlas))


def test_the_borders_of_a_day_are_few(atlas: Atlas) -> None:
    """The trees are made once for each state of the borders, not for each day."""
    ground = Ground(atlas)
    days = np.arange("1930-01-01", "1931-01-01", dtype="datetime64[D]")
    xy = np.tile([[21.0, 52.2]], (len(days), 1))
    found = place_points(ground, xy, days, days)
    assert set(found["territory"]) == {"warsaw"}
    assert len(set(found["border_km"])) == 1
    assert len(ground.borders(0).trees) == 1


@pytest.mark.parametrize("theatre", ["west", "east", "spain"])
def test_an_arc_is_a_border_where_its_two_lands_differ(atlas: Atlas, theatre: str) -> None:
    """On the days between changes: in the first of the kinds in which the lands that are there on both sides differ."""
    ground = Ground(atlas)
    number = list(atlas.about.theatres).index(theatre)
    found = ground.borders(number)
    arcs = [pairs for pairs in network(atlas, theatre, places=5).pairs if pairs]
    rows = np.flatnonzero(ground.land.theatre == number)
    names = [str(atlas.territories.index[row]) for row in rows]
    columns = ["territory", "from", "to", *ground.kinds]
    for day in found.changes[:: len(found.changes) // 4].tolist():
        on = str(np.datetime64(day, "D"))
        _, kind = found.on(day)
        there = {name: state for name, begin, end, *state in atlas.spells[columns].to_numpy() if begin <= on < end}
        for arc, pairs in enumerate(arcs):
            states = {tuple(there[names[side]]) for pair in pairs for side in pair if names[side] in there}
            differs = [len(set(values)) > 1 for values in zip(*states, strict=True)]
            expected = differs.index(True) if any(differs) else len(ground.kinds)
            assert kind[arc] == expected, (on, arc)


@pytest.mark.parametrize(
    ("day", "controller", "match"),
    [
        ("1919-12-31", "", "no record"),
        ("1920-01-01", "red", "inside"),
        ("1919-12-31/1920-01-01", "unrecorded | red", "ambiguous"),
        ("1929-12-31/1930-01-01", "red | unrecorded", "ambiguous"),
        ("1932", "", "no record"),
        ("1934-12-31", "", "no record"),
        ("1935-01-01", "red", "inside"),
        ("1939-12-31", "red", "inside"),
        ("1940-01-01", "", "no record"),
        ("1945-12-31/1999", "", "no record"),
        ("1939/9999", "red | unrecorded", "ambiguous"),
    ],
)
def test_days_that_no_spell_covers_are_unrecorded(tiny: Geodata, day: str, controller: str, match: str) -> None:
    spells = tiny.atlas.spells
    west = spells[spells["territory"] == "westland"]
    parts = [
        west.assign(**{"from": a, "to": b}) for a, b in (("1935-01-01", "1940-01-01"), ("1920-01-01", "1930-01-01"))
    ]
    rest = spells[spells["territory"] != "westland"]
    gaps = dataclasses.replace(tiny.atlas, spells=pd.concat([*parts, rest], ignore_index=True))
    (got,) = join(points((3, 5, day)), gaps).itertuples()
    assert (got.territory, got.controller, got.match) == ("westland", controller, match)


def test_of_some_spans_the_first_that_a_date_meets_is_told() -> None:
    first, last = np.array([[5, 20, 21, 31, 5, 12], [9, 20, 21, 40, 10, 12]])
    found = _met([(10, 20), (15, 30)], first, last)
    nothing = [NEVER, NEVER]
    assert found.tolist() == [nothing, [10, 20], [15, 30], nothing, [10, 20], [10, 20]]


def test_two_spans_are_told_as_one_that_holds_both() -> None:
    nothing = [NEVER, NEVER]
    one, other = np.array([[10, 20], [10, 20], nothing, nothing]), np.array([[5, 15], nothing, [7, 9], nothing])
    assert _both(one, other).tolist() == [[5, 20], [10, 20], [7, 9], nothing]


def test_the_chain_of_a_place_is_that_of_its_land_and_of_its_zones(tiny: Geodata) -> None:
    found = point_chains(Ground(zoned(tiny.atlas)), np.array([[8, 7], [7, 7], [50, 50], [3, 5]]))
    told = [[(spell["from"], spell["territory"], spell["controller"]) for spell in chain] for chain in found]
    ends = [("1918-11-11", "north-east", "blue"), (CUT[1], "north-east", "green")]
    east = [(CUT[0], "zone-east", "blue"), ("1939-09-20", "zone-east", "red")]
    assert told == [
        [ends[0], *east, ends[1]],
        [ends[0], (CUT[0], "zone-west", "red"), ends[1]],  # between two zones: the first has it
        [],
        [("1918-11-11", "westland", "red")],
    ]


def test_borders_that_are_not_kept_are_made_again(tiny: Geodata, monkeypatch: pytest.MonkeyPatch) -> None:
    days = np.array(["1930-01-01", "1938-10-01", "1940-01-01"] * 2, dtype="datetime64[D]")
    xy = np.array([[7.0, 6.0]] * 6)
    expected = place_points(Ground(tiny.atlas), xy, days, days)
    for room, count in ((0, 1), (4, 1), (5, 2)):  # first of two pieces, then of three
        monkeypatch.setattr(borders, "REMEMBERED", room)
        fresh = Ground(tiny.atlas)
        found = place_points(fresh, xy, days, days)
        assert all((found[name] == expected[name]).all() for name in ("controller", "border", "border_km"))
        assert len(fresh.borders(0).trees) == count


def test_a_line_is_cut_into_pieces_that_hold_each_of_its_segments_once() -> None:
    way = np.column_stack([np.arange(borders.PIECE * 2 + 6), np.arange(borders.PIECE * 2 + 6) % 2]).astype(float)
    lines = [way[: borders.PIECE + 1], way[:2], way]
    pieces, of_piece = borders.pieces_of(lines)
    assert of_piece.tolist() == [0, 1, 2, 2, 2]
    for number, line in enumerate(lines):
        own = [shapely.get_coordinates(piece).tolist() for piece in pieces[of_piece == number]]
        assert [own[0][0], *(place for piece in own for place in piece[1:])] == line.tolist()
        assert max(map(len, own)) <= borders.PIECE + 1


def test_a_port_belongs_to_the_nearest_land_of_its_own_window(tiny: Geodata) -> None:
    """Within three kilometres; beside two lands alike the first has it, and beside a zone its territory."""
    for place, territory in (
        ((9.02, 7), "north-east"),
        ((9.02, 3), "south-east"),
        ((9.02, 5), "north-east"),
        ((9.02, 4.999), "south-east"),
        ((9.0265, 7), "north-east"),
        ((9.0275, 7), ""),
        ((9.0271, 8.9), "north-east"),  # a degree of longitude is shorter here
        ((108.9, 9.0268), "farland"),
        ((108.9, 9.0275), ""),
    ):
        for atlas in (tiny.atlas, zoned(tiny.atlas)):
            (got,) = join(points((*place, "1939-10-01")), atlas).itertuples()
            assert got.territory == territory, place


def test_the_edge_of_a_window_is_in_it_at_sea_too(tiny: Geodata) -> None:
    west = tiny.about.theatres["west"]
    near = dataclasses.replace(west, window=(0.98, 0.98, 9.02, 9.02))
    about = dataclasses.replace(tiny.about, theatres={**tiny.about.theatres, "west": near})
    atlas = dataclasses.replace(tiny.atlas, about=about)
    at_edge = points(*((*place, "1930-01-01") for place in ((0.98, 5), (3, 0.98), (9.02, 7), (3, 9.02))))
    assert join(at_edge, atlas)["territory"].tolist() == ["westland", "westland", "north-east", "westland"]
    beyond = points(*((*place, "1930-01-01") for place in ((0.979, 5), (3, 0.979), (9.021, 7), (3, 9.021))))
    assert join(beyond, atlas)["territory"].tolist() == [""] * 4
