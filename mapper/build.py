"""The build: read, check, record, render, and write only when everything is sound.

The same input gives the same bytes: no clock, no random id, no locale. A build that fails leaves the maps that were
there as they were (see `mapper.files`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mapper import assets, page
from mapper.beside import Beside
from mapper.cache import content, digest
from mapper.claimed import check_steps
from mapper.dates import asked_day
from mapper.errors import CallError, Problems
from mapper.files import replacing_in
from mapper.geodata import STAGES, collect, load
from mapper.languages import counts, named, unfinished
from mapper.maps import layer_names, read_specs
from mapper.packaged import geodata_folder, maps_folder
from mapper.preview import preview
from mapper.record import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mapper.geodata import Geodata
    from mapper.maps import MapSpec

DRAWING = "drawing the land"


@dataclass(frozen=True)
class Built:
    """One page that was written: where, and what it holds."""

    path: Path
    features: int
    events: int
    size: int
    seconds: float


def build(
    geodata: Path,
    maps: Path,
    out: Path,
    names: list[str] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    corrections: str = "",
) -> list[Built]:
    """Build all maps of a folder, or those named, and the index that leads to them.

    Parameters
    ----------
    geodata, maps, out
        The folder of the data, of the maps' TOML files, and the folder that the HTML goes to.
    names
        The ids of the maps to build; none means all. The index always leads to all.
    progress
        Called with what is being done, the steps done and the steps in all.
    corrections
        Where a mistake is told: an address of the web, or a path from the pages; the details of records lead there.

    Raises
    ------
    DataError
        With every problem of the data and of the maps' files; nothing is written.
    CallError
        If a named map does not exist, or ``corrections`` is no such address.
    BuildError
        If the maps cannot be written.
    """
    if urlsplit(corrections).scheme not in ("", "http", "https"):
        raise CallError(f"'{corrections}' is neither an address of the web nor a path from the pages")
    steps = len(STAGES) + 1 + (len(names) if names else len(list(maps.glob("*.toml"))))
    done = count()

    def tell(what: str) -> None:
        if progress:
            progress(what, next(done), steps)

    specs, wanted, data, recorder = prepare(geodata, maps, names or [], tell)
    beside = Beside(specs, recorder)
    pages: dict[str, str] = {}
    built = []
    for spec in wanted:
        tell(spec.id)
        begun = time.perf_counter()
        record = recorder.record(spec) | beside.record(spec) | {"corrections": corrections}
        text = page.render(spec, record, preview(spec, data))
        features = sum(len(record["theatres"][theatre]["territories"]) for theatre in spec.theatres)
        pages[f"{spec.id}.html"] = text
        size = len(text.encode())
        seconds = time.perf_counter() - begun
        built.append(Built(out / f"{spec.id}.html", features, len(record["events"]), size, seconds))
    facts = {spec.id: _fact(spec, data, recorder) for spec in specs}
    pages["index.html"] = page.render_index(
        page.Index(data.about, specs, facts, recorder.catalogues, _partly(data, specs))
    )
    write_all(out, pages)
    tell("done")
    return built


def prepare(
    geodata: Path, maps: Path, names: list[str], tell: Callable[[str], object] = str
) -> tuple[list[MapSpec], list[MapSpec], Geodata, Recorder]:
    """Read the data and the maps' files; return all maps, those wanted, the data, and what makes their records."""
    problems = Problems()
    data = collect(geodata, problems, tell)
    specs, wanted, recorder = _arrange(data, maps, names, problems, tell)
    return specs, wanted, data, recorder


def _arrange(
    data: Geodata, maps: Path, names: list[str], problems: Problems, tell: Callable[[str], object] = str
) -> tuple[list[MapSpec], list[MapSpec], Recorder]:
    """Read the maps' files; return all maps, those wanted, and what makes their records."""
    if not maps.is_dir():
        raise CallError(f"{maps} is no folder; name the one of the maps' TOML files with --maps")
    specs = read_specs(maps, data.atlas, data.places["id"], problems)
    catalogues = assets.catalogues(data.about.languages)
    if not specs and not problems:
        raise CallError(f"{maps} holds no map: no .toml file")
    check_steps(data, specs, problems)
    problems.stop()
    known = [spec.id for spec in specs]
    if unknown := [name for name in names if name not in known]:
        raise CallError(f"there is no map '{unknown[0]}' in {maps}; there are {', '.join(known)}")
    tell(DRAWING)
    wanted = [spec for spec in specs if not names or spec.id in names]
    theatres = [theatre for spec in specs for theatre in spec.theatres]
    return specs, wanted, Recorder(data, theatres, catalogues, data_stamp(data.atlas.geodata, maps))


