"""What texts say of each record, and the level that follows: how far a reader can follow a claim to a text.

Levels, the best first: ``document`` (a document that was read supports it), ``text`` (another text that was read does),
``in part`` (a text supports a part of it), ``cited`` (a work is named, but none was read), ``rule`` (an editor's
convention, which no text that was read supports).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper import reading, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mapper.reading import Lines, Reader

LEVELS = ("document", "text", "in part", "cited", "rule")
READ = ("document", "text")  # levels at which a text that was read supports the whole record
GRADED = (
    "agreements",
    "events",
    "recognitions",
    "spells",
    "railway_spells",
    "movements",
    "captures",
    "administrations",
)
SUPPORT = ("supports", "in part")  # verdicts that lift a record's level
CONVENTION = "convention"  # the rule of a spell that an editor chose
COLUMNS = ("table", "record", "level", "theatre", "year", "until", "rule", "source", "contradicted")

Record = dict[str, Any]


LAST = chr(0x10FFFF)  # sorts behind every letter of a key
NEAR = 0.8  # how alike a key is that may have been meant, of 1
ANY = "*"  # stands in a key of ``evidence.csv``, behind its table, for any letters of one part


def key_of(table: str, row: Mapping[str, Any]) -> str:
    """Return what names a record in ``evidence.csv``, such as spells/vilnius-region/1939-09-20."""
    return "/".join([table, *("+".join(schema.parts(str(row[column]))) for column in schema.TABLES[table].unique)])


def table_of(key: str) -> str:
    """Return the table of a record's key."""
    return key.partition("/")[0]


def keys_in(cell: str) -> list[str]:
    """Return the keys of a cell of ``evidence.csv``: one that begins with no table is of the table before it."""
    found: list[str] = []
    for one in schema.parts(cell):
        alike = found and table_of(one) not in (*GRADED, "lines")
        found.append(f"{table_of(found[-1])}/{one}" if alike else one)
    return found


def pattern_of(key: str) -> re.Pattern[str]:
    """Return what the records match that a key of ``evidence.csv`` names: `ANY` stands for any letters of one part."""
    table, *parts = key.split("/")
    return re.compile("/".join([re.escape(table), *(re.escape(one).replace(re.escape(ANY), "[^/]*") for one in parts)]))


@dataclass(frozen=True)
class Evidence:
    """The rows of ``evidence.csv``, and those about each record."""

    rows: pd.DataFrame
    about: dict[str, list[Record]] = field(default_factory=dict)
    _texts: dict[str, list[Record]] = field(default_factory=dict)  # of each record that was asked for
    _supporting: dict[str, list[Record]] = field(default_factory=dict)

    @cached_property
    def open_keys(self) -> dict[str, list[tuple[re.Pattern[str], list[Record]]]]:
        """The rows of keys that hold `ANY`, by what stands before the first, each with the pattern of its records."""
        found: dict[str, list[tuple[re.Pattern[str], list[Record]]]] = {}
        for key, rows in self.about.items():
            if ANY in key:
                found.setdefault(key.partition(ANY)[0], []).append((pattern_of(key), rows))
        return found

    @cached_property
    def open_lengths(self) -> list[int]:
        """The lengths of what stands before `ANY`, each once."""
        return sorted({len(start) for start in self.open_keys})

    def texts(self, record: str) -> list[Record]:
        """Return the rows about a record."""
        if record not in self._texts:
            keys = chain.from_iterable(self.open_keys.get(record[:length], ()) for length in self.open_lengths)
            more = (rows for pattern, rows in keys if pattern.fullmatch(record))
            self._texts[record] = [*self.about.get(record, []), *chain.from_iterable(more)]
        return self._texts[record]

    def level(self, record: str, rule: str = "") -> str:
        """Return the level of a record, whose day was chosen by a rule."""
        found = [(row["verdict"], row["kind"]) for row in self.supporting(record)]
        if ("supports", "document") in found:
            return "document"
        if any(verdict == "supports" for verdict, _ in found):
            return "text"
        if found:
            return "in part"
        return "rule" if rule == CONVENTION else "cited"

    def supporting(self, record: str) -> list[Record]:
        """Return the texts that were read and support a record: those that do so wholly, and documents, first."""
        if record not in self._supporting:
            found = [row for row in self.texts(record) if row["read"] and row["verdict"] in SUPPORT]
            found.sort(key=lambda row: (SUPPORT.index(row["verdict"]), schema.KINDS.index(row["kind"])))
            self._supporting[record] = found
        return self._supporting[record]

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The address of each source, the first where it has several: of a text of it that was read."""
        found: dict[str, str] = {}
        for source, url in zip(self.rows["source"], self.rows["url"], strict=True):
            if url:
                found.setdefault(source, url)
        return found

    def located(self, source: str, fields: Mapping[str, str]) -> dict[str, str]:
        """Return the fields of a source, with the address of a text of it where they have none."""
        address = self.addresses.get(source)
        return {**({"url": address} if address else {}), **fields}

    def contradicted(self, record: str) -> bool:
        """Tell whether a text says otherwise."""
        return any(row["verdict"] == "contradicts" for row in self.texts(record))

    def graded(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table with ``record``, their keys, and ``level``."""
        rows = reading.records(frame)
        keys = [key_of(table, row) for row in rows]
        levels = [self.level(key, row.get("rule", "")) for key, row in zip(keys, rows, strict=True)]
        added = {"record": keys, "level": levels}
        return frame.assign(**{name: pd.Series(v, index=frame.index, dtype=object) for name, v in added.items()})

    def graded_lines(self, table: str, lines: Lines) -> Lines:
        """Return lines with ``record`` and ``level``."""
        keys = {name: key_of(table, line) for name, line in lines.items()}
        return {name: {**line, "record": keys[name], "level": self.level(keys[name])} for name, line in lines.items()}


