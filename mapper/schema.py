"""The tables of a geodata folder: their columns, and what each cell must be.

Tables are UTF-8 CSV with a header line, others GeoJSON; `mapper.reading` reads both. Ids are lower-case words joined by
hyphens, days ISO text (see `mapper.dates`), positions degrees (EPSG:4326). What an atlas names itself, its theatres,
themes, statuses, languages and period, stands in its ``atlas.toml`` (see `mapper.about`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, count

from mapper.barriers import barriers
from mapper.dates import day, historical_date
from mapper.truces import truces

Check = Callable[[str], str]  # the value's text -> what is wrong with it, or ''

STATUSES = (
    *("sovereign", "annexed", "occupied", "puppet", "protectorate"),
    *("leased", "mandate", "free city", "autonomous", "disputed"),
)
RAILWAY_STATUSES = ("state railway", "company", "joint", "shared", "leased", "seized", "occupied", "annexed", "planned")
CONFIDENCES = ("high", "medium", "low")
CERTAINTIES = ("surveyed", "approximate", "schematic")
LINE_KINDS = ("border", "administrative", "demarcation", "occupation", "claim", "front", "sphere")
DATASETS = ("cshapes", "historical-basemaps")
RULES = ("act", "front", "convention", "captures")
KINDS = ("document", "scholarship", "official history", "local history", "encyclopedia", "press")
JUDGEMENTS = ("right", "needs correction", "opinion")
VERDICTS = ("supports", "in part", "contradicts", "silent")
MATCHES = ("inside", "border", "outside", "ambiguous", "no record", "no place", "no date")

WEB = re.compile(r"https?://[^\s<>\"]+")
STROKED = str.maketrans({"\N{LATIN SMALL LETTER L WITH STROKE}": "l", "\N{LATIN SMALL LETTER O WITH STROKE}": "o"})

COLOUR = re.compile("#[0-9a-f]{6}")
PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)  # a number
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PAIR = re.compile(r"\S+\s+\S+")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HELD = re.compile(rf"{ID.pattern}( +{DAY.pattern})+")
CITATION = re.compile(r"(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\s*\[(?P<locator>[^\[\]]+)\])?")


def slug(name: str, otherwise: str = "land") -> str:
    """Return a name as an id: lower-case words of a-z and 0-9 joined by hyphens; ``otherwise`` if it has none."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(STROKED))
    return "-".join(re.findall("[a-z0-9]+", plain.encode("ascii", "ignore").decode())) or otherwise


def free(word: str, taken: Container[str]) -> str:
    """Return an id, with the first number behind it under which it is not taken."""
    numbered = (f"{word}-{number}" for number in count(2))
    return next(one for one in chain([word], numbered) if one not in taken)


def text(_: str) -> str:
    """Accept any text."""
    return ""


def identifier(value: str) -> str:
    """Check for lower-case words of a-z and 0-9 joined by hyphens."""
    return "" if ID.fullmatch(value) else f"'{value}' is not an id such as vilnius-region"


def colour(value: str) -> str:
    """Check for a colour in hexadecimal digits."""
    return "" if COLOUR.fullmatch(value) else f"'{value}' is not a colour like #c9a27e"


def calendar_day(value: str) -> str:
    """Check for a day of the calendar."""
    return _wrong(day, value)


def holders(value: str) -> str:
    """Check for holders and their days, as 'poland 1930-06-01 1938-11-15; ussr 1939-10-15'."""
    if not parts(value) or not all(HELD.fullmatch(part) for part in parts(value)):
        return f"'{value}' is no list of holders such as 'poland 1930-06-01 1938-11-15; ussr 1939-10-15'"
    return next(filter(None, map(calendar_day, DAY.findall(value))), "")


def parse_holders(value: str) -> list[tuple[str, list[str]]]:
    """Return the holders of 'poland 1930-06-01 1938-11-15; ussr 1939-10-15', and the days of each."""
    return [(holder, days) for holder, *days in map(str.split, parts(value))]


