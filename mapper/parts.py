"""What `mapper new` is told, what each kind of files brings to an atlas, and how the columns of a file are found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shapely

from mapper import dateforms, folder, schema
from mapper.about import FILE
from mapper.columns import EXTRA, UNTIL
from mapper.errors import CallError
from mapper.sources import bibtex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from mapper.columns import Declared
    from mapper.intake import Brought

UNSTATED = "LicenseRef-not-stated"  # SPDX for a licence that stands on no list


@dataclass(frozen=True)
class Wish:
    """What the caller says of the files; '' and nothing leave it to be found."""

    title: str = ""
    licence: str = ""
    ends: str = ""
    until: str = ""
    dates: str = ""
    crs: str = ""
    encoding: str = ""
    layer: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """What files of one kind bring to an atlas.

    ``files`` are of the geodata folder, ``head`` what ``atlas.toml`` says of the whole, ``tables`` what else of it;
    ``days`` are those on which something begins, ``bounds`` west, south, east and north, ``left`` what could not be
    used (file, row, reason), ``notes`` what its user should know, ``reading`` a paragraph for the README.
    """

    count: int
    head: Mapping[str, object]
    files: Mapping[str, str]
    tables: str
    first: str
    after: str
    days: Sequence[str]
    bounds: Sequence[float]
    layers: Sequence[str]
    lede: str
    notes: Sequence[str] = ()
    left: Sequence[tuple[str, str, str]] = ()
    reading: str = ""


def title_of(path: Path) -> str:
    """Return the name of a file as a title."""
    words = re.sub(r"[-_\s]+", " ", path.name.split(".")[0]).strip()
    return words[:1].upper() + words[1:] or "Atlas"


def own_head(path: Path) -> dict[str, object]:
    """Return what ``atlas.toml`` says of the whole, for a file about which nobody said anything."""
    title = title_of(path)
    uri = f"urn:historical-mapper:{schema.slug(title, 'atlas')}:"
    return {"title": title, "languages": ["en"], "licence": UNSTATED, "uri": uri}


def source_of(path: Path) -> tuple[str, str]:
    """Return the key of a file as a source, and its entry in BibTeX."""
    key = schema.slug(path.name.split(".")[0], "source")
    return key, bibtex(key, {"ENTRYTYPE": "misc", "title": title_of(path), "note": f"file {path.name}"})


def refuse_columns(wish: Wish, tables: Iterable[str]) -> None:
    """Raise `CallError` if the caller names a column for one of ours that no table has."""
    ours = dict.fromkeys(column for table in tables for column in (*schema.TABLES[table].columns, *EXTRA[table]))
    for key, name in wish.columns.items():
        if key not in ours:
            raise CallError(f"--column {key}={name}: '{key}' is none of {', '.join(ours)}")


def given_columns(table: str, wish: Wish, columns: Iterable[str] = (), path: Path | None = None) -> dict[str, str]:
    """Return the columns that the caller named for a table; one that the file lacks is a wrong call."""
    ours = {*schema.TABLES[table].columns, *EXTRA[table]}
    found = {key: name for key, name in wish.columns.items() if key in ours}
    for name in found.values():
        if path and name and name not in columns:
            raise CallError(f"{path} has no column '{name}'; it has {', '.join(columns)}")
    return found


def require(one: Brought, named: Mapping[str, str], wanted: Mapping[str, Sequence[str]]) -> None:
    """Raise `CallError` if a column that is needed was not found under any of its usual names."""
    lacking = [ours for ours, either in wanted.items() if not any(name in named for name in either)]
    if lacking:
        calls = " ".join(f"--column {ours}=COLUMN" for ours in lacking)
        there = ", ".join(map(str, one.rows.columns))
        raise CallError(
            f"{one.path}: no column is known as {' or as '.join(lacking)}; there are {there}. Name it: {calls}"
        )


def without_foreign(
    named: dict[str, str], rows: pd.DataFrame, column: str, vocabulary: Iterable[str]
) -> dict[str, str]:
    """Return the columns without one whose words are not ours."""
    foreign = column in named and not set(rows[named[column]]) <= {*vocabulary, ""}
    return {ours: theirs for ours, theirs in named.items() if not (foreign and ours == column)}


def form_of(one: Brought, columns: Sequence[str], wish: Wish, table: str) -> tuple[str, list[str]]:
    """Return the form of the dates in some columns, and what was guessed."""
    texts = [text for column in columns for text in one.rows[column]]
    forms = [wish.dates] if wish.dates else dateforms.recognise(texts)
    if not forms:
        shown = ", ".join(f"'{text}'" for text in texts[:3])
        raise CallError(f"{one.path}, {columns[0]}: {shown} are no dates; name their form, such as --dates %d.%m.%Y")
    if len(forms) == 1:
        return forms[0], []
    word = f'if that is wrong, write dates = "{forms[1]}" under [columns.{table}] in geodata/{FILE}'
    return forms[0], [f"{one.path.name}: the dates were read as {forms[0]}, day and month may be swapped; {word}"]


def found_words(one: Brought, named: Mapping[str, str], names: Iterable[str]) -> str:
    """Return which column was taken for which, in words."""
    found = ", ".join(f"{ours} = {theirs}" for ours, theirs in named.items())
    without = ", ".join(name for name in names if name not in named and name not in ("id", UNTIL))
    return f"{one.path.name}: {found}{f'; none for {without}' if without else ''}"


def columns_text(said: Declared) -> str:
    """Return what ``atlas.toml`` says of the columns of a table."""
    what = {**said.named, "dates": said.dates}
    if said.table == "boundaries":
        what["ends"] = "inclusive" if said.inclusive else "exclusive"
    head = "# Which column of the file is which. Mend it here."
    if said.table == "boundaries":
        head += "\n# ends: inclusive if a record holds on the day, or in the year, of its end; exclusive if until it."
    text = f"\n{head}{folder.keys(what, f'[columns.{said.table}]')}"
    text += folder.keys(said.fixed, f"[columns.{said.table}.fixed] # what stands where the file has nothing")
    return text + (folder.keys(said.statuses, f"[columns.{said.table}.statuses]") if said.statuses else "")


def bounds(shapes: Sequence[shapely.Geometry]) -> list[float]:
    """Return west, south, east and north of some shapes."""
    return [float(side) for side in shapely.total_bounds(shapes)]
