"""The columns of a user's table: which holds what, by the names that are usual for it, and what ours may be called.

Usual names are known in any case and in many languages.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from mapper.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PREFIX = "mapper_"
# names that the atlas's own events bear beside those of the join; where a table has one, ours are set apart too
RESERVED = ("earliest", "latest", "qualifier")
# whole names, the likeliest first; then words that are enough when they are a part of one name alone
LONGITUDES = (
    *("lon", "longitude", "lng", "long", "longitud", "longitudine", "dlugosc", "dlugosc geograficzna", "lange"),
    *("laenge", "langengrad", "laengengrad", "delka", "zemepisna delka", "hosszusag", "долгота", "довгота"),
    *(
        "geogr lange",
        "geographische lange",
        "dlugosc geogr",
        "经度",
        "經度",
        "経度",
        "경도",
        "x",
        "xcoord",
        "x coord",
        "point x",
        "coord x",
    ),
)
LATITUDES = (
    *("lat", "latitude", "latitud", "latitudine", "szerokosc", "szerokosc geograficzna", "breite", "breitengrad"),
    *("sirka", "zemepisna sirka", "szelesseg", "широта", "纬度", "緯度", "위도", "y", "ycoord", "y coord"),
    *("geogr breite", "geographische breite", "szerokosc geogr", "point y", "coord y"),
)
DATES = (
    *("date", "edtf", "when", "day", "datetime", "timestamp", "event date", "datum", "data", "fecha", "dato"),
    *("дата", "日期", "日付", "날짜", "dzien", "tag", "jour", "giorno", "dia", "start", "start date", "date start"),
    *("begin", "begin date", "date begin", "from", "date from", "from date", "od", "data od", "von", "datum von"),
    *("debut", "inicio", "desde", "inizio", "year", "rok", "jahr", "annee", "ano", "anno", "год", "рік", "年", "time"),
    *("datierung", "datowanie", "datation", "datazione", "datacion"),
)
LONGITUDE_WORDS = ("lon", "longitude", "lng", "longitud", "longitudine")
LATITUDE_WORDS = ("lat", "latitude", "latitud", "latitudine")
DATE_WORDS = ("date", "datum", "fecha", "дата", "edtf")
ENDS = {  # what stands in the name of the last day where this stands in that of the first
    "start": ("end", "finish", "stop"),
    "begin": ("end",),
    "from": ("to", "until", "till"),
    "od": ("do",),
    "von": ("bis",),
    "debut": ("fin",),
    "inicio": ("fin",),
    "desde": ("hasta",),
    "inizio": ("fine",),
    "date": ("end date", "date end", "end"),
}
LETTERS = str.maketrans({"\N{LATIN SMALL LETTER L WITH STROKE}": "l", "\N{LATIN SMALL LETTER O WITH STROKE}": "o"})


def plain(name: str) -> str:
    """Return a name as lower-case words without accents: 'decimalLongitude', 'DŁUGOŚĆ' and 'start_date' alike."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    bare = unicodedata.normalize("NFKD", parted.casefold()).translate(LETTERS)
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", letters.replace("_", " ")))


@dataclass(frozen=True)
class Options:
    """How one says which column holds what."""

    lon: str
    lat: str
    date: str
    end: str


COMMAND = Options("--lon", "--lat", "--date-column", "--end-column")
PYTHON = Options("lon=", "lat=", "date=", "end=")


def axes_of(columns: Sequence[str], lon: str, lat: str, options: Options) -> tuple[str, str]:
    """Return the columns of longitude and latitude: those asked for, or those with a usual name.

    Raises
    ------
    CallError
        If one is not there, or several have equal right to be one.
    """
    return (
        _needed(columns, "the longitude", lon, LONGITUDES, LONGITUDE_WORDS, options.lon),
        _needed(columns, "the latitude", lat, LATITUDES, LATITUDE_WORDS, options.lat),
    )


def dates_of(columns: Sequence[str], date: str, end: str, options: Options) -> tuple[str, str]:
    """Return the columns of the first and of the last days, '' where there is one date, as `axes_of` does places."""
    first = _needed(columns, "dates", date, DATES, DATE_WORDS, options.date)
    if end:
        return first, _asked(columns, end, options.end)
    return first, end_of(columns, first) or ""


def _asked(columns: Sequence[str], name: str, option: str) -> str:
    if name not in columns:
        raise CallError(f"there is no column '{name}' ({option}); there are {listed(columns)}")
    return name


def _needed(
    columns: Sequence[str], what: str, asked: str, names: tuple[str, ...], words: tuple[str, ...], option: str
) -> str:
    """Return the column that was asked for, or the one that bears a usual name."""
    if asked:
        return _asked(columns, asked, option)
    called: dict[str, list[str]] = {}
    for column in columns:
        called.setdefault(plain(column), []).append(column)
    found = next((called[name] for name in names if name in called), None)
    if found is None:
        found = [column for column in columns if set(plain(column).split()) & set(words)]
    if len(found) > 1:
        raise CallError(f"several columns may hold {what}: {listed(found)}; name one with {option}")
    if not found:
        raise CallError(f"there is no column of {what}: name it with {option}, of {listed(columns)}")
    return found[0]


def end_of(columns: Sequence[str], date: str) -> str | None:
    """Return the column of the last days that goes with one of the first, or None."""
    called = {plain(column): column for column in columns}
    parts = plain(date).split()
    for word in (part for part in parts if part in ENDS):
        if word == "date" and len(parts) > 1:
            continue
        for end in ENDS[word]:
            name = " ".join(end if part == word else part for part in parts)
            if name in called and called[name] != date:
                return called[name]
    return None


def listed(columns: Sequence[str]) -> str:
    """Return names of columns for a message, not too many."""
    shown = ", ".join(f"'{column}'" for column in list(columns)[:20])
    more = len(columns) - 20
    return shown + (f" and {more} more" if more > 0 else "") if columns else "none"


@dataclass(frozen=True)
class Names:
    """What the columns that are added are called, by our own name; and the user's column that had one of the names."""

    called: dict[str, str]
    clash: str = ""


def names_for(columns: Iterable[str], ours: Iterable[str], prefix: str = "") -> Names:
    """Return names for our columns that are none of the user's, in no case of letters.

    Parameters
    ----------
    prefix
        What the user wants them to begin with; '' if only where it is needed, and then `PREFIX`.

    Raises
    ------
    CallError
        If the user's prefix is none that a column can bear everywhere, or does not help.
    """
    mine = {column.casefold(): column for column in columns}
    wanted = list(ours)
    if prefix and not re.fullmatch(r"[^\W\d]\w*", prefix):
        raise CallError(f"'{prefix}' is no prefix of letters, digits and _, such as atlas_")
    clash = next((mine[name] for name in [*wanted, *RESERVED] if name in mine), "")
    taken = next((mine[(prefix + name).casefold()] for name in wanted if (prefix + name).casefold() in mine), "")
    if prefix and taken:
        raise CallError(f"the file has a column '{taken}' already; choose another --prefix")
    tried = chain([prefix] if prefix or not clash else [], [PREFIX], (f"{PREFIX}{n}_" for n in range(2, 1000)))
    fits = next(one for one in tried if not any((one + name).casefold() in mine for name in wanted))
    return Names({name: fits + name for name in wanted}, "" if prefix else clash)
