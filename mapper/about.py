"""What an atlas says about itself in ``atlas.toml``: title, period, languages, theatres, themes, statuses, licence.

Nothing of this is in the code: a folder may hold any place and any years from 0001 to 9999. The first language is that
of the columns without a code (``name``); a text of another stands beside it with its code (``name_pl``).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyproj

from mapper import schema
from mapper.dates import Period, day
from mapper.errors import CallError, Problems
from mapper.opening import is_there, read_toml, reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

FILE = "atlas.toml"
OLD_FILE = "theatres.toml"  # what older folders have instead
FILES = re.compile(r"[\w]*grids\s*=\s*\S+|\binit\s*=\s*\S+")  # what makes PROJ open a file
PROJ = re.compile(r"\+proj=(\w+)")
PROJECTIONS = (  # of PROJ, that a page may have: those of ``bundle.js``
    *("aea", "aeqd", "bonne", "cea", "eck6", "eqc", "eqdc", "eqearth", "etmerc", "laea", "lcc", "merc", "moll", "poly"),
    *("robin", "sinu", "stere", "sterea", "tmerc", "utm"),
)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
THEATRE = re.compile(r"[a-z][a-z0-9-]*")
GLYPHS = ("treaty", "diplomacy", "war", "occupation", "annexation", "border", "politics", "ideology", "economy", "dot")
PATTERNS = tuple(status for status in schema.STATUSES if status != "sovereign")
SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*( (AND|OR|WITH) [A-Za-z0-9][A-Za-z0-9.+-]*)*")

Words = dict[str, str]  # a text in each language of the atlas


@dataclass(frozen=True)
class Theatre:
    """A window of the atlas: all land inside has an owner.

    ``window`` is west, south, east, north in degrees (EPSG:4326), ``projection`` an equal-area PROJ string in metres.
    """

    id: str
    name: Words
    window: tuple[float, float, float, float]
    projection: str


@dataclass(frozen=True)
class Theme:
    """A kind of events, with one of the drawn `GLYPHS`."""

    id: str
    name: Words
    glyph: str


@dataclass(frozen=True)
class Status:
    """A status that a folder adds to `schema.STATUSES`, drawn with one of the `PATTERNS`."""

    id: str
    name: Words
    definition: Words
    pattern: str


@dataclass(frozen=True)
class Credit:
    """Whose work is in the data: what it is, by whom, under which licence, and an address."""

    what: Words
    by: str
    licence: str
    url: str


@dataclass(frozen=True)
class About:
    """What an atlas says about itself; see ``geodata/README.md`` for the keys of the file.

    ``whole`` are the languages in which no text may be missing; ``text`` is what the text is called whose claims
    ``essay.csv`` weighs, ``text_note`` what it is, in a line.
    """

    title: Words
    lede: Words
    text: Words
    text_note: Words
    period: Period
    languages: tuple[str, ...]
    whole: tuple[str, ...]
    theatres: Mapping[str, Theatre]
    themes: Mapping[str, Theme]
    statuses: Mapping[str, Status]
    credit: str
    licence: str
    licence_url: str
    uri: str
    version: str
    credits: tuple[Credit, ...]
    columns: Mapping[str, Any] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, set[str]]:
        """The ids of the lists that the file holds, as `mapper.reading.Reader.known` has them."""
        return {
            "theatres": set(self.theatres),
            "themes": set(self.themes),
            "statuses": {*schema.STATUSES, *self.statuses},
        }

    @property
    def windows(self) -> list[tuple[float, float, float, float]]:
        """The windows of all theatres."""
        return [theatre.window for theatre in self.theatres.values()]

    @property
    def imprint(self) -> str:
        """Whose the data are, their version and their licence, in one line."""
        version = f", version {self.version}" if self.version else ""
        credit = f" {self.credit}." if self.credit else ""
        return f"{self.title[self.languages[0]]}{version}.{credit} Licence: {self.licence}."

    def uri_of(self, record: str) -> str:
        """Return the URI of a record by its table and key, such as spells/vilnius-region/1939-09-20.

        It is the same in every version; without a base it is relative.
        """
        return f"{self.uri}{quote(record, safe='/+:')}"

    def words(self, record: Mapping[str, Any] | pd.Series, key: str) -> Words:
        """Return a text of a record in each language that it has it in; '' in the first where there is none."""
        return words(record, key, self.languages)


def words(record: Mapping[str, Any] | pd.Series, key: str, languages: Sequence[str]) -> Words:
    """Return a text of a record in each language in which it stands there: ``key``, ``key_pl`` and so on."""
    first, *more = languages
    found = {first: str(record.get(key) or "")}
    return found | {lang: str(text) for lang in more if (text := record.get(f"{key}_{lang}"))}


def read_about(geodata: Path, problems: Problems) -> About:
    """Read ``atlas.toml``; what is wrong goes to the collector.

    Raises
    ------
    CallError
        If the folder is no geodata folder.
    DataError
        If the file cannot be used at all.
    """
    path = geodata / FILE
    if not is_there(path):
        if (geodata / OLD_FILE).is_file():
            hint = f"write {FILE} beside it, with title, from, to and licence, and its tables as [theatres.NAME]"
            raise CallError(f"{geodata} is of an older version: it holds {OLD_FILE} and no {FILE}; {hint}")
        raise CallError(f"{geodata} is no geodata folder: it holds no {FILE}; name the right one")
    return read_about_file(path, problems)


def read_about_file(path: Path, problems: Problems) -> About:
    """Read a file that is written as ``atlas.toml`` is; what is wrong goes to the collector."""
    raw = read_toml(path, problems)
    problems.stop()
    return _Reader(path, raw or {}, problems).about()


class _Reader:
    """Reads the keys of one ``atlas.toml``, and tells every one that cannot be used."""

    KEYS = ("from", "to", "languages", "whole", "licence", "licence_url", "credit", "uri", "version")
    TABLES = ("theatres", "themes", "statuses", "credits", "columns")

    def __init__(self, path: Path, raw: dict[str, Any], problems: Problems) -> None:
        self.path, self.raw, self.problems = path, raw, problems
        self.languages = self._languages()

    def about(self) -> About:
        """Return the whole; a fault without which no other file can be checked ends the reading at once."""
        self._unknown("", self.raw, ("title", "lede", "text", "text_note"), (*self.KEYS, *self.TABLES))
        first, after = (self._day(key) for key in ("from", "to"))
        if first and after and after <= first:
            self.problems.add(self.path, "", "to", f"it ends {after}, not after it begins, {first}", "Swap the days.")
        theatres = {name: self._theatre(name, table) for name, table in self._tables("theatres").items()}
        if not theatres:
            hint = "Add a table [theatres.NAME] with name, window and projection."
            self.problems.add(self.path, "", "theatres", "the atlas has no theatre", hint)
        themes = self._list("themes", self._theme)
        statuses = {name: self._status(name, table) for name, table in self._tables("statuses").items()}
        licence = self._text("", self.raw, "licence")
        if licence and not SPDX.fullmatch(licence):
            hint = "Write it as an SPDX expression, such as CC-BY-4.0."
            self.problems.add(self.path, "", "licence", f"'{licence}' is no SPDX expression", hint)
        credits_ = self._list("credits", self._credit)
        title = self._words("", self.raw, "title", required=True)
        lede, text, note = (self._words("", self.raw, key) for key in ("lede", "text", "text_note"))
        about = About(
            title,
            lede,
            text,
            note,
            Period(first, after),
            self.languages,
            self._whole(),
            theatres,
            {theme.id: theme for theme in themes},
            statuses,
            self._text("", self.raw, "credit", required=False),
            licence,
            self._address("", self.raw, "licence_url"),
            self._text("", self.raw, "uri", required=False),
            self._text("", self.raw, "version", required=False),
            tuple(credits_),
            self._tables("columns"),
        )
        self.problems.stop()
        return about

    def _unknown(self, where: str, table: Mapping[str, Any], texts: Sequence[str], others: Sequence[str]) -> None:
        """Tell every key that is none; texts may stand in each language."""
        known = {f"{key}_{lang}" for key in texts for lang in self.languages[1:]} | {*texts, *others}
        for key in table:
            name, _, lang = key.rpartition("_")
            if name in texts and key not in known:
                hint = "Add it to the languages, which the first names without its code, or delete the key."
                self.problems.add(self.path, where, key, f"'{lang}' is no further language of the atlas", hint)
            elif key not in known:
                hint = f"Keys are {', '.join((*texts, *others))}."
                self.problems.add(self.path, where, key, "no such key is known", hint)

    def _languages(self) -> tuple[str, ...]:
        found = self.raw.get("languages", ["en"])
        hint = 'Write a list of codes, such as ["en", "pl"].'
        if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
            self.problems.fail(self.path, "", "languages", f"{found!r:.80} is no list of languages", hint)
        for one in found:
            if not LANGUAGE.fullmatch(one):
                self.problems.add(self.path, "", "languages", f"'{one}' is no code of a language", hint)
        if len(set(found)) < len(found):
            self.problems.add(self.path, "", "languages", "a language is named twice", hint)
        self.problems.stop()  # the keys of all other texts hang on them
        return tuple(found)

    def _whole(self) -> tuple[str, ...]:
        """Return the languages in which no text may be missing; the first alone if the file names none."""
        found = self.raw.get("whole", [])
        hint = f"Write a list of some of the languages: {', '.join(self.languages)}."
        if not isinstance(found, list):
            self.problems.add(self.path, "", "whole", f"{found!r:.80} is no list of languages", hint)
            return self.languages[:1]
        for one in found:
            if one not in self.languages:
                self.problems.add(self.path, "", "whole", f"{one!r:.80} is no language of the atlas", hint)
        return tuple(one for one in self.languages if one in found) or self.languages[:1]

    def _text(self, where: str, table: Mapping[str, Any], key: str, *, required: bool = True) -> str:
        """Return a text; a missing one is told if it is required."""
        value = table.get(key, "")
        if not isinstance(value, str):
            self.problems.add(self.path, where, key, f"{value!r:.80} is no text", "Put it between quotes.")
            return ""
        if required and not value.strip():
            self.problems.add(self.path, where, key, "the key is missing or empty", "Write it.")
        return value.strip()

    def _address(self, where: str, table: Mapping[str, Any], key: str) -> str:
        """Return an address of the web, or '' where there is none."""
        value = self._text(where, table, key, required=False)
        if value and (wrong := schema.web_address(value)):
            self.problems.add(self.path, where, key, wrong, "Write the whole address, or leave the key out.")
        return value

    def _words(self, where: str, table: Mapping[str, Any], key: str, *, required: bool = False) -> Words:
        found = {self.languages[0]: self._text(where, table, key, required=required)}
        for lang in self.languages[1:]:
            if text := self._text(where, table, f"{key}_{lang}", required=False):
                found[lang] = text
        return found

    def _day(self, key: str) -> str:
        value = self.raw.get(key, "")
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value.isoformat()
        try:
            return day(value if isinstance(value, str) else str(value))
        except ValueError as error:
            wrong = str(error) if key in self.raw else "the key is missing"
            hint = "Write the first day of the atlas in 'from', and the first day after it in 'to', as 1860-01-01."
            self.problems.add(self.path, "", key, wrong, hint)
            return ""

    def _tables(self, key: str) -> dict[str, dict[str, Any]]:
        value = self.raw.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
            self.problems.add(self.path, "", key, "it is no table of tables", f"Write [{key}.NAME] above its keys.")
            return {}
        return value

    def _list(self, key: str, read: Any) -> list[Any]:  # noqa: ANN401  (a method that makes one of a table)
        value = self.raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            self.problems.add(self.path, "", key, "it is no list of tables", f"Write [[{key}]] above each one's keys.")
            return []
        found = [read(number, table) for number, table in enumerate(value, start=1)]
        names = [one.id for one in found if hasattr(one, "id")]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.problems.add(self.path, key, "id", f"'{name}' is there twice", "Each id may stand only once.")
        return found

    def _theatre(self, name: str, table: Mapping[str, Any]) -> Theatre:
        where = f"theatres.{name}"
        if not THEATRE.fullmatch(name):
            hint = "Begin with a letter; then a-z, 0-9 and hyphens."
            self.problems.add(self.path, where, "", f"'{name}' is no id of a theatre", hint)
        self._unknown(where, table, ("name",), ("window", "projection"))
        window = self._window(where, table.get("window"))
        projection = self._text(where, table, "projection")
        if projection and window:
            self._projection(where, projection, window)
        return Theatre(name, self._words(where, table, "name", required=True), window or (0, 0, 1, 1), projection)

    def _window(self, where: str, value: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401  (TOML)
        hint = "Write west, south, east, north in degrees, such as [8.5, 43.2, 42.0, 71.0]."
        numbers = isinstance(value, list) and all(type(one) in (int, float) for one in value)
        if not numbers or len(value) != 4 or not all(map(math.isfinite, value)):  # noqa: PLR2004  (sides)
            found = "the key is missing" if value is None else f"{value!r:.80} is no window"
            self.problems.add(self.path, where, "window", found, hint)
            return None
        west, south, east, north = map(float, value)
        fits = -180 <= west < east <= 180 and -90 <= south < north <= 90  # noqa: PLR2004  (degrees)
        if not fits:
            swapped = -180 <= south < north <= 180 and -90 <= west < east <= 90  # noqa: PLR2004
            why = "latitude seems to come first" if swapped else "west must lie below east, south below north"
            self.problems.add(self.path, where, "window", f"{value!r} is no window: {why}", hint)
            return None
        return west, south, east, north

    def _projection(self, where: str, text: str, window: tuple[float, float, float, float]) -> None:
        """Tell a projection that is none, not in metres, unknown to pages, or whose middle is far from the window."""
        hint = "Take an equal-area PROJ string in metres, such as +proj=aea, with its middle in the window."
        if named := FILES.search(text):
            self.problems.add(self.path, where, "projection", f"'{named[0]:.80}' names a file, which is not read", hint)
            return
        try:
            crs = pyproj.CRS.from_user_input(text)
        except pyproj.exceptions.CRSError as error:
            self.problems.add(self.path, where, "projection", f"it is no projection: {reason(error)}", hint)
            return
        if not crs.is_projected or crs.axis_info[0].unit_name != "metre":
            self.problems.add(self.path, where, "projection", f"'{text}' is not in metres", hint)
            return
        kind = PROJ.search(text)
        if not kind or kind[1] not in PROJECTIONS:
            message = f"'{kind[1] if kind else text}' is no projection that a page knows"
            known = f"Take +proj=aea, which is equal-area, or another of {', '.join(PROJECTIONS)}."
            self.problems.add(self.path, where, "projection", message, known)
            return
        middle = re.search(r"\+lon_0=(-?[\d.]+)", text)
        if middle and not window[0] - 5 <= float(middle[1]) <= window[2] + 5:
            message = f"its middle, longitude {middle[1]}, lies outside the window"
            self.problems.add(self.path, where, "projection", message, hint)

    def _theme(self, number: int, table: Mapping[str, Any]) -> Theme:
        where = f"themes {number}"
        self._unknown(where, table, ("name",), ("id", "glyph"))
        name, glyph = self._text(where, table, "id"), self._text(where, table, "glyph", required=False) or "dot"
        if name and (wrong := schema.identifier(name)):
            self.problems.add(self.path, where, "id", wrong, "Correct it.")
        self._choice(where, "glyph", glyph, GLYPHS)
        return Theme(name, self._words(where, table, "name", required=True), glyph)

    def _status(self, name: str, table: Mapping[str, Any]) -> Status:
        where = f"statuses.{name}"
        if name in schema.STATUSES:
            self.problems.add(self.path, where, "", f"'{name}' is a status already", "Delete it, or rename it.")
        self._unknown(where, table, ("name", "definition"), ("pattern",))
        pattern = self._text(where, table, "pattern")
        self._choice(where, "pattern", pattern, PATTERNS)
        title, definition = (self._words(where, table, key, required=True) for key in ("name", "definition"))
        return Status(name, title, definition, pattern)

    def _choice(self, where: str, key: str, value: str, options: tuple[str, ...]) -> None:
        if value and (wrong := schema.Choice(options)(value)):
            self.problems.add(self.path, where, key, wrong, "Correct it.")

    def _credit(self, number: int, table: Mapping[str, Any]) -> Credit:
        where = f"credits {number}"
        self._unknown(where, table, ("what",), ("by", "licence", "url"))
        by, licence = (self._text(where, table, key, required=key == "by") for key in ("by", "licence"))
        return Credit(self._words(where, table, "what"), by, licence, self._address(where, table, "url"))
