"""The one place that opens the files of an atlas: what cannot be read is told in one line, of its own file.

Texts are UTF-8, with a byte order mark or without; JSON and TOML hold each key once, and finite numbers.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.errors import Problems

SHORT = 200  # characters of a reason that a library gives
GEOMETRY = re.compile(r'"geometry"\s*:\s*(\{[^{}]*\})')  # of a feature, where no object is inside it
QUOTES = 6  # of a geometry that has a type and coordinates, and nothing else
GEOS = re.compile(r"^\w+Exception: (Error parsing JSON: '\[\S+\] )?")  # what it says before a reason
TAKEN = "\0"  # before the number of one that was taken out of a text
VAST = (re.compile(r"[eE]\+?\d{3}"), re.compile(r"\D\d{200}"))  # in a text without such, each number is finite
LEFT = ("~", ".swp", ".swo", ".tmp", ".bak", ".orig")  # what editors' own copies end in


def is_data(path: Path) -> bool:
    """Whether a file is no copy, lock or half-saved file of an editor's, as its name tells."""
    return not path.name.startswith((".", "#")) and not path.name.endswith(LEFT)


def is_there(path: Path) -> bool:
    """Whether there is anything of this name: also a link that leads nowhere."""
    return os.path.lexists(path)


def read_text(path: Path, problems: Problems, hint: str = "Save it in UTF-8.") -> str | None:
    """Return the text of a file, its lines ended as they are; None if it cannot be read, which is told."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            problems.add(path, "", "", "it is no plain file", "Put the file itself there.")
            return None
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        missing = "it is a link that leads nowhere" if is_there(path) else "the file is not there"
        problems.add(path, "", "", missing, "Restore it.")
    except UnicodeDecodeError as error:
        problems.add(path, "", "", f"the file is not in UTF-8: {reason(error)}", hint)
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or reason(error)
        problems.add(path, "", "", f"the file cannot be read: {told}", "See who may read it, and where it leads.")
    else:
        return text
    return None


def read_json(path: Path, problems: Problems, hint: str) -> Any:  # noqa: ANN401  (JSON)
    """Return what a file of JSON holds; None if it cannot be read, which is told."""
    text = read_text(path, problems)
    return None if text is None else _parsed(text, path, problems, hint)


def read_features(path: Path, problems: Problems, hint: str) -> Any:  # noqa: ANN401  (JSON)
    """Return what a file of GeoJSON holds, as `read_json` does, but the geometry of each feature is its text, or None.

    What the text of a geometry says is not looked at: GEOS reads it many times faster than Python.
    """
    text = read_text(path, problems)
    if text is None:
        return None
    taken: dict[str, str] = {}

    def out(found: re.Match[str]) -> str:
        if found[1].count('"') != QUOTES:
            return found[0]
        taken[f"{TAKEN}{len(taken)}"] = found[1]
        return f'"geometry":"\\u0000{len(taken) - 1}"'

    try:
        raw = _loaded(GEOMETRY.sub(out, text))
    except (ValueError, RecursionError):  # which lines are told of the whole text
        taken, raw = {}, _parsed(text, path, problems, hint)
    if sum(isinstance(one.get("geometry"), str) and one["geometry"] in taken for one in _features(raw)) < len(taken):
        taken, raw = {}, _parsed(text, path, problems, hint)  # one that was taken out was no feature's
    for feature in _features(raw):
        if (geometry := feature.get("geometry")) is not None:
            known = taken.get(geometry) if isinstance(geometry, str) else None
            feature["geometry"] = known or json.dumps(geometry)
    return raw


def _features(raw: Any) -> list[dict[str, Any]]:  # noqa: ANN401  (JSON)
    """Return what may be a feature in a document of GeoJSON."""
    found = raw.get("features", [raw]) if isinstance(raw, dict) else []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _parsed(text: str, path: Path, problems: Problems, hint: str) -> Any:  # noqa: ANN401  (JSON)
    """Return what a text of JSON holds; None if it is none, which is told."""
    try:
        return _loaded(text)
    except (ValueError, RecursionError) as error:
        told = f"the file is not JSON: {reason(error)}" if text.strip() else "the file is empty"
        problems.add(path, "", "", told, hint)
        return None


def _loaded(text: str) -> Any:  # noqa: ANN401  (JSON)
    """Return what a text of JSON holds; raise ValueError or RecursionError if it is none."""
    # a call for each number takes longer than all else here
    number = _finite if any(form.search(text) for form in VAST) else float
    found = json.loads(text, object_pairs_hook=once, parse_constant=_finite, parse_float=number)
    if "\\ud" in text.lower():
        json.dumps(found, ensure_ascii=False).encode()  # half a character cannot be written
    return found


def read_toml(path: Path, problems: Problems) -> dict[str, Any] | None:
    """Return what a file of TOML holds; None if it cannot be read, which is told."""
    text = read_text(path, problems)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problems.add(path, "", "", f"the file is not TOML: {reason(error)}", "Mend it there.")
        return None


def reason(error: BaseException) -> str:
    """Return what a library says is wrong, in one line."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if "integer string conversion" in str(error):
        return "a number has too many digits"
    if "not JSON compliant" in str(error):
        return "a number is not finite"
    if isinstance(error, (TypeError, AttributeError)):
        return "it is not of the form that it must have"
    return GEOS.sub("", " ".join(str(error).split()))[:SHORT] or type(error).__name__


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, none of whose keys may stand there twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        values = " and ".join(f"{value!r:.80}" for key, value in pairs if key == twice)
        raise ValueError(f"the key '{twice:.80}' stands twice in one object, with {values}")
    return found


def _finite(text: str) -> float:
    """Return a number of JSON, which must be finite."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text:.20} is no number of JSON")
    return number
