"""Strategies that damage a file: its bytes, its cells, its keys, its values, its place in the folder."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from worlds import Put

if TYPE_CHECKING:
    from collections.abc import Callable

    from worlds import Files

Draw = Any  # hypothesis's own type is generic

KINDS = ("missing", "folder", "pipe", "loop", "dangling")
NUMBERS = (
    "nan",
    "NaN",
    "inf",
    "-inf",
    "1e3",
    "1e400",
    "1_000",
    "٧",
    "0x10",
    "007",
    "1,5",
    "-0",
    "1.5",
    "-1",
    "91",
    "181",
)
HUGE = ("9" * 5000, "x" * 200_000, "[" * 10_000, "{" * 10_000)
DAYS = ("1939-02-30", "1939-09-17/", "/1939", "..", "/", "0000-01-01", "9999-12-31", "10000-01-01", "1939-21", "1939S2")
MARKS = (
    "",
    " ",
    "\u200bsovereign",
    "\u202e",
    "\x1b[31m",
    "\x00",
    "\ufeff",
    "\u00a0",
    "é",
    "\U0001f5fa",
    "\ud7ff",
    "a\nb",
    "\r",
)
CODES = (
    "<b>",
    "'",
    '"',
    '"""',
    "${x}",
    "{{ 7*7 }}",
    "=1+1",
    "../x",
    "constructor",
    "__proto__",
    "None",
    "null",
    "true",
)
NAMES = (
    "Sovereign",
    "sovereign ",
    "none",
    "red",
    "RED",
    "red | blue",
    "red|",
    "west",
    "westland;;nope",
    "westland, farland",
)
PLACES = ("http://127.0.0.1:9/x", "file:///etc/passwd", "/vsicurl/http://127.0.0.1:9/x", "/dev/zero", "C:\\x", "~")
NASTY = st.sampled_from((*NUMBERS, *DAYS, *MARKS, *CODES, *NAMES, *PLACES)) | st.text(max_size=8)
TEXTS = NASTY | st.sampled_from(HUGE)
VALUES = (
    st.sampled_from(
        (
            None,
            True,
            False,
            0,
            -5,
            1.5,
            1e300,
            10**40,
            [],
            {},
            [[]],
            [{}],
            [None],
            [0, 0],
            "x",
            "",
            float("nan"),
            float("inf"),
        )
    )
    | TEXTS
)
TOML_VALUES = (
    *("5", "-5", "1.5", "nan", "inf", "1e400", "true", "0x" + "f" * 5000, "9" * 5000, "[" * 400 + "]" * 400, ""),
    *("[]", "[[]]", "{}", "[{}]", "[1, 2]", "[1, 2, 3]", "[0, 0, 10, 10]", "[500, 700, 99]", "{ west = [5] }"),
    *('""', '"x"', '"\\u0000"', "'''x\ny'''", '["west"]', '["west", "west"]', '{ west = "abc" }'),
    *("1939-09-17", "1939-09-17T00:00:00", "00:00:00"),
)
KEYS = ("x", "date", "id", "a.b.c", "views", '""', "from", "", "story", "layers", "order", "as", "columns", "themes")
TOML_TABLES = ("[x]", "[[story]]", "[views]", "[theatres.west]", "[theatres.Far]", "[[themes]]", "[statuses.lost]")
BIB = ("", "{", "}", "@", "=", ",", '"', "#", "\\", "macro", "@string{x = {y}}", "@misc{a-1,")


def damages(files: Files, paths: list[str] | None = None) -> st.SearchStrategy[Put]:
    """Return a strategy of damages to one file of a world."""
    return st.sampled_from(paths or sorted(files)).flatmap(lambda path: damages_of(path, files[path]))


def damages_of(path: str, content: bytes) -> st.SearchStrategy[Put]:
    """Return a strategy of damages to a file with some content."""
    by_ending: dict[str, Callable[[str], st.SearchStrategy[str]]] = {
        "csv": tables, "toml": keys, "geojson": trees, "topojson": trees, "bib": marks,
    }  # fmt: skip
    text = content.decode()
    form = by_ending[path.rsplit(".", 1)[1]](text)
    return st.one_of(
        form.map(lambda found: Put(path, found.encode("utf-8", "surrogatepass"))),
        form.map(lambda found: Put(path, found.encode("utf-8", "surrogatepass"))),
        raw(content).map(lambda found: Put(path, found)),
        encodings(text).map(lambda found: Put(path, found)),
        st.sampled_from(KINDS).map(lambda kind: Put(path, kind=kind)),
    )


@st.composite
def raw(draw: Draw, content: bytes) -> bytes:
    """Flip, cut, double or put in some bytes."""
    found = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(found) - 1, 0)))
        end = min(len(found), at + draw(st.integers(1, 40)))
        match draw(st.sampled_from(("flip", "cut", "double", "put", "end"))):
            case "flip" if found:
                found[at] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del found[at:end]
            case "double":
                found[at:at] = found[at:end]
            case "put":
                found[at:at] = draw(st.binary(min_size=1, max_size=4))
            case _:
                del found[at:]
    return bytes(found)


def encodings(text: str) -> st.SearchStrategy[bytes]:
    """Write the text in another encoding, with a mark, or with other ends of lines."""
    return st.sampled_from(
        (
            text.encode("utf-16"),
            text.encode("utf-16-le"),
            text.encode("utf-32"),
            text.replace("e", "é").encode("latin-1", "replace"),
            text.replace("a", "ł").encode("cp1250", "replace"),
            b"\xef\xbb\xbf" + text.encode(),
            b"\xef\xbb\xbf" * 2 + text.encode(),
            text.replace("\n", "\r\n").encode(),
            text.replace("\n", "\r").encode(),
            text.replace("\n", "\u2028").encode(),
            b"",
            b"\n\n\n",
            b"\0" * 100,
            b"\x80" * 100,
        )
    )


