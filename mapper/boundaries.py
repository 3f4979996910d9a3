"""The atlas: territories and their spells, and what they say about any day.

All geometry is EPSG:4326, longitude first; areas are km2 on the WGS84 ellipsoid, of the land inside the theatre's
frame. Days are ISO text and every interval is half-open: on the day of a change the new state holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely
from bibtexparser.entrypoint import parse_string

from mapper import reading, schema
from mapper.base import read_theatres
from mapper.composite import UNRECORDED, read_composite
from mapper.dates import STUDY_END, STUDY_START
from mapper.errors import CallError, DataError, Problem
from mapper.geometry import CRS, polygons
from mapper.partition import build_partition, read_drawing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Atlas:
    """Everything that a geodata folder holds about land and power, checked.

    ``territories`` (index id: theatre, name, name_pl, today, note, km2, geometry) and ``spells`` (territory, from, to,
    controller, sovereign, status, rule, source, confidence, note; sorted by territory and day) together are the
    space-time composite; ``lines`` are the resolved lines of `mapper.partition.Partition`; ``sources`` maps a key to
    its BibTeX fields. A folder holds either lines, territories and spells, or dated polygons, which are cut into the
    same (see `mapper.composite`); ``warnings`` tell what is amiss with those.
    """

    geodata: Path
    theatres: dict[str, dict[str, Any]]
    territories: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    spells: pd.DataFrame
    polities: pd.DataFrame
    sources: dict[str, dict[str, str]]
    warnings: tuple[Problem, ...] = ()


def read_atlas(geodata: Path) -> Atlas:
    """Read and check the land and power of a geodata folder.

    Raises
    ------
    DataError
        With every problem found: faults of tables and lines, land without an owner or with two, days without exactly
        one spell, names that nothing bears, records without a source.
    CallError
        If the folder is not there or is no geodata folder.
    """
    problems: list[Problem] = []
    atlas = collect_atlas(geodata, problems)
    if problems:
        raise DataError(problems)
    return atlas


def collect_atlas(geodata: Path, problems: list[Problem]) -> Atlas:
    """Read a geodata folder as `read_atlas` does, but append the problems to a list instead of raising them."""
    if not (geodata / "theatres.toml").is_file():
        message = f"{geodata} is no geodata folder: it holds no theatres.toml; name the right one with --geodata"
        raise CallError(message)
    theatres = read_theatres(geodata)
    polities = reading.read_table(geodata, schema.TABLES["polities"], problems)
    sources = read_sources(geodata / "sources.bib", problems)
    known = {"polities": set(polities["id"]), "sources": set(sources)}
    warnings: list[Problem] = []
    if (geodata / schema.BOUNDARIES.file).exists():
        land = read_composite(geodata, {name: about["frame"] for name, about in theatres.items()}, known, problems)
        territories, spells, warnings = land.territories, land.spells, land.warnings
        lines = _no_lines()
        polities = _with_unrecorded(polities, spells)
    else:
        territories, spells, lines = _read_drawn(geodata, theatres, known, problems)
    return Atlas(
        geodata,
        theatres,
        territories,
        lines,
        spells.sort_values(["territory", "from"], kind="stable"),
        polities.set_index("id", drop=False),
        sources,
        tuple(warnings),
    )


def _read_drawn(
    geodata: Path, theatres: Iterable[str], known: dict[str, set[str]], problems: list[Problem]
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, gpd.GeoDataFrame]:
    """Read territories, spells and lines of a folder that is drawn by lines."""
    drawing = read_drawing(geodata, problems)
    parts = [build_partition(geodata, theatre, drawing, problems) for theatre in theatres]
    spells = reading.read_table(geodata, schema.TABLES["spells"], problems)
    known = {**known, "territories": set(drawing.territories["id"])}
    columns = schema.TABLES["spells"].columns
    problems.extend(reading.check_references(geodata, "spells.csv", spells, columns, known))
    problems.extend(_check_chains(geodata, drawing.territories, spells))
    lines = _joined([p.lines for p in parts])
    known_sources = {"sources": known["sources"]}
    problems.extend(reading.check_references(geodata, "lines.geojson", lines, schema.LINE_PROPERTIES, known_sources))
    return _joined([p.territories for p in parts]), spells, lines


def _no_lines() -> gpd.GeoDataFrame:
    columns = {c: pd.Series(dtype=float if spec.numeric else object) for c, spec in schema.LINE_PROPERTIES.items()}
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=[], crs=CRS)


def _with_unrecorded(polities: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the polities with the one that holds land of which there is no record, where there is such land."""
    if UNRECORDED not in set(spells["controller"]) - set(polities["id"]):
        return polities
    row = {"id": UNRECORDED, "name": "Not recorded", "name_pl": "Brak zapisu", "colour": "#d9d9d9"}
    return pd.concat([polities, pd.DataFrame([row])], ignore_index=True).fillna("")


def _joined(frames: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.concat(frames), crs=CRS)


