"""Sources as a reader sees them: one line of text, and BibTeX to take away; and what a folder says about itself."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from mapper import schema
from mapper.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

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
ABOUT = ("title", "credit", "licence", "licence_url", "uri")


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


def read_about(geodata: Path) -> dict[str, str]:
    """Read ``about.toml``: title, credit, licence, licence_url and uri (where ids begin); '' for what it does not say.

    Raises
    ------
    DataError
        If the file is no TOML, or says something else, or not as text.
    """
    path = geodata / "about.toml"
    hint = f"It may hold texts for {', '.join(ABOUT)}."
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Problem(str(path), "", "", f"the file is not TOML: {error}", hint)]) from error
    if wrong := [key for key, value in raw.items() if key not in ABOUT or not isinstance(value, str)]:
        raise DataError([Problem(str(path), "", key, f"{raw[key]!r} cannot be used", hint) for key in wrong])
    return {key: raw.get(key, "") for key in ABOUT}
