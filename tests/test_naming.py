"""Columns by their usual names."""

import pytest

from mapper import naming
from mapper.errors import CallError


def lon(*columns: str) -> str:
    return naming.axes_of([*columns, "lat"], "", "", naming.COMMAND)[0]


def date(*columns: str) -> str:
    return naming.dates_of(columns, "", "", naming.COMMAND)[0]


@pytest.mark.parametrize(
    "name",
    [
        *("lon", "LONGITUDE", "lng", "X", "target_lon", "decimalLongitude", "Długość geograficzna", "Längengrad"),
        *("долгота", "geogr. Länge", "Geographische_Länge", "długość geogr."),
    ],
)
def test_a_longitude_is_known_by_many_names(name: str) -> None:
    assert lon("id", name, "colour") == name


@pytest.mark.parametrize(
    "name", ["date", "Date", "DATE", "mission_date", "eventDate", "Datum", "data", "start", "year", "rok", "Datierung"]
)
def test_a_date_is_known_by_many_names(name: str) -> None:
    assert date("id", name, "dated_by", "updated") == name


def test_a_whole_name_goes_before_a_part_of_one() -> None:
    assert lon("target_lon", "lon") == "lon"
    assert date("birth_date", "date") == "date"


def test_the_length_of_a_thing_is_no_longitude() -> None:
    with pytest.raises(CallError, match="no column of the longitude: name it with --lon, of 'Objekt', 'Länge cm'"):
        lon("Objekt", "Länge cm", "Breite cm")


def test_names_that_have_equal_right_are_listed() -> None:
    with pytest.raises(CallError, match=r"'birth_date', 'death_date'; name one with --date-column"):
        date("birth_date", "death_date")
    with pytest.raises(CallError, match="'Lon', 'lon'"):
        lon("Lon", "lon")


def test_what_is_asked_for_must_be_there() -> None:
    with pytest.raises(CallError, match="no column 'east'"):
        naming.axes_of(["a"], "east", "", naming.COMMAND)
    with pytest.raises(CallError, match=r"no column 'till' \(end=\); there are 'date'"):
        naming.dates_of(["date"], "", "till", naming.PYTHON)


@pytest.mark.parametrize(
    ("columns", "first", "end"),
    [
        (["start", "end"], "start", "end"),
        (["Start_Date", "End_Date"], "Start_Date", "End_Date"),
        (["date_from", "date_to"], "date_from", "date_to"),
        (["from", "to"], "from", "to"),
        (["von", "bis"], "von", "bis"),
        (["date", "end_date"], "date", "end_date"),
        (["date", "from", "to"], "date", None),  # a letter's sender and addressee
        (["mission_date", "end"], "mission_date", None),
        (["year"], "year", None),
    ],
)
def test_the_last_day_goes_with_the_first(columns: list[str], first: str, end: str | None) -> None:
    assert naming.end_of(columns, first) == end