def identifiers(value: str) -> str:
    """Check for ids as 'one; other'."""
    good = parts(value) and all(map(ID.fullmatch, parts(value)))
    return "" if good else f"'{value}' is no list of ids such as 'vilnius-region; suwalki'"


def edtf_date(value: str) -> str:
    """Check for an EDTF date."""
    return _wrong(historical_date, value)


def _wrong(read: Callable[[str], object], value: str) -> str:
    """Return why a text cannot be read, '' if it can."""
    try:
        read(value)
    except ValueError as error:
        return str(error)
    return ""


def web_address(value: str) -> str:
    """Check for an address of the web."""
    return "" if WEB.fullmatch(value) else f"'{value}' is not an address that begins with https:// or http://"


@dataclass(frozen=True)
class Range:
    """A check for a number in a closed range."""

    low: float
    high: float
    what: str
    whole: bool = False

    def __call__(self, value: str) -> str:
        """Return what is wrong with a value."""
        if not PLAIN.fullmatch(value):
            return f"'{value:.40}' is not a number in plain decimals, such as 25.28"
        if self.whole and "." in value:
            return f"{value:.40} is no {self.what}, which is a whole number"
        inside = self.low <= float(value) <= self.high
        return "" if inside else f"{value:.40} is no {self.what}, which lies between {self.low:g} and {self.high:g}"


@dataclass(frozen=True)
class Choice:
    """A check for a closed vocabulary."""

    options: tuple[str, ...]

    def __call__(self, value: str) -> str:
        """Return what is wrong with a value."""
        return "" if value in self.options else f"'{value}' is none of: {', '.join(self.options)}"


LONGITUDE = Range(-180, 180, "longitude")
LATITUDE = Range(-90, 90, "latitude")


def railway_status(value: str) -> str:
    """Check for how a railway is held: one of `RAILWAY_STATUSES`, and what more there is to say of it."""
    held = any(value == one or value.startswith((f"{one} ", f"{one};")) for one in RAILWAY_STATUSES)
    return "" if held else f"'{value}' begins with none of: {', '.join(RAILWAY_STATUSES)}"


def seeds(value: str) -> str:
    """Check for points as 'lon lat; lon lat'."""
    pairs = [part.split() for part in parts(value) if PAIR.fullmatch(part)]
    good = pairs and len(pairs) == len(parts(value)) and not any(LONGITUDE(lon) or LATITUDE(lat) for lon, lat in pairs)
    return "" if good else f"'{value}' is not a list of points such as '25.28 54.69; 21.1 55.7' (longitude latitude)"


def parse_seeds(value: str) -> list[tuple[float, float]]:
    """Return the points of 'lon lat; lon lat' as (longitude, latitude) pairs in degrees."""
    return [(float(lon), float(lat)) for lon, lat in map(str.split, parts(value))]


def citations(value: str) -> str:
    """Check for sources as 'key [locator]; key'."""
    good = all(CITATION.fullmatch(one.strip()) for one in value.split(";"))
    return "" if good else f"'{value}' is not a list of sources such as 'versailles-1919 [art. 27]; davies-1972'"


def parts(value: str) -> list[str]:
    """Return the parts of a cell that lists some, separated by ';'."""
    return [part.strip() for part in value.split(";") if part.strip()]


@cache
def parse_citations(value: str) -> tuple[tuple[str, str], ...]:
    """Return the sources of 'key [locator]; key' as (key, locator) pairs; the locator may be empty."""
    found = (CITATION.fullmatch(part.strip()) for part in value.split(";"))
    return tuple((m["key"], (m["locator"] or "").strip()) for m in found if m)


@dataclass(frozen=True)
class Column:
    """One column: its check, whether it must be filled, and what its values name.

    ``refers`` is the table whose first column holds the value, ``sources`` for citations, or one of the lists of
    ``atlas.toml``: ``theatres``, ``themes``, ``statuses``; ``ids`` reads them from a value that is not one itself. One
    that is ``translated`` may have, for each further language of the atlas, a column of the same name with the
    language's code: ``name_pl``. Days of one ``in_period`` lie in that of the atlas, its end included.
    """

    check: Check = text
    required: bool = True
    refers: str = ""
    ids: Callable[[str], list[str]] | None = None
    numeric: bool = False
    translated: bool = False
    in_period: bool = False
    default: str = ""  # where a feature lacks it


