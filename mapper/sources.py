"""Sources: the BibTeX file that holds them, one line of text about each, and BibTeX to take away.

The only module that imports bibtexparser.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from mapper import files, schema
from mapper.errors import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bibtexparser.library import Library
    from bibtexparser.model import Block, Field, String

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
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LIKE_ENTRY = re.compile(r"@\s*\w+\s*[({]|^\s*\w+\s*[({]|^\s*\w+\s*=|^\s*[})]", re.MULTILINE)
FORM = "It must be @type{key, field = {text}, ...}."
NAME = re.compile(r"[^\s{}\"#,=]+")
NUMBER = re.compile(r"[0-9]+")
MARK = re.compile(r'(?<!\\)[{}"#]')
ENCLOSED = re.compile(r'\{.*\}|"[^"]*"', re.DOTALL)


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
    """Read ``sources.bib``: each key's fields, ``ENTRYTYPE`` among them, in the order of the file.

    Macros (``@string``) are filled in. What stands between the entries is a comment, unless it looks like an entry.
    """
    path = geodata / FILE
    try:
        text = files.read_text(path, "BibTeX")
        library = _split(text)
    except files.UnreadableError as error:
        files.tell(problems, path, error)
        return {}
    for block in library.blocks:
        reason, hint = _amiss(block)
        if reason:
            problems.add(path, _line(block.start_line), "", reason, hint)
    if not library.entries and text.strip() and not problems.of(path):
        problems.add(path, "", "", "the file holds no source", FORM)
    macros = {month: month for month in MONTHS}

    def value(where: Field | String) -> str:
        try:
            return expanded(str(where.value), macros)
        except ValueError as error:
            hint = "Put the text in braces, and count them."
            problems.add(path, _line(where.start_line), where.key, str(error), hint)
            return "?"

    for string in library.strings:
        macros[string.key.lower()] = value(string)
    found = {}
    for entry in library.entries:
        fields = {field.key.lower(): value(field) for field in entry.fields}
        if not plain(fields.get("title", "")):
            message = f"the source {shown(entry.key)} has no title"
            problems.add(path, _line(entry.start_line), "title", message, "Give it one.")
        found[entry.key] = {"ENTRYTYPE": entry.entry_type, **fields}
    return found


def _split(text: str) -> Library:
    """Return the blocks of a BibTeX text, the values as they stand there."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it tells what it finds on standard error
    try:
        return parse_string(text.replace("\r\n", "\n").replace("\r", "\n"), parse_stack=[])
    except (ParserStateException, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        hint = "Look for a brace or a quote that is not closed."
        raise files.UnreadableError("the file cannot be read as BibTeX", hint) from error


def _line(start: int | None) -> str:
    return f"line {(start or 0) + 1}"


def _amiss(block: Block) -> tuple[str, str]:
    """Return why a block cannot be used, and what to do; nothing if it can."""
    if isinstance(block, DuplicateBlockKeyBlock):
        first = _line(block.previous_block.start_line)
        return f"the key '{shown(block.key)}' is there already, in {first}", "Rename or delete one."
    if isinstance(block, DuplicateFieldKeyBlock):
        return f"it has the field {shown(', '.join(sorted(block.duplicate_keys)))} twice", "Delete one."
    if isinstance(block, ParsingFailedBlock):
        begun = " ".join((block.raw or "").split())
        return f"the entry '{shown(begun)}' cannot be read", f"{FORM} Close every brace and quote."
    if isinstance(block, ImplicitComment) and LIKE_ENTRY.search(block.comment):
        hint = "An entry begins with @type{key, and ends with its last brace."
        return f"'{shown(' '.join(block.comment.split()))}' is no entry", hint
    if isinstance(block, Entry) and not all(
        NAME.fullmatch(name) for name in (block.entry_type, block.key, *block.fields_dict)
    ):
        return f"'{shown(' '.join((block.raw or '').split()))}' lacks a type, a key or the name of a field", FORM
    return "", ""


def expanded(raw: str, macros: Mapping[str, str]) -> str:
    """Return what a value says: a text in braces or quotes, a number, a macro, or some of these joined by '#'.

    Raises
    ------
    ValueError
        With the reason, if it is none of these.
    """
    found = []
    for piece in _pieces(raw):
        if NUMBER.fullmatch(piece):
            found.append(piece)
        elif piece.lower() in macros:
            found.append(macros[piece.lower()])
        elif ENCLOSED.fullmatch(piece):
            found.append(piece[1:-1])
        else:
            message = f"'{shown(piece)}' is no text in braces or quotes, no number and no macro"
            raise ValueError(message)
    return " ".join("".join(found).split())


def _pieces(raw: str) -> list[str]:
    """Return what '#' joins in a value; raise ValueError where the braces do not match."""
    pieces, depth, quoted, begun = [], 0, False, 0
    for mark in MARK.finditer(raw):
        match mark[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
                if depth < 0:
                    break
            case '"':
                quoted ^= not depth
            case "#" if not depth and not quoted:
                pieces.append(raw[begun : mark.start()].strip())
                begun = mark.end()
    if depth or quoted:
        message = f"the braces or quotes of '{shown(raw)}' do not match"
        raise ValueError(message)
    return [*pieces, raw[begun:].strip()]