def read_sources(path: Path, problems: list[Problem]) -> dict[str, dict[str, str]]:
    """Read a BibTeX file: each key's fields, ``ENTRYTYPE`` among them, in the order of the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.append(Problem(str(path), "", "", "the file is not there", "Restore it."))
        return {}
    library = parse_string(text)
    for block in library.failed_blocks:
        row = f"line {(block.start_line or 0) + 1}"
        problems.append(
            Problem(str(path), row, "", f"the entry cannot be read: {block.error}", "Mend it, or rename it.")
        )
    found = {}
    for entry in library.entries:
        fields = {field.key.lower(): " ".join(str(field.value).split()) for field in entry.fields}
        if not fields.get("title"):
            row = f"line {(entry.start_line or 0) + 1}"
            problems.append(Problem(str(path), row, "title", f"the source {entry.key} has no title", "Give it one."))
        found[entry.key] = {"ENTRYTYPE": entry.entry_type, **fields}
    return found


def _check_chains(geodata: Path, territories: pd.DataFrame, spells: pd.DataFrame) -> list[Problem]:
    """Return a problem for every day of a territory that has no spell, or two, and for every reversed spell."""
    name = str(geodata / "spells.csv")
    faults = []
    for row, spell in spells[spells["to"] <= spells["from"]].iterrows():
        message = f"the spell ends {spell['to']}, not after it begins, {spell['from']}"
        faults.append(Problem(name, f"row {row}", "to", message, "The end is the first day after the spell."))
    chains = chains_of(spells.sort_values("from"))
    maimed = {record.get("territory") for record in spells.attrs.get("faulty", [])}  # their gaps are no news
    for territory in territories["id"]:
        if territory in maimed:
            continue
        chain = chains.get(territory)
        if chain is None:
            hint = f"Give it spells from {STUDY_START} to {STUDY_END}."
            faults.append(Problem(name, "", "territory", f"'{territory}' has no spell", hint))
            continue
        reached, before = STUDY_START, ""
        for row, begins, ends in zip(chain.index, chain["from"], chain["to"], strict=True):
            if begins != reached:
                gap = "no spell" if begins > reached else "two spells"
                first, last = sorted((reached, begins))
                message = f"{territory} has {gap} from {first} up to {last}"
                hint = f"Begin this spell where {before or 'the study'} {'ends' if before else 'begins'}."
                faults.append(Problem(name, f"row {row}", "from", message, hint))
            reached, before = max(reached, ends), f"row {row}"
        if reached != STUDY_END:
            message = f"{territory} has no spell from {reached} up to {STUDY_END}"
            faults.append(Problem(name, before, "to", message, "Let the last spell end there."))
    return faults


def chains_of(spells: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the spells of each territory, in the order in which they come."""
    return {str(key): chain for key, chain in spells.groupby("territory")}


def records_of(spells: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the spells of each territory, in the order in which they come, as plain records."""
    return {name: reading.records(chain) for name, chain in chains_of(spells).items()}


def spells_within(chain: list[dict[str, Any]], first: str, last: str) -> list[dict[str, Any]]:
    """Return the spells of a chain that hold on any day from the first to the last, both included."""
    return [spell for spell in chain if spell["from"] <= last and first < spell["to"]]


def spells_on(atlas: Atlas, day: str) -> pd.DataFrame:
    """Return the spell in force on a day for each territory, indexed by territory.

    Raises
    ------
    CallError
        If the day lies outside the study.
    """
    if not STUDY_START <= day < STUDY_END:
        message = f"{day} lies outside the study, {STUDY_START} up to {STUDY_END}"
        raise CallError(message)
    spells = atlas.spells
    return spells[(spells["from"] <= day) & (day < spells["to"])].set_index("territory")


def state_on(atlas: Atlas, day: str) -> gpd.GeoDataFrame:
    """Return the territories with the spell in force on a day: geometry, km2, controller, sovereign, status ..."""
    spells = spells_on(atlas, day).drop(columns=["note"])
    return gpd.GeoDataFrame(atlas.territories.join(spells, how="inner"), crs=CRS)


def polities_on(atlas: Atlas, day: str) -> gpd.GeoDataFrame:
    """Return the polities of a day: ``controller``, name, theatres, km2 inside the frames, and the land that they hold.

    Sorted by id. The areas are the sums of the territories'.
    """
    state = state_on(atlas, day)
    groups = state.groupby("controller")
    held = gpd.GeoDataFrame(
        {
            "controller": [key for key, _ in groups],
            "name": [atlas.polities["name"][key] for key, _ in groups],
            "theatres": [" ".join(sorted(set(group["theatre"]))) for _, group in groups],
            "km2": [round(float(group["km2"].sum()), 1) for _, group in groups],
        },
        geometry=[_union(list(group.geometry)) for _, group in groups],
        crs=CRS,
    )
    return held.sort_values("controller", ignore_index=True)


def _union(shapes: list[shapely.Geometry]) -> shapely.MultiPolygon:
    return polygons(shapely.coverage_union_all(shapes))


def changes(atlas: Atlas) -> pd.DataFrame:
    """Return every change of a territory, sorted by day and territory.

    Columns: ``day`` (the first of the new state), ``territory``, ``theatre``, ``km2``, and controller, sovereign and
    status, each with its like of the day before, as ``controller_before`` and so on.
    """
    spells = atlas.spells
    before = spells.groupby("territory")[["controller", "sovereign", "status"]].shift().add_suffix("_before")
    joined = pd.concat([spells, before], axis=1).dropna(subset=["controller_before"])
    joined = joined.rename(columns={"from": "day"})
    keep = ["day", "territory"] + [c + s for c in ("controller", "sovereign", "status") for s in ("_before", "")]
    table = joined[keep].merge(
        pd.DataFrame(atlas.territories[["theatre", "km2"]]), left_on="territory", right_index=True, how="inner"
    )
    return table.sort_values(["day", "territory"], ignore_index=True)


def change_days(atlas: Atlas, theatre: str | None = None) -> list[str]:
    """Return the days, in order, on which land in a theatre (or in any) changes controller, sovereign or status."""
    table = changes(atlas)
    if theatre:
        table = table[table["theatre"] == theatre]
    moved = (
        (table["controller"] != table["controller_before"])
        | (table["sovereign"] != table["sovereign_before"])
        | (table["status"] != table["status_before"])
    )
    return sorted(set(table.loc[moved, "day"]))