@dataclass(frozen=True)
class Table:
    """One table or file of GeoJSON features: its columns or properties, and those that must not repeat together."""

    file: str
    columns: Mapping[str, Column]
    unique: tuple[str, ...] = field(default=("id",))
    optional: bool = False  # a folder may do without the file
    with_lines: bool = False  # a folder may do without it unless it is drawn by lines

    def columns_in(self, languages: Sequence[str]) -> dict[str, Column]:
        """Return the columns with those of the further languages, which need not be there, after each."""
        found = {}
        for name, column in self.columns.items():
            found[name] = column
            if column.translated:
                more = replace(column, required=False)
                found.update({f"{name}_{language}": more for language in languages[1:]})
        return found


_ID = Column(identifier)
_TEXT = Column()
_NOTE = Column(required=False)
_WORDS = Column(translated=True)
_MORE_WORDS = Column(translated=True, required=False)
_LON = Column(LONGITUDE, numeric=True)
_LAT = Column(LATITUDE, numeric=True)
_SOURCE = Column(citations, refers="sources", ids=lambda value: [key for key, _ in parse_citations(value)])
_POLITY = Column(identifier, refers="polities")
_INTEREST = Column(Choice(("interest",)), required=False)  # else the land itself
_TERRITORY = Column(identifier, refers="territories")
_TERRITORIES = Column(identifiers)
_IDS = Column(identifiers, required=False)
_THEATRE = Column(identifier, refers="theatres")
_STATUS = Column(refers="statuses")
_CONFIDENCE = Column(Choice(CONFIDENCES))
_DAY = Column(calendar_day, in_period=True)
_DOUBT = Column(calendar_day, required=False, in_period=True)
_ZOOM = Column(Range(0, 9, "zoom"), numeric=True)
_KM2 = Column(Range(0, 2.5e7, "area in km2"), numeric=True)

