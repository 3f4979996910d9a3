"""Days of history that a text settled against other accounts: a later hand should not undo them unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from world import GEODATA, reader_of

from mapper.frames import join_frame

if TYPE_CHECKING:
    from mapper.geodata import Geodata

FALLS = {
    "harbin-1932-02-05": "1932-02-05",  # Lytton report, p. 80: decided by noon of the 5th, occupied that afternoon
    "qiqihar-1931-11-19": "1931-11-19",  # Lytton report, p. 75: on the morning of the 19th
    "jinzhou-1932-01-03": "1932-01-03",
    "padua-1945-04-28": "1945-04-28/1945-04-29",  # held by partisans when the New Zealanders came in the night
    "lowicz-1939-09-09": "1939-09-09",  # an account in the Ringelblum Archive
    "baochang-1933-07-01": "1933-07-01",
    "tikhvin-1941-11-08": "1941-11-08",
    "tikhvin-1941-12-09": "1941-12-09",
    "orsha-1941-07-16": "1941-07-16",
}

EVENTS = {
    "1932-02-harbin": "1932-02-05",
    "1935-11-east-hebei": "1935-11-25",
    "1937-08-koreans": "1937-08-21",  # the order; they were moved in September and October
    "1939-09-armistice": "1939-09-15",  # signed on the 15th, the fire ceased on the 16th
    "1945-06-un": "1945-06-26",
}


@pytest.mark.parametrize(("town", "day"), FALLS.items())
def test_a_town_fell_on_the_day_of_its_text(town: str, day: str) -> None:
    captures = reader_of(GEODATA).table("captures").set_index("id")
    assert captures.loc[town, "date"] == day


@pytest.mark.parametrize(("event", "day"), EVENTS.items())
def test_an_event_has_the_day_of_its_text(event: str, day: str) -> None:
    events = reader_of(GEODATA).table("events").set_index("id")
    assert events.loc[event, "date"] == day


def test_northern_sakhalin_was_handed_over_by_an_act_of_14_may_and_a_term_of_15_may_1925() -> None:
    spells = reader_of(GEODATA).table("spells")
    (row,) = spells[(spells["territory"] == "north-sakhalin") & (spells["from"] == "1925-05-15")].to_dict("records")
    assert (row["from_earliest"], row["from_latest"], row["controller"]) == ("1925-05-14", "1925-05-15", "ussr")


# towns of campaigns whose land had gone over too early or not at all: the place, and who held it on some days
HELD = {
    "Lillehammer": ((10.466, 61.115), "norway 1940-04-09, norway 1940-04-15, germany 1940-04-22"),
    "Dombås": ((9.127, 62.075), "norway 1940-04-11, germany 1940-05-02"),
    "Oslo": ((10.752, 59.914), "norway 1940-04-08, germany 1940-04-09"),
    "Drvar": ((16.382, 44.374), "yugoslavia 1944-03-01, croatia 1944-05-26, yugoslavia 1945-05-05"),
    "Sanski Most": ((16.665, 44.765), "croatia 1943-10-01, yugoslavia 1944-06-30, yugoslavia 1945-05-05"),
    "La Spezia": ((9.83, 44.11), "italian-social-republic 1945-04-22, allied-powers 1945-04-25"),
    "Comacchio": ((12.18, 44.69), "italian-social-republic 1945-04-10, allied-powers 1945-04-22"),
    "Uuras": ((28.58, 60.62), "finland 1940-02-20, ussr 1940-03-05"),
    "Montefrío": ((-4.011, 37.321), "spanish-republic 1936-08-10, nationalist-spain 1936-09-01"),
    "Inowrocław": ((18.264, 52.799), "germany 1918-12-28, poland 1919-01-07"),
}


@pytest.mark.parametrize("town", HELD)
def test_a_town_was_held_so(data: Geodata, town: str) -> None:
    (lon, lat), told = HELD[town]
    holders, days = zip(*(one.split() for one in told.split(", ")), strict=True)
    points = pd.DataFrame({"lon": lon, "lat": lat, "date": days})
    assert tuple(join_frame(points, data.ground)["controller"]) == holders


def test_no_town_is_taken_first_by_those_who_hold_its_land_as_its_campaign_begins(data: Geodata) -> None:
    """Else it never changes hands: so all of Norway was German from 9 April 1940."""
    reader = reader_of(GEODATA)
    captures, spells = reader.table("captures"), reader.table("spells")
    falls = captures[captures["taken_from"] != ""].assign(day=captures["date"].str[:10]).sort_values("day")
    falls = falls.assign(territory=join_frame(falls[["lon", "lat", "date"]], data.ground)["territory"])
    for spell in spells[spells["rule"] == "captures"].to_dict("records"):
        here = falls[(falls["territory"] == spell["territory"]) & falls["day"].between(spell["from"], spell["to"])]
        from_whom = here.drop_duplicates(["lon", "lat"])["taken_from"]
        assert from_whom.empty or spell["controller"] in set(from_whom), spell
