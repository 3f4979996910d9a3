"""Sources: the BibTeX file that holds them, one line of text about each, and BibTeX to take away.

The only module that imports bibtexparser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string

from mapper import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mapper.errors import Problems

ORDER = (
    "author",
    "editor",
    "title",
    "booktitle",
    "journal",
    "volume",
    "number",
    "pages",
    "publisher",
    "howpublished",
    "year",
)
FILE = "sources.bib"


def plain(value: str) -> str:
    """Return a BibTeX value without braces and with its dashes as dashes."""
    return (
        re.sub(r"[{}]", "", value)
        .replace("---", "\N{EM DASH}")
        .replace("--", "\N{EN DASH}")
        .replace("\\&", "&")
        .strip()
    )


def citation(fields: Mapping[str, str]) -> str:
    """Return one line that names a source, such as 'Davies, Norman. White Eagle, Red Star. Macdonald, 1972'."""
    given = {k: plain(v) for k, v in fields.items()}
    people = given.get("author") or (f"{given['editor']} (ed.)" if given.get("editor") else "")
    people = people.replace(" and ", "; ")
    where = ", ".join(given[k] for k in ("booktitle", "journal", "volume", "number", "pages") if given.get(k))
    made = ", ".join(given[k] for k in ("address", "publisher", "howpublished", "year") if given.get(k))
    parts = [people, given.get("title", ""), where, made, given.get("note", "")]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def bibtex(key: str, fields: Mapping[str, str]) -> str:
    """Return a source as one BibTeX entry, its known fields first and in a fixed order."""
    names = [n for n in ORDER if n in fields]
    names += sorted(n for n in fields if n not in ORDER and n != "ENTRYTYPE")
    body = "".join(f"  {name} = {{{fields[name]}}},\n" for name in names)
    return f"@{fields['ENTRYTYPE']}{{{key},\n{body}}}\n"


def cited(texts: Iterable[str]) -> list[str]:
    """Return the keys that citations name, sorted, each once."""
    return sorted({key for text in texts if text for key, _ in schema.parse_citations(text)})


def read_sources(geodata: Path, problems: Problems) -> dict[str, dict[str, str]]:
    """Read ``sources.bib``: each key's fields, ``ENTRYTYPE`` among them, in the order of the file."""
    path = geodata / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.add(path, "", "", "the file is not there", "Restore it.")
        return {}
    library = parse_string(text)
    for block in library.failed_blocks:
        row = f"line {(block.start_line or 0) + 1}"
        problems.add(path, row, "", f"the entry cannot be read: {block.error}", "Mend it, or rename it.")
    found = {}
    for entry in library.entries:
        fields = {field.key.lower(): " ".join(str(field.value).split()) for field in entry.fields}
        if not fields.get("title"):
            row = f"line {(entry.start_line or 0) + 1}"
            problems.add(path, row, "title", f"the source {entry.key} has no title", "Give it one.")
        found[entry.key] = {"ENTRYTYPE": entry.entry_type, **fields}
    return found
