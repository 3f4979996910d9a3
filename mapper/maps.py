"""The maps of a folder: one TOML file each, with title, day, theatres, layers, views and story."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper import schema
from mapper.about import words
from mapper.dates import day
from mapper.opening import is_data, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mapper.about import Words
    from mapper.atlas import Atlas
    from mapper.errors import Problems

LAYERS = ("control", "recognised", "agreed", "movements", "railways", "rivers", "towns")  # and events:THEME
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
RESERVED = ("index",)
ZOOMS = (0, 12)
TEXTS = ("title", "lede")
STEP_TEXTS = ("title", "chapter", "text", "question", "answer", "correction")
KEYS = ("date", "theatres", "layers", "views", "towns", "order", "story")
STEP_KEYS = ("id", "date", "layers", "views", "as", "source")

Record = dict[str, Any]


@dataclass(frozen=True)
class MapSpec:
    """One map: its file's name without ending as ``id``, and what its TOML says (see `read_specs`)."""

    id: str
    title: Words
    lede: Words
    date: str
    theatres: list[str]
    layers: list[str]
    views: dict[str, list[float]]
    towns: list[str]
    order: int
    story: list[Record]


def layer_names(atlas: Atlas) -> tuple[str, ...]:
    """Return the layers that a map of the atlas may show."""
    return (*LAYERS, *(f"events:{theme}" for theme in atlas.about.themes))


def read_specs(folder: Path, atlas: Atlas, places: Iterable[str], problems: Problems) -> list[MapSpec]:
    """Read the TOML file of every map in a folder, in the order that they ask for.

    Keys: title, lede (and title_pl ...), date (a day of the period), theatres, layers (those on at the start, of
    `layer_names`), towns (ids of ``places`` that are named however small the map is, and in sight when it
    opens), order, [views] with [latitude, longitude, zoom] a theatre, and any number of [[story]] steps.
    """
    specs = []
    known = frozenset(places)
    for path in sorted(filter(is_data, folder.glob("*.toml"))):
        raw = read_toml(path, problems)
        if raw is None:
            continue
        before = len(problems)
        _Checker(path, atlas, known, problems).map(raw)
        if len(problems) == before:
            specs.append(_spec(path.stem, raw, atlas.about.languages))
    return sorted(specs, key=lambda spec: (spec.order, spec.id))


def _spec(name: str, raw: Record, languages: tuple[str, ...]) -> MapSpec:
    return MapSpec(
        name,
        words(raw, "title", languages),
        words(raw, "lede", languages),
        str(raw["date"]),
        raw["theatres"],
        raw["layers"],
        raw.get("views", {}),
        raw.get("towns", []),
        raw.get("order", 99),
        [_step(step, index, languages) for index, step in enumerate(raw.get("story", []), start=1)],
    )


def _step(raw: Record, index: int, languages: tuple[str, ...]) -> Record:
    return {
        "id": raw.get("id", f"step-{index}"),
        "date": str(raw["date"]),
        "views": raw.get("views", {}),
        "layers": raw.get("layers", []),
        "as": raw.get("as", ""),
        "source": schema.parse_citations(raw["source"]) if raw.get("source") else [],
        **{key: words(raw, key, languages) for key in STEP_TEXTS},
    }