def chart(
    data: Geodata,
    maps: Path,
    name: str,
    *,
    date: str = "",
    layers: Iterable[str] | None = None,
    height: float | str = page.HEIGHT,
    offline: bool = True,
) -> page.AtlasMap:
    """Return one map of geodata that were read as a `folium.Map` (see `atlas_map`)."""
    _, (spec,), recorder = _arrange(data, maps, [name], Problems())
    if date:
        spec = replace(spec, date=data.atlas.within(asked_day(date)))
    if layers is not None:
        spec = replace(spec, layers=list(layers))
        known = layer_names(data.atlas)
        if unknown := [layer for layer in spec.layers if layer not in known]:
            raise CallError(f"there is no layer '{unknown[0]}'; there are {', '.join(known)}")
    return page.folium_map(spec, recorder.record(spec), offline=offline, height=height)


def atlas_map(
    name: str,
    geodata: Path | str | None = None,
    maps: Path | str | None = None,
    *,
    date: str = "",
    layers: Iterable[str] | None = None,
    height: float | str = page.HEIGHT,
    offline: bool = True,
) -> page.AtlasMap:
    """Return one map as a `folium.Map`, to show in a notebook or to add further folium layers to.

    Parameters
    ----------
    name
        The id of the map: the name of its TOML file without ending.
    geodata, maps
        The folder of the data and of the maps' TOML files; by default those of the folder that one stands in, or of the
        atlas that the package brings (see `mapper.packaged`).
    date
        The day on which it opens, ISO text; by default that of the TOML file.
    layers
        The layers that are on when it opens (see `mapper.maps.layer_names`); by default those of the TOML file.
    height
        How high a notebook shows the map: pixels, or a length of CSS such as '80vh'.
    offline
        False admits tiles and images from the network; else the page fetches nothing, and refuses what would.

    Raises
    ------
    DataError
        With every problem of the data and of the maps' files.
    CallError
        If there is no such map or layer, or the day lies outside the period of the atlas.
    """
    folder = geodata_folder(geodata)
    data = load(folder)
    return chart(data, maps_folder(maps, folder), name, date=date, layers=layers, height=height, offline=offline)


def _fact(spec: MapSpec, data: Geodata, recorder: Recorder) -> dict[str, str]:
    """Return a line about what a map shows, in each language."""
    territories = [t for theatre in spec.theatres for t in recorder.land[theatre]["territories"]]
    days = {spell["from"] for territory in territories for spell in territory["spells"][1:]}
    names = [data.about.theatres[theatre].name for theatre in spec.theatres]
    first = data.about.languages[0]
    return {
        lang: words["index.fact"].format(
            theatres=" · ".join(name.get(lang) or name[first] for name in names),
            lands=len(territories),
            days=len(days),
        )
        for lang, words in recorder.catalogues.items()
    }


def _partly(data: Geodata, specs: list[MapSpec]) -> dict[str, str]:
    """Return, for each language that lacks texts, the key of the line that says what it has."""
    found = counts(data, specs)
    lacking = unfinished(found, data.about.languages)
    return {lang: "index.names" if named(found, lang) else "index.some" for lang in lacking}


def data_stamp(geodata: Path, maps: Path) -> str:
    """Return a hash of every file that a build reads, the same wherever the folders lie."""
    return digest([*content(geodata), *content(maps)])[:16]


def write_all(out: Path, pages: dict[str, str]) -> None:
    """Write files so that each is the old one or the new one whole, and none is touched unless all could be written.

    Raises
    ------
    BuildError
        If the folder or the disk does not take them; what was there is as it was.
    """
    with replacing_in(out) as fresh:
        for name, text in pages.items():
            (fresh / name).write_text(text, encoding="utf-8", newline="\n")
