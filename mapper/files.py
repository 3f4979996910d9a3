"""What stands in the files that are read: UTF-8 text, JSON and TOML, or one line that says why it cannot be had.

Only plain files are opened: a pipe, a device or a folder in the place of one is told. A link is followed. What editors
leave beside a file that they hold open is no data.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mapper.errors import MapperError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mapper.errors import Problems

LARGEST = 2**29  # bytes of a file
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32 begins as UTF-16 does
LONE = re.compile(r"\\u[dD][89a-fA-F]")  # half of a pair, maybe without the other
DOTS = 1000  # in a key of TOML; the time to read one grows with the square of them
GONE = "Restore it."


class UnreadableError(MapperError):
    """A file cannot be read: where in it, what was found, and what to do."""

    def __init__(self, message: str, hint: str, row: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.row = message, hint, row


def is_data(name: str) -> bool:
    """Whether a file of this name may be data, not what an editor leaves: .#x, .x.swp, ~$x, #x#, x~."""
    return not name.startswith((".", "~", "#")) and not name.endswith("~")


def exists(path: Path) -> bool:
    """Whether there is anything of this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def read_bytes(path: Path, gone: str = GONE) -> bytes:
    """Return what stands in a plain file; ``gone`` says what to do where there is none.

    Raises
    ------
    UnreadableError
        If it is not there, no plain file, too large, or not to be opened.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError("it is a folder, not a file", "Put the file in its place.")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("it is no plain file", "Put a plain file in its place.")
        if status.st_size > LARGEST:
            raise UnreadableError(f"the file is larger than {LARGEST // 2**20} MB", "Make it smaller.")
        return path.read_bytes()
    except FileNotFoundError as error:
        if exists(path):
            raise UnreadableError("it is a link to what is not there", "Put the file in its place.") from error
        raise UnreadableError("the file is not there", gone) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError(f"the file cannot be read: {reason}", "Put a file there that may be read.") from error


def decode(data: bytes, kind: str) -> str:
    """Return the text of a file of a kind, such as CSV: UTF-8, with or without a byte order mark.

    Raises
    ------
    UnreadableError
        If it is in another encoding, or holds NUL bytes.
    """
    hint = "Save it as UTF-8."
    if data.startswith(WIDE) or data.count(0) > len(data) // 4:
        raise UnreadableError(f"the file is not UTF-8 {kind}: it is UTF-16 text", hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = _line(data[: error.start])
        found = f"the byte 0x{data[error.start]:02x} is no letter there"
        raise UnreadableError(f"the file is not UTF-8 {kind}: {found}", hint, row) from error
    if "\0" in text:
        row = _line(data[: data.index(0)])
        raise UnreadableError(f"the file is not UTF-8 {kind}: it holds a NUL byte", "Delete it.", row)
    return text


def _line(before: bytes) -> str:
    """Return the line on which what comes after some bytes stands."""
    ends = before.count(b"\n") or before.count(b"\r")
    return f"line {ends + 1}"


def read_text(path: Path, kind: str, gone: str = GONE) -> str:
    """Return the text of a plain file in UTF-8; raise `UnreadableError` if it has none."""
    return decode(read_bytes(path, gone), kind)


def tell(problems: Problems, path: Path, error: UnreadableError) -> None:
    """Take down why a file cannot be read."""
    problems.add(path, error.row, "", error.message, error.hint)


class _Doubled(dict[str, Any]):
    """An object of JSON in which a key stands twice."""

    key = ""


def parse_json(text: str) -> Any:  # noqa: ANN401  (JSON)
    """Return what a JSON text says; a number that is none (NaN) stays for whoever reads the place where it stands.

    Raises
    ------
    UnreadableError
        If it is no JSON, or holds a key twice or half a letter, which the next reader would not understand.
    """
    hint = "Mend it there."
    doubled = False

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal doubled
        made = dict(found)
        if len(made) == len(found):
            return made
        keys = [key for key, _ in found]
        marked = _Doubled(made)
        marked.key = next(key for key in keys if keys.count(key) > 1)
        doubled = True
        return marked

    try:
        raw = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        row = f"line {error.lineno}"
        raise UnreadableError(f"the file is not JSON: {error.msg}, letter {error.colno}", hint, row) from error
    except RecursionError as error:
        raise UnreadableError("the file is not JSON that can be read: it lies too deep in brackets", hint) from error
    except ValueError as error:
        raise UnreadableError("the file is not JSON that can be read: a number has too many digits", hint) from error
    if doubled or LONE.search(text):
        for place, value in _walk(raw):
            if isinstance(value, _Doubled):
                raise UnreadableError(f"the key '{value.key}' stands twice in one object", "Delete one.", place)
            if isinstance(value, str) and not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
                raise UnreadableError("a text holds half of a letter (an escape \\ud800 to \\udfff)", hint, place)
    return raw


def _walk(raw: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (JSON)
    """Yield each value in a JSON tree, keys among them, with its place: 'features[0].geometry'."""
    waiting = [("", raw)]
    while waiting:
        place, value = waiting.pop()
        yield place, value
        if isinstance(value, Mapping):
            for key, inner in value.items():
                yield place, key
                waiting.append((f"{place}.{key}".lstrip("."), inner))
        elif isinstance(value, list):
            waiting += [(f"{place}[{index}]", inner) for index, inner in enumerate(value)]


def read_json(path: Path, gone: str = GONE) -> dict[str, Any]:
    """Return the JSON object that stands in a file; raise `UnreadableError` if there is none."""
    raw = parse_json(read_text(path, "JSON", gone))
    if not isinstance(raw, dict):
        raise UnreadableError("the file is no JSON object", "It must begin with { and end with }.")
    return raw


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file says; raise `UnreadableError` if it is none."""
    text = read_text(path, "TOML")
    deep = UnreadableError("the file is not TOML that can be read: it lies too deep in brackets", "Mend it there.")
    if any(line.partition("=")[0].count(".") > DOTS for line in text.splitlines()):
        raise deep
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise deep from error
    except ValueError as error:
        reason = " ".join(str(error).split())[:200]
        if not isinstance(error, tomllib.TOMLDecodeError):
            reason = "a number has too many digits, or a day is none"
        raise UnreadableError(f"the file is not TOML: {reason}", "Mend it there.") from error