def read_evidence(reader: Reader) -> Evidence:
    """Read ``evidence.csv``; a folder may have none."""
    rows = reader.table("evidence")
    reader.references("evidence", rows)
    about: dict[str, list[Record]] = {}
    for row in reading.records(rows):
        for record in keys_in(row["record"]):
            about.setdefault(record, []).append(row)
    return Evidence(rows, about)


def level_of_towns(own: str, towns: Iterable[str]) -> str:
    """Return the level of a spell whose land towns divide: its own, or what the levels of its captures allow.

    It is ``text`` where a text supports each of the captures, ``in part`` where one supports any.
    """
    levels = set(towns)
    if own != "cited" or not levels - {own}:
        return own
    return "text" if levels <= set(READ) else "in part"


def check_records(reader: Reader, evidence: Evidence, known: set[str]) -> None:
    """Tell every record that a row of evidence names and that is in no table."""
    records = sorted(known)
    for row, cell in evidence.rows["record"].items():
        for one in keys_in(cell):
            start = one.partition(ANY)[0]
            alike = records[bisect_left(records, start) : bisect_left(records, start + LAST)]
            if one not in known and not (ANY in one and any(map(pattern_of(one).fullmatch, alike))):
                near = get_close_matches(one, records, 1, NEAR)
                hint = f"The nearest is {near[0]}." if near else "Write its table and key, such as events/munich."
                message = f"'{one}' names no record"
                reader.problems.add(reader.path("evidence"), reading.place_of(row), "record", message, hint)


def shares(records: pd.DataFrame, by: str = "table") -> pd.DataFrame:
    """Return how many records have each level.

    Parameters
    ----------
    records
        A row a record, with the columns `COLUMNS` (see `mapper.geodata.Geodata.records`).
    by
        The column by which they are counted; a record without a value there is left out.

    Returns
    -------
    DataFrame
        ``table``, ``of`` (the value of the column), ``records``, a column for each of `LEVELS`, and ``read``: the
        share, 0 to 1, of those at one of `READ`. In the order of `GRADED` and of the values.
    """
    told = records[records[by] != ""]
    rows = []
    for (table, value), group in told.assign(of=told[by]).groupby(["table", "of"]):
        counts = group["level"].value_counts()
        found = {level: int(counts.get(level, 0)) for level in LEVELS}
        read = sum(found[level] for level in READ) / len(group)
        rows.append({"table": table, "of": value, "records": len(group), **found, "read": read})
    rows.sort(key=lambda row: (GRADED.index(str(row["table"])), row["of"]))
    return pd.DataFrame(rows, columns=["table", "of", "records", *LEVELS, "read"])


def share_lines(records: pd.DataFrame, by: str) -> Iterator[str]:
    """Yield `shares` as lines of text, a header first."""
    yield f"{'':28}{'records':>8}" + "".join(f"{level:>10}" for level in LEVELS) + f"{'read':>7}"
    for row in shares(records, by).to_dict("records"):
        name = row["table"] if by == "table" else f"{row['table']} {row['of']}"
        yield f"{name:28}{row['records']:8}" + "".join(f"{row[level]:10}" for level in LEVELS) + f"{row['read']:7.0%}"


def reading_list(records: pd.DataFrame) -> Iterator[str]:
    """Yield `to_read` as lines of text: level, record, source."""
    for row in to_read(records):
        level = f"{row['level']}, contradicted" if row["contradicted"] else row["level"]
        yield f"{level:24}{row['record']}  {row['source']}"


def to_read(records: pd.DataFrame) -> Iterator[Record]:
    """Yield the records about which a text is to be read next, in that order.

    First those that a text contradicts, then by table as in `GRADED`, acts before other spells, what is only cited
    before what a text supports in part, and by year.
    """
    turn = ("cited", "rule", "in part")
    left = [row for row in reading.records(records) if row["contradicted"] or row["level"] in turn]

    def place(row: Record) -> tuple[bool, int, bool, int, str, str]:
        level = turn.index(row["level"]) if row["level"] in turn else len(turn)
        tables = GRADED.index(row["table"])
        return (not row["contradicted"], tables, row["rule"] not in ("", "act"), level, row["year"], row["record"])

    yield from sorted(left, key=place)
