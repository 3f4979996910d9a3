"""History's own facts: the atlas's data are whole on every day, and right where a treaty or a standard work says so."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from world import AFTER, FIRST, GEODATA, World

from mapper import schema
from mapper.administrations import COLUMN
from mapper.atlas import changes, polities_on, spells_on, state_on
from mapper.dates import shift
from mapper.errors import DataError
from mapper.frames import join_frame
from mapper.geodata import load
from mapper.geometry import area_km2

if TYPE_CHECKING:
    from mapper.atlas import Atlas
    from mapper.geodata import Geodata

ATLAS_DAYS = st.dates(date.fromisoformat(FIRST), date.fromisoformat(shift(AFTER, -1))).map(date.isoformat)

# each place: its controllers in turn, with the first day of each (the day of a change belongs to the new holder)
CHAINS = {
    "Wilno": (
        (25.2797, 54.6872),
        (
            "1918-11-11 germany, 1919-01-01 poland, 1919-01-05 soviet-russia, 1919-04-21 poland, "
            "1920-07-14 soviet-russia, 1920-08-26 lithuania, 1920-10-09 central-lithuania, 1922-03-24 poland, "
            "1939-09-19 ussr, 1939-10-28 lithuania, 1940-06-15 ussr, 1941-06-24 germany, 1944-07-13 ussr"
        ),
    ),
    "Memel": (
        (21.1443, 55.7033),
        "1918-11-11 germany, 1920-01-10 memel, 1923-01-15 lithuania, 1939-03-22 germany, 1945-01-28 ussr",
    ),
    "Danzig": (
        (18.6466, 54.352),
        "1918-11-11 germany, 1920-01-10 allied-powers, 1920-11-15 danzig, 1939-09-01 germany, 1945-03-30 poland",
    ),
    "Lwow": (
        (24.0297, 49.8397),
        "1918-11-11 west-ukraine, 1918-11-22 poland, 1939-09-22 ussr, 1941-06-30 germany, 1944-07-27 ussr",
    ),
    "Brest": (
        (23.6877, 52.0976),
        (
            "1918-11-11 germany, 1919-02-09 poland, 1920-08-01 soviet-russia, 1920-08-19 poland, 1939-09-14 germany, "
            "1939-09-22 ussr, 1941-06-22 germany, 1944-07-28 ussr"
        ),
    ),
    "Bialystok": (
        (23.1688, 53.1325),
        (
            "1918-11-11 germany, 1919-02-19 poland, 1920-07-28 soviet-russia, 1920-08-22 poland, 1939-09-15 germany, "
            "1939-09-22 ussr, 1941-06-27 germany, 1944-07-27 poland"
        ),
    ),
    "Tallinn": ((24.7536, 59.437), "1918-11-11 estonia, 1940-06-17 ussr, 1941-08-28 germany, 1944-09-22 ussr"),
    "Viipuri": ((28.75, 60.71), "1918-11-11 finland, 1940-03-13 ussr, 1941-08-29 finland, 1944-06-20 ussr"),
    "Kishinev": ((28.8638, 47.0105), "1918-11-11 romania, 1940-06-28 ussr, 1941-07-16 romania, 1944-08-24 ussr"),
    "Warsaw": ((21.0, 52.23), "1918-11-11 poland, 1939-09-28 germany, 1945-01-17 poland"),
    "Mukden": (
        (123.4315, 41.8057),
        "1918-11-11 china, 1931-09-19 japan, 1932-03-01 manchukuo, 1945-08-19 ussr",
    ),
    "Harbin": (
        (126.6424, 45.7567),
        "1918-11-11 china, 1932-02-05 japan, 1932-03-01 manchukuo, 1945-08-18 ussr",
    ),
    "Chengde": (
        (117.9634, 40.9724),
        "1918-11-11 china, 1933-03-04 japan, 1933-05-03 manchukuo, 1945-08-19 ussr",
    ),
    "Port Arthur": ((121.26, 38.82), "1918-11-11 japan, 1945-08-22 ussr"),
    "Urga": (
        (106.9177, 47.9184),
        (
            "1918-11-11 outer-mongolia, 1919-11-22 china, 1921-02-04 white-russia, 1921-07-06 outer-mongolia, "
            "1924-11-26 mongolia"
        ),
    ),
    "Kyzyl": ((94.4378, 51.7191), "1918-11-11 white-russia, 1919-08-02 china, 1921-08-14 tuva, 1944-10-11 ussr"),
    "Beiping": (
        (116.4074, 39.9042),
        (
            "1918-11-11 china, 1937-07-29 japan, 1937-12-14 provisional-government, 1940-03-30 nanjing-regime, "
            "1945-08-16 japan, 1945-10-10 china"
        ),
    ),
}


@pytest.mark.parametrize("place", CHAINS)
def test_who_held(atlas: Atlas, place: str) -> None:
    point, expected = CHAINS[place]
    here = atlas.territories[atlas.territories.contains(shapely.Point(point))]
    whole = here.index[here["part_of"] == ""]
    assert len(whole) == 1, f"{place} lies in {list(whole)}"
    chain = atlas.spells[atlas.spells["territory"].isin(here.index)].sort_values("from")
    assert chain["to"].tolist()[:-1] == chain["from"].tolist()[1:], "one spell after the other"
    told = chain[chain["controller"] != chain["controller"].shift()]
    assert ", ".join(f"{row['from']} {row['controller']}" for _, row in told.iterrows()) == expected


FRONTS = (
    "1919-07-01",
    "1932-02-05",
    "1936-09-01",
    "1937-11-10",
    "1939-09-14",
    "1941-07-10",
    "1944-07-20",
    "1945-08-15",
)


@pytest.mark.parametrize("day", [FIRST, "1930-06-01", *FRONTS])
def test_the_land_of_a_day_is_a_valid_coverage(atlas: Atlas, day: str) -> None:
    state = state_on(atlas, day)
    for theatre, land in state.groupby("theatre"):
        shapes = land.geometry.to_numpy()
        assert [name for name, shape in land.geometry.items() if not shape.is_valid] == []
        edges = [edge.wkt[:200] for edge in shapely.coverage_invalid_edges(shapes) if not edge.is_empty]
        assert edges == [], theatre
        assert sum(land["km2"]) == pytest.approx(area_km2(shapely.coverage_union_all(shapes)), rel=1e-5)


@given(ATLAS_DAYS)
@settings(max_examples=60)
def test_every_territory_has_one_spell_on_any_day(atlas: Atlas, moment: str) -> None:
    held = spells_on(atlas, moment)
    assert held.index.is_unique
    part = atlas.territories["part_of"]
    roots = part[held.index].where(part[held.index] != "", held.index)
    assert set(roots) == set(atlas.territories.index[part == ""])
    cut = set(roots[part[held.index] != ""])
    assert not cut & set(held.index), "a territory that is cut gives way to its zones"


def test_every_point_of_land_has_one_holder_on_every_day(atlas: Atlas) -> None:
    random = np.random.default_rng(1939)
    for theatre, about in atlas.about.theatres.items():
        west, south, east, north = about.window
        points = shapely.points(random.uniform(west, east, 400), random.uniform(south, north, 400))
        land = atlas.territories[atlas.territories["theatre"] == theatre]
        point, row = land.sindex.query(points, predicate="within")
        met = pd.DataFrame({"point": point, "territory": land.index[row]})
        held = met.merge(atlas.spells[["territory", "from", "to"]], on="territory").sort_values(["point", "from", "to"])
        begins, ends = held.groupby("point")["from"], held.groupby("point")["to"]
        assert len(begins) == len(set(point)), "a point of land has no holder"
        assert len(held["from"].unique()) > 50
        assert set(begins.first()) == {held["from"].min()}
        assert set(ends.last()) == {held["to"].max()}
        before = ends.shift()
        wrong = held[before.notna() & (held["from"] != before)]  # a day without a holder, or with two
        assert wrong.to_numpy().tolist() == []


def test_a_change_of_the_map_is_a_change_of_a_spell(atlas: Atlas) -> None:
    table = changes(atlas)
    same = (
        (table["controller"] == table["controller_before"])
        & (table["sovereign"] == table["sovereign_before"])
        & (table["status"] == table["status_before"])
    )
    assert table[same][["territory", "day"]].to_numpy().tolist() == []


def test_neighbours_in_time_are_told_apart(data: Geodata) -> None:
    assert len(data.events) >= 55
    assert (data.events["essay"] != "").sum() >= 55
    assert set(data.events["match"]) <= set(schema.MATCHES)


@pytest.mark.parametrize(
    ("moment", "polity", "km2", "share"),
    [
        ("1930-06-01", "poland", 388634, 0.005),
        ("1930-06-01", "latvia", 65791, 0.005),
        ("1930-06-01", "lithuania", 55670, 0.005),
        ("1930-06-01", "estonia", 47549, 0.01),
        ("1930-06-01", "danzig", 1966, 0.03),
        ("1930-06-01", "finland", 388217, 0.01),
        ("1930-06-01", "romania", 295049, 0.005),
        ("1930-06-01", "czechoslovakia", 140508, 0.005),
        ("1930-06-01", "mongolia", 1564116, 0.005),
        ("1930-06-01", "tuva", 170500, 0.01),
        ("1934-06-01", "manchukuo", 1303143, 0.02),
        ("1939-10-01", "lithuania", 52822, 0.005),
    ],
)
def test_the_area_of_a_polity_is_the_official_one(
    atlas: Atlas, moment: str, polity: str, km2: float, share: float
) -> None:
    held = polities_on(atlas, moment).set_index("controller")["km2"]
    assert held[polity] == pytest.approx(km2, rel=share)


@pytest.mark.parametrize(
    ("drowned", "lon", "lat"),
    [("Mologa", 38.44, 58.20), ("Kremenchuk reservoir", 32.72, 49.29), ("Bukhtarma", 84.22, 49.2)],
)
def test_no_reservoir_of_a_later_year_is_drawn(data: Geodata, drowned: str, lon: float, lat: float) -> None:
    assert not shapely.intersects(list(data.lakes.values()), shapely.Point(lon, lat)).any(), drowned


def test_all_of_the_geodata_is_small() -> None:
    assert sum(path.stat().st_size for path in GEODATA.rglob("*") if path.is_file()) < 5_000_000


def written_chains() -> dict[str, list[dict[str, str]]]:
    """Return the spells of each territory as they are written, in the order of time."""
    chains: dict[str, list[dict[str, str]]] = {}
    with (GEODATA / "spells.csv").open(encoding="utf-8", newline="") as stream:
        for row in sorted(csv.DictReader(stream), key=lambda row: row["from"]):
            chains.setdefault(row["territory"], []).append(row)
    return chains


def test_neither_force_nor_a_front_moves_a_title() -> None:
    """An act does; else the note names the treaty that did, or the restoration of one that was there before."""
    wrong = []
    for name, chain in written_chains().items():
        for at, (before, spell) in enumerate(pairwise(chain), start=1):
            if spell["sovereign"] == before["sovereign"] or spell["rule"] == "act":
                continue
            restored = "title restored: " in spell["note"]
            earlier = {one["sovereign"] for one in chain[:at]}
            if not ("title by " in spell["note"] or (restored and spell["sovereign"] in earlier)):
                wrong.append(
                    f"{name} {spell['from']}: {before['sovereign']} to {spell['sovereign']} by {spell['rule']}"
                )
    assert wrong == []


def test_no_zone_of_a_campaign_moves_a_title(atlas: Atlas) -> None:
    zones = atlas.spells[atlas.spells["territory"].str.contains("--")]
    assert len(zones) > 1000
    assert not zones[["territory", "sovereign"]].drop_duplicates()["territory"].duplicated().any()


# what texts say: territory, day, controller, sovereign, status
CORRECTED = [
    ("orava-spisz", "1945-05-19", "czechoslovakia", "poland", "disputed"),  # Slovak administration went on
    ("orava-spisz", "1945-05-20", "poland", "poland", "sovereign"),  # handed over
    ("teschen-east", "1919-06-01", "poland", "austria", "disputed"),  # title open, as in other Habsburg lands
    ("zaolzie", "1920-07-28", "czechoslovakia", "czechoslovakia", "sovereign"),
    ("drohobycz", "1919-01-01", "west-ukraine", "austria", "disputed"),
    ("soviet-ukraine-poltava", "1921-04-29", "soviet-russia", "ukraine", "occupied"),  # until Riga
    ("soviet-ukraine-poltava", "1921-04-30", "soviet-russia", "soviet-russia", "sovereign"),
    ("egerland", "1945-05-08", "czechoslovakia", "czechoslovakia", "sovereign"),  # Munich held void
    ("palanga", "1921-03-29", "latvia", "latvia", "sovereign"),  # exchanged on 30 March
    ("palanga", "1921-03-30", "lithuania", "lithuania", "sovereign"),
    ("akniste", "1921-03-29", "lithuania", "lithuania", "sovereign"),
    ("akniste", "1921-03-30", "latvia", "latvia", "sovereign"),
    ("druskininkai", "1921-06-01", "poland", "lithuania", "occupied"),  # never in Central Lithuania
    ("mukden", "1945-08-19", "ussr", "china", "occupied"),  # the garrison gave itself up to airborne troops
    ("medvezhya-gora", "1919-06-01", "white-russia", "soviet-russia", "disputed"),  # taken in the spring of 1919
    ("medvezhya-gora", "1920-03-01", "soviet-russia", "soviet-russia", "sovereign"),
    ("porajarvi", "1920-12-31", "finland", "soviet-russia", "occupied"),  # the peace is in force, the land not yet left
    ("porajarvi", "1921-02-14", "soviet-russia", "soviet-russia", "sovereign"),  # given back
]


@pytest.mark.parametrize(("land", "day", "controller", "sovereign", "status"), CORRECTED)
def test_what_texts_corrected(land: str, day: str, controller: str, sovereign: str, status: str) -> None:
    held = next(spell for spell in written_chains()[land] if spell["from"] <= day < spell["to"])
    assert (held["controller"], held["sovereign"], held["status"]) == (controller, sovereign, status)


# behind the Red Army: occupied, until a government of the land's own governs it by an agreement in force
OWN_GOVERNMENT = [
    ("belz-krystynopol", "1944-07-21", "ussr"),
    ("chelm-zamosc", "1944-07-27", "poland"),  # the Committee of 22 July 1944
    ("moldavia", "1944-09-12", "romania"),  # armistice of 12 September 1944
    ("northern-transylvania", "1945-03-08", "ussr"),  # held back until the government of Groza
    ("northern-transylvania", "1945-03-09", "romania"),
    ("bulgaria", "1944-10-28", "bulgaria"),  # its government never ceased
    ("hungary-east", "1945-01-19", "ussr"),
    ("hungary-east", "1945-01-20", "hungary"),  # armistice with the government of Debrecen
    ("budapest", "1945-02-14", "hungary"),
    ("transdanubia", "1945-06-01", "hungary"),
    ("lower-austria", "1945-06-01", "ussr"),  # supreme authority of the four powers
    ("saxony", "1945-06-01", "ussr"),
]


@pytest.mark.parametrize(("land", "day", "controller"), OWN_GOVERNMENT)
def test_one_rule_says_who_governs_behind_the_red_army(land: str, day: str, controller: str) -> None:
    held = next(spell for spell in written_chains()[land] if spell["from"] <= day < spell["to"])
    own = held["controller"] == held["sovereign"]
    assert held["controller"] == controller
    assert held["status"] == ("sovereign" if own else "occupied")


# the chief town, a day, and by which administration its holder governed it
GOVERNED = [
    ("udine", "1943-10-01", "adriatic-littoral"),
    ("belluno", "1943-10-01", "alpenvorland"),
    ("greater-poland", "1939-10-25", "military-poland"),
    ("greater-poland", "1939-10-26", "wartheland"),
    ("pomerelia-north", "1940-06-01", "danzig-west-prussia"),
    ("ciechanow-plock", "1940-06-01", "zichenau"),
    ("suwalki", "1939-11-19", "zichenau"),
    ("suwalki", "1939-11-20", "east-prussia"),
    ("warsaw", "1939-10-26", "general-government"),
    ("lwow", "1941-07-31", "military-east"),
    ("lwow", "1941-08-01", "general-government"),
    ("bialystok", "1941-08-01", "bialystok"),
    ("vilnius-region", "1941-08-01", "ostland"),
    ("estonia", "1941-12-04", "military-east"),
    ("estonia", "1941-12-05", "ostland"),
    ("soviet-ukraine-kyiv", "1941-11-15", "reichskommissariat-ukraine"),
    ("northern-tavria", "1942-09-01", "reichskommissariat-ukraine"),
    ("soviet-ukraine-kharkiv", "1942-09-01", "military-east"),
    ("odessa", "1941-10-17", "transnistria"),
    ("harbin", "1934-11-30", "manchukuo-jilin"),
    ("harbin", "1934-12-01", "manchukuo-binjiang"),
    ("suiyuan-east", "1939-09-01", "bayantala"),
    ("estonia", "1940-08-07", ""),
]


@pytest.mark.parametrize(("land", "day", "name"), GOVERNED)
def test_lands_were_governed_so(atlas: Atlas, land: str, day: str, name: str) -> None:
    spells = atlas.spells
    (held,) = spells.loc[(spells["territory"] == land) & (spells["from"] <= day) & (day < spells["to"]), COLUMN]
    assert held == name


def test_a_village_beside_the_general_government_is_near_a_border(data: Geodata) -> None:
    krzeszowice = pd.DataFrame({"lon": [19.63], "lat": [50.14], "date": ["1942-06-01"]})
    (row,) = join_frame(krzeszowice, data.ground).itertuples()
    assert row.administration == "general-government"
    assert row.border == "status"
    assert row.border_km < 5


@pytest.mark.parametrize(
    ("place", "lon", "lat", "day", "holder"),
    [
        ("Bratslav, in Transnistria", 28.94, 48.82, "1942-06-01", "romania"),
        ("Bogdanovka, in Transnistria", 31.12, 47.82, "1942-06-01", "romania"),
        ("Medzev, which the award of Vienna left to Slovakia", 20.89, 48.70, "1938-11-15", "czechoslovakia"),
        ("Šventoji, Latvian to 1921", 21.084, 56.026, "1920-11-15", "latvia"),
        ("Kretinga, of Kaunas", 21.242, 55.889, "1920-11-15", "lithuania"),
        ("Aknīste, of Kaunas to 1921", 25.748, 56.162, "1920-11-15", "lithuania"),
        ("Nereta, of Courland", 25.308, 56.203, "1920-11-15", "latvia"),
        ("Subate, of Courland", 25.908, 56.004, "1920-11-15", "latvia"),
        ("Jablunkov, Polish from February 1919", 18.765, 49.577, "1919-06-01", "poland"),
        ("Karviná, Czechoslovak", 18.542, 49.854, "1919-06-01", "czechoslovakia"),
        ("Święciany, Polish from April 1919", 26.159, 55.135, "1919-05-15", "poland"),
        ("Druskieniki after the Niemen", 23.987, 54.016, "1920-10-01", "poland"),
        ("Petrozavodsk, never taken by the Whites", 34.35, 61.79, "1919-10-15", "soviet-russia"),
        ("Gdov, White to November 1919", 27.82, 58.74, "1919-10-15", "white-russia"),
        ("Vinnytsia, Ukrainian from 10 August 1919", 28.47, 49.23, "1919-09-01", "ukraine"),
        ("Kolomyia, Romanian in the summer of 1919", 25.03, 48.53, "1919-07-01", "romania"),
        ("Tiraspol, Soviet in July 1919", 29.63, 46.84, "1919-07-15", "soviet-russia"),
        ("Szeged, French to March 1920", 20.145, 46.253, "1919-10-15", "allied-powers"),
        ("Minusinsk, of the partisans", 91.69, 53.71, "1919-12-01", "soviet-russia"),
        ("Medvezhya Gora, White from May 1919", 34.459, 62.914, "1919-07-01", "white-russia"),
        ("Zunhua, held to the summer of 1933", 117.96, 40.19, "1933-06-15", "japan"),
        ("Miyun, held to the summer of 1933", 116.84, 40.37, "1933-06-01", "japan"),
        ("Zunhua before", 117.96, 40.19, "1933-04-30", "china"),
        ("Manzhouli, before the Red Army", 117.46, 49.57, "1929-11-19", "china"),
        ("Manzhouli, taken", 117.46, 49.57, "1929-11-21", "ussr"),
        ("Hailar, before the Red Army", 119.74, 49.2, "1929-11-22", "china"),
        ("Hailar, taken", 119.74, 49.2, "1929-11-28", "ussr"),
        ("Hailar, given back", 119.74, 49.2, "1930-01-11", "china"),
        ("Manzhouli, given back", 117.46, 49.57, "1930-01-11", "china"),
        ("Guyuan, before 24 May", 115.70, 41.67, "1933-05-23", "china"),
        ("Guyuan, lost", 115.70, 41.67, "1933-05-25", "manchukuo"),
        ("Guyuan, retaken", 115.70, 41.67, "1933-07-02", "china"),
        ("Baochang, before 4 June", 115.38, 41.88, "1933-06-03", "china"),
        ("Baochang, lost", 115.38, 41.88, "1933-06-05", "manchukuo"),
        ("Baochang, retaken", 115.38, 41.88, "1933-07-02", "china"),
        ("Kangbao, before 8 June", 114.591, 41.850, "1933-06-07", "china"),
        ("Kangbao, of Manchukuo's auxiliaries", 114.591, 41.850, "1933-06-10", "manchukuo"),
        ("Kangbao, retaken", 114.591, 41.850, "1933-06-23", "china"),
        ("Xiaoshan, across the Qiantang", 120.259, 30.167, "1940-01-23", "japan"),
        ("Chengzitan, where the railway of the lease ended", 122.53, 39.52, "1934-06-01", "japan"),
        ("Zara, Italian", 15.235, 44.118, "1930-06-01", "italy"),
        ("Zemunik, Yugoslav", 15.38, 44.12, "1930-06-01", "yugoslavia"),
        ("Narvik, retaken", 17.43, 68.44, "1940-06-01", "norway"),
        ("Bodø, not yet German", 14.40, 67.28, "1940-05-25", "norway"),
        ("Sukhinichi, in the first winter", 35.35, 54.10, "1942-01-15", "germany"),
        ("Lozova, in the bulge of Barvenkovo", 36.32, 48.89, "1942-03-01", "ussr"),
        ("Kramatorsk, for some weeks", 37.568, 48.731, "1943-02-15", "ussr"),
        ("Zemun, with Belgrade", 20.40, 44.84, "1945-01-01", "yugoslavia"),
        ("Mostar, before Sarajevo", 17.81, 43.34, "1945-03-15", "yugoslavia"),
        ("Hamburg, after Hanover", 9.99, 53.55, "1945-04-22", "germany"),
        ("Nuremberg, before Munich", 11.08, 49.45, "1945-04-25", "united-states"),
        ("Krems, after Vienna", 15.60, 48.41, "1945-04-22", "germany"),
        ("Ravenna, in the winter of 1944-45", 12.20, 44.42, "1945-02-01", "allied-powers"),
        ("Udine, in the zone of the Adriatic Littoral", 13.235, 46.063, "1944-06-01", "germany"),
        ("Cortina, in the zone of the Alpine Foreland", 12.136, 46.54, "1944-06-01", "germany"),
        ("Portogruaro, of Venice", 12.837, 45.777, "1944-06-01", "italian-social-republic"),
        ("Tromsø, behind the Lyngen line", 18.95, 69.65, "1945-03-15", "germany"),
        ("Hammerfest, left by the Germans", 23.68, 70.66, "1945-03-15", "norway"),
        ("Levice, at the Hron all winter", 18.607, 48.216, "1945-02-20", "czechoslovakia"),
        ("Nové Zámky, beyond the Hron", 18.16, 47.985, "1945-02-20", "hungary"),
        ("Sejny, Lithuanian before the rising", 23.347, 54.108, "1919-08-20", "lithuania"),
        ("Tremp, from 7 April 1938", 0.895, 42.167, "1938-04-07", "nationalist-spain"),
        ("Užice, of the partisans", 19.849, 43.859, "1941-11-01", "yugoslavia"),
        ("Valjevo, besieged", 19.90, 44.27, "1941-11-01", "germany"),
        ("Bihać, of the partisans", 15.87, 44.81, "1942-12-15", "yugoslavia"),
        ("Bihać after the winter offensive", 15.87, 44.81, "1943-03-01", "croatia"),
        ("Drvar, of the partisans", 16.38, 44.37, "1943-01-15", "yugoslavia"),
        ("Banja Luka, never lost", 17.19, 44.77, "1942-12-15", "croatia"),
        ("Tuzla for some weeks", 18.667, 44.539, "1943-10-15", "yugoslavia"),
        ("Botoșani, Soviet-held", 26.667, 47.749, "1944-06-01", "ussr"),
    ],
)
def test_a_place_beside_a_line_is_on_its_side(
    data: Geodata, place: str, lon: float, lat: float, day: str, holder: str
) -> None:
    (row,) = join_frame(pd.DataFrame({"lon": [lon], "lat": [lat], "date": [day]}), data.ground).itertuples()
    assert row.controller == holder, place


def test_britain_held_mongolia_to_be_under_chinese_suzerainty(data: Geodata) -> None:
    seen = data.overlays.recognitions
    british = seen[(seen["by"] == "united-kingdom") & (seen["of"] == "mongolia") & (seen["from"] == "1921-07-06")]
    assert british["status"].tolist() == ["autonomous"]
    assert "hansard-310" in british["source"].item()


@pytest.mark.parametrize(
    ("day", "sovereign"),
    [("1936-03-12", "china"), ("1945-08-13", "china"), ("1945-08-14", "mongolia")],
)
def test_moscow_did_not_deny_that_mongolia_was_chinas_until_china_gave_it_up(
    data: Geodata, day: str, sovereign: str
) -> None:
    seen = data.overlays.recognitions
    soviet = seen[(seen["by"] == "ussr") & (seen["of"] == "mongolia") & (seen["from"] <= day) & (day < seen["to"])]
    assert soviet["sovereign"].tolist() == [sovereign]


def test_no_ministry_of_railways_runs_a_line_after_1937(data: Geodata) -> None:
    """The ministries of railways and communications were merged on 1 January 1938."""
    lines = data.overlays.railway_spells
    run = lines[lines["manager"].str.contains("Ministry of Railways")]
    assert len(run) >= 8
    assert run.loc[run["to"] > "1938-01-01", "railway"].tolist() == []


@pytest.mark.parametrize(
    ("day", "owner"),
    [
        ("1920-07-14", "soviet-russia"),  # the day of Wilno
        ("1920-08-27", "lithuania"),
        ("1920-10-09", "central-lithuania"),  # Żeligowski
        ("1922-03-24", "poland"),
    ],
)
def test_the_line_from_wilno_to_dvinsk_goes_with_wilno(data: Geodata, atlas: Atlas, day: str, owner: str) -> None:
    lines = data.overlays.railway_spells
    run = lines[(lines["railway"] == "wilno-dvinsk") & (lines["from"] <= day) & (day < lines["to"])]
    assert run["owner"].tolist() == [owner]
    wilno = shapely.Point(25.28, 54.687)
    state = state_on(atlas, day)
    assert state.loc[state.covers(wilno), "controller"].tolist() == [owner]


def test_kanchazu_lies_in_the_amur_below_blagoveshchensk(data: Geodata) -> None:
    (event,) = data.events[data.events["place"].str.startswith("Kanchazu")].itertuples()
    assert (event.lon, event.lat) == pytest.approx((128.65, 49.55), abs=0.2)


def test_gansu_was_feng_yuxiangs_from_august_1925() -> None:
    (spell,) = written_chains()["gansu"]
    assert "Lu Hongtao; Guominjun of Feng Yuxiang from August 1925" in spell["note"]


FURTHER = "polity,red,The Reds\n"


def test_further_names_are_those_of_something(world: World) -> None:
    world.replace("aliases.csv", FURTHER, f"{FURTHER}event,march,The Great March\nagreement,pact,Middle Pact\n")
    assert load(world.geodata).aliases == {
        "place": {"northtown": ["Nordstadt"]},
        "polity": {"red": ["The Reds"]},
        "event": {"march": ["The Great March"]},
        "agreement": {"pact": ["Middle Pact"]},
    }
    for row, old in ((2, "place,northtown"), (5, "agreement,pact")):
        kind = old.split(",")[0]
        world.replace("aliases.csv", old, f"{kind},nowhere")
        with pytest.raises(DataError) as caught:
            load(world.geodata)
        (problem,) = caught.value.problems
        assert problem.file.endswith("aliases.csv")
        assert (problem.row, problem.column) == (f"row {row}", "id")
        assert f"no {kind} 'nowhere'" in problem.message
        world.replace("aliases.csv", f"{kind},nowhere", old)
    (world.geodata / "aliases.csv").unlink()
    assert load(world.geodata).aliases == {"place": {}, "polity": {}, "event": {}, "agreement": {}}


def test_every_town_that_was_taken_has_a_name_on_the_map(data: Geodata) -> None:
    """Within three kilometres: a town of the captures may be placed by its station, or its church."""
    named = pd.concat([data.places[["lon", "lat"]], data.towns[["lon", "lat"]]])
    tree = shapely.STRtree(shapely.points(named["lon"], named["lat"]))
    taken = data.atlas.captures.table.drop_duplicates(["lon", "lat"])
    windows = data.about.windows
    missing = [
        row.place
        for row in taken.itertuples()
        if any(west <= row.lon <= east and south <= row.lat <= north for west, south, east, north in windows)
        and not len(tree.query(shapely.box(row.lon - 0.06, row.lat - 0.03, row.lon + 0.06, row.lat + 0.03)))
    ]
    assert missing == []


def test_a_town_is_told_once_and_shows_from_a_zoom_that_the_map_has(data: Geodata) -> None:
    assert data.towns["zoom"].between(5, 9).all()
    assert not data.towns.duplicated(["lon", "lat"]).any()
    assert (data.towns.groupby("zoom").size().diff().dropna() > 0).all()
