"""The files of a geodata folder, and of the maps on it, as text; and the folder that they are written to."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import TYPE_CHECKING

import shapely

from mapper import schema
from mapper.errors import CallError
from mapper.files import making
from mapper.palette import colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

PLACES = 6  # decimals of a coordinate, about 10 cm
BARE = re.compile(r"[A-Za-z0-9_-]+")  # a key of TOML that needs no quotes


def toml(value: object) -> str:
    """Return a text, a number, a day or a list as TOML writes it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def keys(table: Mapping[str, object], heading: str = "") -> str:
    """Return a table of TOML, below its heading if it has one; an empty value is left out."""
    head = f"\n{heading}\n" if heading else ""
    given = {
        key if BARE.fullmatch(key) else toml(key): value for key, value in table.items() if value not in ("", None)
    }
    return head + "".join(f"{key} = {toml(value)}\n" for key, value in given.items())


def theatre(name: str, title: str, window: Sequence[float], projection: str) -> str:
    """Return a theatre as ``atlas.toml`` has it."""
    whole = [int(side) if float(side).is_integer() else side for side in window]
    return keys({"name": title, "window": whole, "projection": projection}, f"[theatres.{name}]")


def table_text(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV; a cell that a row lacks is empty."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def features_text(records: Iterable[tuple[Mapping[str, object], shapely.Geometry]]) -> str:
    """Return records with their shapes, in EPSG:4326, as GeoJSON, a feature a line."""
    lines = []
    for properties, shape in records:
        drawn = shapely.to_geojson(shapely.transform(shape, lambda xy: xy.round(PLACES)))
        told = json.dumps(properties, ensure_ascii=False)
        lines.append(f'{{"type":"Feature","properties":{told},"geometry":{drawn}}}')
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'


def polities_text(names: Mapping[str, str]) -> str:
    """Return ``polities.csv`` of names by id, each with a muted colour of its own."""
    rows = [{"id": key, "name": names[key], "colour": colour(index)} for index, key in enumerate(sorted(names))]
    return table_text(schema.TABLES["polities"].columns, rows)


def map_text(title: str, lede: str, day: str, theatres: Sequence[str], layers: Sequence[str]) -> str:
    """Return the TOML of a map."""
    told = {"title": title, "lede": lede, "date": dt.date.fromisoformat(day)}
    return keys({**told, "theatres": list(theatres), "layers": list(layers)})


def refuse(out: Path) -> None:
    """Raise `CallError` if a folder that is to be made is there and holds something."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CallError(f"{out} holds something already; name a new folder")


def write_folder(out: Path, files: Mapping[str, str]) -> None:
    """Write files, by their paths in a folder, which may be there if it is empty.

    Raises
    ------
    BuildError
        If they cannot be written; then there is none.
    """
    with making(out) as fresh:
        for name, text in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