class _Checker:
    """Tells what is wrong with one map's TOML."""

    def __init__(self, path: Path, atlas: Atlas, places: frozenset[str], problems: Problems) -> None:
        self.path, self.atlas, self.places, self.problems = path, atlas, places, problems
        self.theatres: list[str] = []
        self.whole = not problems  # of data that were read in part, a name that is missing may be in the other

    def add(self, where: str, key: str, message: str, hint: str) -> None:
        """Take down one fault."""
        self.problems.add(self.path, where, key, message, hint)

    def map(self, raw: Mapping[str, Any]) -> None:
        """Check the whole file."""
        if not FILE_NAME.fullmatch(self.path.stem) or self.path.stem in RESERVED:
            why = "is the page that leads to the maps" if self.path.stem in RESERVED else "cannot stand in an address"
            hint = "Rename the file: a-z, 0-9, hyphens, underscores."
            self.add("", "", f"the name '{self.path.stem}' {why}", hint)
        self.unknown("", raw, TEXTS, KEYS)
        self.texts("", raw, TEXTS, required=TEXTS)
        theatres = self.strings("", raw, "theatres", required=True)
        self.among("", "theatres", theatres, self.atlas.about.theatres)
        self.theatres = [name for name in theatres if name in self.atlas.about.theatres]
        self.shared("", raw)
        for name in self.strings("", raw, "towns"):
            if self.whole and name not in self.places:
                self.add("", "towns", f"'{name}' is not in places.csv", "Add it there, or correct its id.")
        if not isinstance(raw.get("order", 0), int) or isinstance(raw.get("order", 0), bool):
            self.add("", "order", f"{raw['order']!r:.80} is no whole number", "Write one, such as 1.")
        if "layers" not in raw:
            self.add("", "layers", "the key is missing", 'Write a list, such as ["control"].')
        story = raw.get("story", [])
        if not isinstance(story, list) or not all(isinstance(step, dict) for step in story):
            self.add("", "story", "it is no list of steps", "Write [[story]] above each step.")
            return
        for number, step in enumerate(story, start=1):
            self.step(f"story step {number}", step)
        ids = [step["id"] for step in story if isinstance(step.get("id"), str)]
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            self.add("story", "id", f"'{name}' is there twice", "Each id may stand only once.")

    def step(self, where: str, raw: Mapping[str, Any]) -> None:
        """Check one step of the story."""
        self.unknown(where, raw, STEP_TEXTS, STEP_KEYS)
        self.texts(where, raw, STEP_TEXTS, required=("title", "text"))
        self.shared(where, raw)
        for key in ("id", "as", "source"):
            if not isinstance(raw.get(key, ""), str):
                self.add(where, key, f"{raw[key]!r:.80} is no text", "Put it between quotes.")
        name, power, source = (v if isinstance(v := raw.get(k), str) else "" for k in ("id", "as", "source"))
        if name and (wrong := schema.identifier(name)):
            self.add(where, "id", wrong, "Correct it.")
        if power and self.whole:
            self.among(where, "as", [power], self.atlas.polities.index)
        if source and (wrong := schema.citations(source)):
            self.add(where, "source", wrong, "Correct it.")
        elif source and self.whole:
            for key, _ in schema.parse_citations(source):
                if key not in self.atlas.sources:
                    self.add(where, "source", f"'{key}' is not in sources.bib", "Add it.")

    def unknown(self, where: str, raw: Mapping[str, Any], texts: Iterable[str], others: Iterable[str]) -> None:
        """Tell the keys that are none; a text may stand in each language."""
        more = {f"{key}_{lang}" for key in texts for lang in self.atlas.about.languages[1:]}
        hint = f"Keys are {', '.join(sorted({*texts, *others}))}."
        for key in raw:
            if key not in {*texts, *others, *more}:
                self.add(where, key, "no such key is known", hint)

    def texts(self, where: str, raw: Mapping[str, Any], keys: Iterable[str], required: tuple[str, ...]) -> None:
        """Check the texts, in each language."""
        for key in keys:
            for name in (key, *(f"{key}_{lang}" for lang in self.atlas.about.languages[1:])):
                if not isinstance(raw.get(name, ""), str):
                    self.add(where, name, f"{raw[name]!r:.80} is no text", "Put it between quotes.")
            if key in required and not raw.get(key):
                self.add(where, key, "the key is missing or empty", "Write it.")

    def shared(self, where: str, raw: Mapping[str, Any]) -> None:
        """Check what a map and a step both have: day, layers, views."""
        period = self.atlas.about.period
        try:
            if not period.holds(day(str(raw.get("date", "")))):
                hint = f"Choose a day from {period.first} to {period.last}."
                self.add(where, "date", f"{raw['date']} lies outside the period of the atlas", hint)
        except ValueError as error:
            self.add(where, "date", str(error) if "date" in raw else "the key is missing", "Write it as 1939-09-17.")
        self.among(where, "layers", self.strings(where, raw, "layers"), layer_names(self.atlas))
        views = raw.get("views", {})
        if not isinstance(views, dict):
            self.add(where, "views", "it is no table", "Write [views] above a line for each theatre.")
            return
        self.among(where, "views", views, self.theatres)
        for theatre, view in views.items():
            self.view(where, theatre, view)

    def view(self, where: str, theatre: str, view: Any) -> None:  # noqa: ANN401  (TOML)
        """Check one view: [latitude, longitude, zoom], in the window of its theatre."""
        hint = "Write [latitude, longitude, zoom], such as [54.7, 25.3, 5]."
        if (
            not isinstance(view, list)
            or len(view) != 3  # noqa: PLR2004
            or not all(type(one) in (int, float) and math.isfinite(one) for one in view)
        ):
            self.add(where, f"views.{theatre}", f"{view!r:.80} is no view", hint)
            return
        lat, lon, zoom = view
        about = self.atlas.about.theatres.get(theatre)
        if about:
            west, south, east, north = about.window
            if not (west <= lon <= east and south <= lat <= north):
                self.add(where, f"views.{theatre}", f"{lat:g}, {lon:g} lies outside the window of the theatre", hint)
        if not ZOOMS[0] <= zoom <= ZOOMS[1]:
            self.add(where, f"views.{theatre}", f"{zoom:g} is no zoom from {ZOOMS[0]} to {ZOOMS[1]}", hint)

    def strings(self, where: str, raw: Mapping[str, Any], key: str, *, required: bool = False) -> list[str]:
        """Return a list of texts; tell what is none."""
        value = raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.add(where, key, f"{value!r:.80} is no list of texts", 'Write it as ["one", "other"].')
            return []
        if required and not value:
            self.add(where, key, "the key is missing or empty", "Write it.")
        if len(set(value)) < len(value):
            self.add(where, key, "a name stands in it twice", "Each may stand only once.")
        return value

    def among(self, where: str, key: str, names: Iterable[str], known: Iterable[str]) -> None:
        """Tell each name that is not known."""
        for name in names:
            if name not in known:
                self.add(where, key, f"'{name}' is none of the {key} known", f"They are {', '.join(known)}.")