@st.composite
def tables(draw: Draw, text: str) -> str:
    """Change the cells, rows or columns of a CSV text."""
    rows = list(csv.reader(io.StringIO(text)))
    for _ in range(draw(st.integers(1, 2))):
        row = draw(st.integers(0, len(rows) - 1)) if rows else 0
        column = draw(st.integers(0, max(len(rows[row]) - 1, 0))) if rows else 0
        other = draw(st.integers(0, max(len(rows[row]) - 1, 0))) if rows else 0
        body = max(row, 1)
        match draw(st.sampled_from(("cell", "cell", "cell", "swap", "data", "drop", "twice", "row", "less", "more"))):
            case "cell" if rows and rows[row]:
                rows[row][column] = draw(TEXTS)
            case "swap" if rows and rows[row]:
                rows[row][column], rows[row][other] = rows[row][other], rows[row][column]
            case "data":
                for one in rows[1:]:
                    if max(column, other) < len(one):
                        one[column], one[other] = one[other], one[column]
            case "drop":
                rows = [one[:column] + one[column + 1 :] for one in rows]
            case "twice":
                rows = [one[: column + 1] + one[column:] for one in rows]
            case "row" if body < len(rows):
                rows.insert(body, list(rows[body]))
            case "less" if body < len(rows):
                del rows[body]
            case "more" if rows:
                rows[row].append(draw(NASTY))
            case _:
                rows.append([draw(NASTY)])
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@st.composite
def keys(draw: Draw, text: str) -> str:
    """Change the lines of a TOML text."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(lines) - 1)) if lines else 0
        key, equals, value = lines[at].partition("=") if lines else ("", "", "")
        match draw(st.sampled_from(("value", "value", "value", "text", "key", "cut", "twice", "new", "table"))):
            case "value" if equals:
                lines[at] = f"{key}= {draw(st.sampled_from(TOML_VALUES))}"
            case "text" if equals:
                lines[at] = f"{key}= {json.dumps(draw(NASTY))}"
            case "key" if equals:
                lines[at] = f"{draw(st.sampled_from(KEYS))} ={value}"
            case "cut" if lines:
                del lines[at]
            case "twice" if lines:
                lines.insert(at, lines[at])
            case "new":
                lines.insert(at, f"{draw(st.sampled_from(KEYS))} = {draw(st.sampled_from(TOML_VALUES))}")
            case _:
                lines.insert(
                    at, draw(st.sampled_from(("[x]", "[[story]]", "[views]", "[theatres.west]", "[[themes]]")))
                )
    return "\n".join(lines) + "\n"


@st.composite
def trees(draw: Draw, text: str) -> str:
    """Change a value, a key or a type somewhere in a JSON text."""
    tree = json.loads(text)
    for _ in range(draw(st.integers(1, 2))):
        tree = _changed(draw, tree)
    found = json.dumps(tree, ensure_ascii=draw(st.booleans()))
    match draw(st.sampled_from(("", "", "", "", "twice", "huge", "deep", "half", "seq"))):
        case "twice":
            key = draw(st.sampled_from(('"type"', '"id"', '"coordinates"', '"properties"')))
            found = found.replace(key, f"{key}: 1, {key}", 1)
        case "huge":
            found = re.sub(r"\d+", "9" * draw(st.sampled_from((40, 400, 5000))), found, count=draw(st.integers(1, 3)))
        case "deep":
            found = found.replace("[", "[" * 10_000, 1)
        case "half":
            found = found.replace(': "', ': "\\ud800', draw(st.integers(1, 3)))
        case "seq":
            found = (
                "\n".join(map(json.dumps, tree["features"]))
                if isinstance(tree, dict) and tree.get("features")
                else "[]"
            )
    return found


def _changed(draw: Draw, tree: Any) -> Any:
    """Return a tree in which one thing is another."""
    deep = draw(st.integers(0, 7))
    if deep and isinstance(tree, dict) and tree:
        key = draw(st.sampled_from(sorted(tree)))
        if deep == 1:
            return {one: value for one, value in tree.items() if one != key}
        if deep == 2:
            return {draw(NASTY) if one == key else one: value for one, value in tree.items()}
        return {**tree, key: _changed(draw, tree[key])}
    if deep and isinstance(tree, list) and tree:
        at = draw(st.integers(0, len(tree) - 1))
        match deep:
            case 1:
                return tree[:at] + tree[at + 1 :]
            case 2:
                return tree[: at + 1] + tree[at:]
            case 3:
                return tree[::-1]
            case _:
                return [*tree[:at], _changed(draw, tree[at]), *tree[at + 1 :]]
    if isinstance(tree, (int, float)) and deep > 3:
        return tree + draw(st.sampled_from((1, -1, 0.5, 100, 1e6, -1e-5)))
    return draw(VALUES)


@st.composite
def marks(draw: Draw, text: str) -> str:
    """Put in, double or take away the marks of a BibTeX text, or a word of it."""
    for _ in range(draw(st.integers(1, 3))):
        places = [found.start() for found in re.finditer(r'[{}@=,"#]|\w+', text)] or [0]
        at = draw(st.sampled_from(places))
        end = at + draw(st.integers(0, 12))
        new = draw(st.sampled_from(BIB) | NASTY)
        text = text[:at] + new + text[end:]
    return text
