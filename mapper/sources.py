"""Sources: the BibTeX file that holds them, one line of text about each, and BibTeX to take away.

The only module that imports bibtexparser.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.parsestack import default_parse_stack

from mapper import schema
from mapper.opening import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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
COVERS = re.compile(r"(\d{4})/(\d{4})")  # the first and the last year that a work covers
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # BibTeX knows them
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it finds is told as a problem


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


def covered(fields: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the first and the last year that a work covers, None if its entry does not say."""
    said = COVERS.fullmatch(fields.get("covers", ""))
    return (said[1], said[2]) if said and said[1] <= said[2] else None


def read_sources(geodata: Path, problems: Problems) -> dict[str, dict[str, str]]:
    """Read ``sources.bib``: each key's fields, ``ENTRYTYPE`` among them, in the order of the file."""
    path = geodata / FILE
    text = read_text(path, problems)
    if text is None:
        return {}
    library = parse_string(text, parse_stack=[])
    macros = set(library.strings_dict)
    written = [(field, str(field.value).strip()) for entry in library.entries for field in entry.fields]
    unread = [(field, value) for field, value in written if not _is_value(value, macros)]
    for step in default_parse_stack():
        library = step.transform(library)
    for block in library.failed_blocks:
        why = getattr(block.error, "abort_reason", "") or str(block.error) or "its braces are not in balance"
        message = f"the entry cannot be read: {' '.join(why.split())[:200].rstrip('.')}"
        problems.add(path, _line(block), "", message, "Mend it, or rename it.")
    for field, value in unread:
        message = f"'{value:.60}' is neither a number nor a text in braces"
        problems.add(path, _line(field), field.key, message, "Put it in braces, with a comma after it.")
    found = {}
    for entry in library.entries:
        fields = {field.key.lower(): " ".join(str(field.value).split()) for field in entry.fields}
        for column, wrong, hint in _faults(entry, fields):
            problems.add(path, _line(entry), column, wrong, hint)
        found[entry.key] = {"ENTRYTYPE": entry.entry_type, **fields}
    return found


def _faults(entry: Any, fields: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401  (the parser's)
    """Yield what is wrong with an entry: the field, what it is, and what to do."""
    if wrong := schema.identifier(entry.key):
        yield "", wrong, "A source is cited by its key."
    if not entry.entry_type:
        yield "", f"the source {entry.key} has no type", "Write @book or @misc."
    if not fields.get("title"):
        yield "title", f"the source {entry.key} has no title", "Give it one."
    if fields.get("covers") and not covered(fields):
        yield "covers", f"'{fields['covers']}' are no years such as 1920/1928", "Write the first and the last year."
    if fields.get("url") and (wrong := schema.web_address(plain(fields["url"]))):
        yield "url", wrong, "Write the address at which its publisher keeps it."


def _line(block: Any) -> str:  # noqa: ANN401  (a block or a field of the parser)
    """Return how a problem names the line at which something begins."""
    return f"line {(block.start_line or 0) + 1}"


def _is_value(value: str, macros: set[str]) -> bool:
    """Whether a value of a field, as it is written, is one text in braces or quotes, a number, or a known macro."""
    if value[:1] == "{" and value[-1:] == "}" and value.count("{") == 1 == value.count("}"):
        return True
    if value.isdecimal() or value.lower() in MONTHS or value in macros or value.lower() in {m.lower() for m in macros}:
        return True
    if value[:1] == '"':
        return len(value) > 1 and value[-1] == '"' and '"' not in re.sub(r"\\.|\{[^{}]*\}", "", value[1:-1])
    depth = 0
    for place, letter in enumerate(value):
        depth += (letter == "{") - (letter == "}")
        if depth == 0 and place < len(value) - 1:
            return False
    return value[:1] == "{" and depth == 0
