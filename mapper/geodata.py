"""A geodata folder, read whole: its land and power, events, places, overlays and words, checked and joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper import schema
from mapper.about import read_about
from mapper.atlas import Atlas, collect_atlas
from mapper.base import read_lakes
from mapper.errors import Problems, shown
from mapper.events import collect_events
from mapper.glossary import read_glossary
from mapper.join import check_held_by, join
from mapper.overlays import Overlays, collect_overlays
from mapper.reading import Reader
from mapper.witnesses import check_witnesses, read_witnesses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from mapper.about import About

STAGES = ("reading the geodata", "joining the events")


@dataclass(frozen=True)
class Geodata:
    """A geodata folder, read, checked and joined.

    ``events`` has the columns of ``events.csv``, those of `mapper.join.COLUMNS`, and ``earliest`` and ``latest``, ISO
    days, both included; ``places`` is ``places.csv``; ``glossary`` maps a language to its names of places; ``lakes``
    are GeoJSON features. All geometry is EPSG:4326, longitude first.
    """

    about: About
    atlas: Atlas
    events: gpd.GeoDataFrame
    places: pd.DataFrame
    overlays: Overlays
    glossary: dict[str, dict[str, str]]
    lakes: list[dict[str, Any]]


def load(geodata: Path) -> Geodata:
    """Read a geodata folder whole.

    Raises
    ------
    CallError
        If the folder is not there or is no geodata folder.
    DataError
        With every problem found.
    """
    problems = Problems()
    data = collect(geodata, problems)
    problems.stop()
    return data


def collect(geodata: Path, problems: Problems, tell: Callable[[str], object] = str) -> Geodata:
    """Read a geodata folder whole and join its events; every problem goes to the collector.

    ``tell`` is called with the stage that begins.
    """
    tell(STAGES[0])
    about = read_about(geodata, problems)
    reader = Reader(geodata, about, problems)
    atlas = collect_atlas(reader)
    whole = not problems  # a map with holes would contradict sound events
    events = collect_events(reader)
    places = reader.table("places")
    _check_names(reader, places)
    reader.placed("places", places, about.windows)
    overlays = collect_overlays(reader)
    witnesses = read_witnesses(reader)
    lakes = read_lakes(reader)
    tell(STAGES[1])
    if whole:
        events = join(events, atlas)
        check_held_by(events, str(reader.path("events")), problems)
        check_witnesses(witnesses, atlas, reader)
    today = (frame["today"] for frame in (places, atlas.territories, atlas.polities))
    texts = None if problems else [*events["place"], *(text for column in today for text in column)]
    return Geodata(about, atlas, events, places, overlays, read_glossary(reader, places, texts), lakes)


def _check_names(reader: Reader, places: pd.DataFrame) -> None:
    """Tell every dated name that cannot be read, or that begins before the one it follows has ended."""
    hint = "Write it as 'Wilno 1920-10-09/1939-10-28', the second day being the first of the next name."
    order = "Put the names in the order of time; a day has one name."
    columns = [column for column in places.columns if column == "names" or column.startswith("names_")]
    for column in columns:
        for row, cell in places[column].items():
            before = ""
            for part in schema.parts(cell):
                name, _, span = part.rpartition(" ")
                first, _, last = span.partition("/")
                if not name or schema.calendar_day(first) or schema.calendar_day(last) or first >= last:
                    message = f"'{shown(part)}' is no dated name"
                    reader.problems.add(reader.path("places"), f"row {row}", column, message, hint)
                    continue
                if first < before:
                    message = f"'{shown(part)}' begins before {before}, the end of the name before it"
                    reader.problems.add(reader.path("places"), f"row {row}", column, message, order)
                before = last