TABLES = {
    "polities": Table(
        "polities.csv",
        {"id": _ID, "name": _WORDS, "names": _MORE_WORDS, "today": _NOTE, "colour": Column(colour), "note": _NOTE},
    ),
    "nodes": Table("nodes.csv", {"id": _ID, "theatre": _THEATRE, "lon": _LON, "lat": _LAT, "on": _NOTE, "name": _TEXT}),
    "territories": Table(
        "territories.csv",
        {"id": _ID, "theatre": _THEATRE, "name": _WORDS, "today": _TEXT, "seeds": Column(seeds), "note": _NOTE},
    ),
    "spells": Table(
        "spells.csv",
        {
            "territory": _TERRITORY,
            "from": _DAY,
            "to": _DAY,
            "from_earliest": _DOUBT,
            "from_latest": _DOUBT,
            "controller": _POLITY,
            "sovereign": _POLITY,
            "status": _STATUS,
            "rule": Column(Choice(RULES)),
            "source": _SOURCE,
            "confidence": _CONFIDENCE,
            "note": _NOTE,
        },
        unique=("territory", "from"),
    ),
    "events": Table(
        "events.csv",
        {
            "id": _ID,
            "date": Column(edtf_date),
            "title": _WORDS,
            "place": _NOTE,
            "lon": _LON,
            "lat": _LAT,
            "theme": Column(refers="themes"),
            "text": _MORE_WORDS,
            "essay": _MORE_WORDS,
            "correction": _MORE_WORDS,
            "held_by": Column(identifier, required=False, refers="polities"),
            "waiver": _NOTE,
            "source": _SOURCE,
            "confidence": _CONFIDENCE,
        },
        with_lines=True,
    ),
    "places": Table(
        "places.csv",
        {
            "id": _ID,
            "lon": _LON,
            "lat": _LAT,
            "rank": Column(Range(1, 5, "rank", whole=True), numeric=True),
            "name": _WORDS,
            "names": _MORE_WORDS,
            "today": _TEXT,
        },
        with_lines=True,
    ),
    "towns": Table(
        "towns.csv",
        {"id": _ID, "lon": _LON, "lat": _LAT, "zoom": _ZOOM, "name": _TEXT, "today": _NOTE},
        optional=True,
    ),
    "waters": Table("waters.csv", {"id": _ID, "lon": _LON, "lat": _LAT, "zoom": _ZOOM, "name": _WORDS}, optional=True),
    "exonyms": Table("exonyms.csv", {"name": _WORDS}, unique=("name",), optional=True),
    "glossary": Table("glossary.csv", {"name": _WORDS, "note": _NOTE}, unique=("name",), optional=True),
    "anchors": Table(
        "anchors.csv",
        {
            "town": _TEXT,
            "lon": _LON,
            "lat": _LAT,
            "held": Column(
                holders,
                refers="polities",
                ids=lambda value: [holder for holder, _ in parse_holders(value)],
                in_period=True,
            ),
            "source": _SOURCE,
            "note": _NOTE,
        },
        unique=("town", "lon", "lat", "held"),
        optional=True,
    ),
    "official_areas": Table(
        "official_areas.csv",
        {
            "id": _ID,
            "what": _TEXT,
            "polity": Column(identifier, required=False, refers="polities"),
            "territories": _IDS,
            "date": _DAY,
            "km2": _KM2,
            "tolerance_pct": Column(Range(0, 100, "percentage"), numeric=True),
            "source": _SOURCE,
            "note": _NOTE,
        },
        optional=True,
    ),
    "lines": Table(
        "lines.geojson",
        {
            "id": _ID,
            "theatre": _THEATRE,
            "name": _TEXT,
            "kind": Column(Choice(LINE_KINDS), required=False, default="administrative"),
            "certainty": Column(Choice(CERTAINTIES)),
            "accuracy_km": Column(Range(0, 200, "accuracy in km"), numeric=True),
            "from_node": Column(identifier, required=False, refers="nodes"),
            "to_node": Column(identifier, required=False, refers="nodes"),
            "follow": _NOTE,
            "source": _SOURCE,
            "note": _NOTE,
        },
    ),
    "boundaries": Table(
        "boundaries.geojson",
        {
            "name": _WORDS,
            "from": Column(calendar_day),
            "to": Column(calendar_day),
            "controller": _POLITY,
            "sovereign": _POLITY,
            "status": _STATUS,
            "source": _SOURCE,
            "confidence": Column(Choice(CONFIDENCES), required=False),
            "note": _NOTE,
        },
        unique=(),
        optional=True,
    ),
    "administrations": Table(
        "administrations.csv",
        {
            "id": _ID,
            "name": _WORDS,
            "controller": _POLITY,
            "from": _DAY,
            "to": _DAY,
            "territories": _TERRITORIES,
            "source": _SOURCE,
            "note": _NOTE,
        },
        unique=("id", "from", "to"),
        optional=True,
    ),
    "agreements": Table(
        "agreements.csv",
        {"id": _ID, "name": _WORDS, "from": _DAY, "to": _DAY, "lines": _IDS}
        | {"ended_by": Column(identifier, required=False, refers="polities"), "source": _SOURCE, "note": _MORE_WORDS},
        optional=True,
    ),
    "spheres": Table(
        "spheres.csv",
        {"agreement": Column(refers="agreements"), "territory": _TERRITORY, "sphere": _POLITY, "kind": _INTEREST},
        unique=("agreement", "territory"),
        optional=True,
    ),
    "recognitions": Table(
        "recognitions.csv",
        {
            "by": _POLITY,
            "of": _POLITY,
            "territories": _TERRITORIES,
            "from": _DAY,
            "to": _DAY,
            "stance": Column(Choice(("recognises", "refuses"))),
            "controller": _POLITY,
            "sovereign": _POLITY,
            "status": _STATUS,
            "source": _SOURCE,
            "note": _NOTE,
        },
        unique=("by", "of", "from", "territories"),
        optional=True,
    ),
    "railway_spells": Table(
        "railway_spells.csv",
        {
            "railway": Column(identifier, refers="railways"),
            "from": _DAY,
            "to": _DAY,
            "owner": _TEXT,
            "manager": _NOTE,
            "status": Column(railway_status, required=False),
            "source": _SOURCE,
            "note": _NOTE,
        },
        unique=("railway", "from"),
        optional=True,
    ),
    "railways": Table(
        "railways.geojson",
        {"id": _ID, "theatre": _THEATRE, "name": _WORDS, "source": _SOURCE, "note": _NOTE},
        optional=True,
    ),
    "movements": Table(
        "movements.geojson",
        {
            "id": _ID,
            "theatre": _THEATRE,
            "name": _WORDS,
            "from": Column(calendar_day),
            "to": Column(calendar_day),
            "polity": _POLITY,
            "kind": Column(Choice(("advance", "raid", "front"))),
            "side": Column(Choice(("left", "right")), required=False),
            "source": _SOURCE,
            "note": _NOTE,
        },
        optional=True,
    ),
    "rivers": Table("rivers.geojson", {"id": _ID, "theatre": _THEATRE, "name": _WORDS, "note": _NOTE}, optional=True),
    "campaigns": Table(
        "campaigns.csv",
        {
            "id": _ID,
            "theatre": _THEATRE,
            "name": _WORDS,
            "territories": _TERRITORIES,
            "from": _DAY,
            "to": _DAY,
            "status": _STATUS,
            "truces": Column(truces, required=False),
            "barriers": Column(barriers, required=False),
            "note": _NOTE,
        },
        optional=True,
    ),
    "successions": Table(
        "successions.csv",
        {
            "campaign": Column(identifier, refers="campaigns"),
            "day": _DAY,
            "before": _POLITY,
            "after": _POLITY,
            "territories": _TERRITORIES,
            "status": _STATUS,
            "source": _SOURCE,
            "note": _NOTE,
        },
        unique=("campaign", "day", "before", "after"),
        optional=True,
    ),
    "captures": Table(
        "captures.csv",
        {
            "id": _ID,
            "place": _TEXT,
            "lon": _LON,
            "lat": _LAT,
            "date": Column(edtf_date),
            "taken_by": _POLITY,
            "taken_from": Column(identifier, required=False, refers="polities"),
            "campaign": Column(identifier, refers="campaigns"),
            "source": _SOURCE,
            "confidence": _CONFIDENCE,
            "note": _NOTE,
        },
        optional=True,
    ),
    "evidence": Table(
        "evidence.csv",
        {
            "record": _TEXT,
            "source": Column(identifier, refers="sources"),
            "locator": _NOTE,
            "url": Column(web_address, required=False),
            "kind": Column(Choice(KINDS)),
            "says": _TEXT,
            "verdict": Column(Choice(VERDICTS)),
            "read": Column(calendar_day, required=False),
        },
        unique=("record", "source", "locator", "url", "says"),
        optional=True,
    ),
    "essay": Table(
        "essay.csv",
        {
            "id": _ID,
            "claim": _WORDS,
            "judgement": Column(Choice(JUDGEMENTS)),
            "reason": _WORDS,
            "events": _NOTE,
            "steps": _NOTE,
        },
        optional=True,
    ),
    "aliases": Table(
        "aliases.csv",
        {"of": Column(Choice(("place", "polity", "event", "agreement"))), "id": _ID, "name": _TEXT},
        unique=("of", "id", "name"),
        optional=True,
    ),
    "polity_names": Table(
        "polity_names.csv",
        {"polity": _POLITY, "dataset": Column(Choice(DATASETS)), "name": _TEXT},
        unique=("polity", "dataset", "name"),
        optional=True,
    ),
}
