"""Days of history that a text settled against other accounts: a later hand should not undo them unread."""

from __future__ import annotations

import pytest
from world import GEODATA, reader_of

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
    assert captures.at[town, "date"] == day


@pytest.mark.parametrize(("event", "day"), EVENTS.items())
def test_an_event_has_the_day_of_its_text(event: str, day: str) -> None:
    events = reader_of(GEODATA).table("events").set_index("id")
    assert events.at[event, "date"] == day


def test_northern_sakhalin_was_handed_over_by_an_act_of_14_may_and_a_term_of_15_may_1925() -> None:
    spells = reader_of(GEODATA).table("spells")
    (row,) = spells[(spells["territory"] == "north-sakhalin") & (spells["from"] == "1925-05-15")].to_dict("records")
    assert (row["from_earliest"], row["from_latest"], row["controller"]) == ("1925-05-14", "1925-05-15", "ussr")
