"""The atlas: territories and their spells, and what they say about any day.

All geometry is EPSG:4326, longitude first; areas are km2 on the WGS84 ellipsoid, of the land inside the theatre's
window. Days are ISO text and every interval is half-open: on the day of a change the new state holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import pandas as pd
import shapely

from mapper import reading, schema
from mapper.about import read_about
from mapper.administrations import COLUMN, administer, read_administrations
from mapper.cache import Files, cached, digest
from mapper.captures import Captures, cut, fought, read_captures
from mapper.coast import BIBTEX, LAND, SOURCE, is_bare, read_coast
from mapper.dated import check_names, name_on
from mapper.doubts import EARLIEST, LATEST, check_doubts, doubtful
from mapper.errors import CallError, Problem, Problems
from mapper.evidence import READ, Evidence, read_evidence
from mapper.geometry import CRS, polygons
from mapper.palette import colour
from mapper.partition import build_partition, read_composite
from mapper.polygons import UNRECORDED, read_polygons
from mapper.reading import Reader
from mapper.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mapper.about import About

T = TypeVar("T")

STATE = ("controller", "sovereign", "status")
NAMED = 5  # so many names stand in a warning
BESIDE = (  # the tables that say nothing about land and power
    *("events", "places", "towns", "waters", "exonyms", "glossary", "aliases", "essay", "anchors", "official_areas"),
    *("agreements", "spheres", "recognitions", "railways", "railway_spells", "movements"),
)
POWER = (  # those that move no line
    *("rivers", "spells", "captures", "campaigns", "successions", "administrations", "evidence"),
)


@dataclass(frozen=True)
class Atlas:
    """The land and power that a geodata folder holds, checked.

    ``territories`` (index id: theatre, name, today, note, km2, geometry, part_of) and ``spells`` (territory, from, to,
    controller, sovereign, status, rule, source, confidence, note, ``record`` and ``level`` of the written spell, see
    `mapper.evidence`, and ``administration``, see `mapper.administrations`, of which ``administrations`` is the table;
    sorted by territory and day) together are the space-time composite; ``lines`` are the
    resolved lines of `mapper.partition.Partition`; ``sources`` maps a key to its BibTeX fields.
    A folder holds either lines, territories and spells, or dated polygons, which are cut into the
    same (see `mapper.polygons`); ``warnings`` tell what is amiss with those. A campaign cuts its territories into
    zones, further rows that name their territory in ``part_of``: they have the spells of its days, and the territory
    has none on them (see `mapper.captures`). On every day the rows that have a spell cover the land once.
    ``stamp`` tells of which bytes all this was read; it is '' where nothing that follows may be kept (`mapper.cache`).
    """

    geodata: Path
    about: About
    territories: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    spells: pd.DataFrame
    administrations: pd.DataFrame
    polities: pd.DataFrame
    sources: dict[str, dict[str, str]]
    captures: Captures
    evidence: Evidence
    warnings: tuple[Problem, ...] = ()
    stamp: str = ""

    def within(self, day: str) -> str:
        """Return the day if it lies in the period of the atlas; raise `CallError` if not."""
        if not self.about.period.holds(day):
            raise CallError(f"{day} lies outside the period of the atlas, {self.about.period}")
        return day

    @cached_property
    def powers(self) -> dict[str, dict[str, Any]]:
        """The polities as plain records, by id."""
        return {one["id"]: one for one in reading.records(self.polities)}

    def kept(self, kind: str, parts: Iterable[str], make: Callable[[], T]) -> T:
        """Return what follows from the land and some further parts, from the cache if it was made of these before."""
        made_from = [part.encode() for part in (self.stamp, *parts)]
        return cached(kind, made_from, make) if self.stamp else make()


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
    problems = Problems()
    atlas = collect_atlas(Reader(geodata, read_about(geodata, problems), problems))
    problems.stop()
    return atlas


def _says_of(without: tuple[str, ...]) -> Callable[[str], bool]:
    """Return what tells whether a file may say something, where some tables do not."""
    files = {schema.TABLES[name].file for name in without}
    return lambda name: name not in files


says_of_land = _says_of(BESIDE)  # whether land and power may hang on a file of this name


def collect_atlas(reader: Reader) -> Atlas:
    """Read a geodata folder as `read_atlas` does, but leave the problems with the reader.

    Land that was read before is taken from the cache; what it tells of its files names them anew.
    """
    if is_bare(reader):
        return _collect(reader)  # the coast is the package's own
    before, files = len(reader.problems), Files(reader.geodata, says_of_land)
    made_from = [files.stamp, repr(reader.about).encode()]
    atlas, learnt = cached(
        "atlas",
        made_from,
        lambda: (_collect(reader), reader.learnt),
        lambda: len(reader.problems) == before and files.same(),
    )
    reader.learn(learnt)
    return replace(
        atlas,
        geodata=reader.geodata,
        about=reader.about,
        warnings=tuple(replace(one, file=str(reader.geodata / Path(one.file).name)) for one in atlas.warnings),
        stamp=digest(made_from) if files.same() else "",
    )


def _collect(reader: Reader) -> Atlas:
    """Read the land and power of a geodata folder."""
    bare = is_bare(reader)
    polities = reader.empty("polities") if bare and not reader.path("polities").exists() else reader.table("polities")
    check_names(reader, "polities", polities)
    before = len(reader.problems)
    sources = read_sources(reader.geodata, reader.problems)
    if len(reader.problems) > before:
        reader.unread.add("sources")
    reader.known |= {
        name: reader.ids(name, some) for name, some in (("polities", polities["id"]), ("sources", sources))
    }
    reader.titles["polities"] = dict(zip(polities["name"], polities["id"], strict=True))
    reader.titles["sources"] = {fields.get("title", ""): key for key, fields in sources.items()}
    reader.check_fixed()
    warnings: list[Problem] = []
    if bare or reader.path("boundaries").exists():
        land = read_coast(reader) if bare else read_polygons(reader)
        territories, spells, lines = land.territories, land.spells, _no_lines(reader)
        polities = _completed(polities, spells, reader.added["polities"])
        sources |= {key: {"ENTRYTYPE": "misc", "title": title} for key, title in reader.added["sources"].items()}
        sources |= {SOURCE: BIBTEX} if bare and SOURCE not in sources else {}
        warnings = [*land.warnings, *_told(reader, reader.added["polities"])]
        reader.known |= {"polities": reader.ids("polities", polities["id"]), "territories": set(territories["id"])}
    else:
        territories, spells, lines = _read_drawn(reader)
    evidence = read_evidence(reader)
    captures = read_captures(reader, territories, evidence)
    if reader.path("boundaries").exists():
        spells = fought(captures, spells, reader)
    territories, spells = cut(captures, territories, evidence.graded("spells", spells), reader)
    administrations = read_administrations(reader)
    spells = administer(
        spells, dict(zip(territories.index, territories["part_of"], strict=True)), administrations, reader
    )
    return Atlas(
        reader.geodata,
        reader.about,
        territories,
        lines,
        spells.sort_values(["territory", "from"], kind="stable"),
        evidence.graded("administrations", administrations),
        polities.set_index("id", drop=False),
        sources,
        captures,
        evidence,
        tuple(warnings),
    )


def _read_drawn(reader: Reader) -> tuple[gpd.GeoDataFrame, pd.DataFrame, gpd.GeoDataFrame]:
    """Read territories, spells and lines of a folder that is drawn by lines."""
    before, files = len(reader.problems), Files(reader.geodata, _says_of((*BESIDE, *POWER)))
    composite = read_composite(reader)
    if len(reader.problems) > before:
        reader.stop()  # land that is cut by some of the lines belongs to nobody
    theatres = reader.about.theatres.values()
    parts = cached(
        "partition",
        [files.stamp, repr(reader.about).encode()],
        lambda: [build_partition(theatre, composite, reader) for theatre in theatres],
        lambda: len(reader.problems) == before and files.same(),
    )
    spells = reader.table("spells")
    reader.known["territories"] = reader.ids("territories", composite.territories["id"])
    reader.references("spells", spells)
    _check_chains(composite.territories, spells, reader)
    check_doubts(spells, reader)
    return _joined([p.territories for p in parts]), spells, _joined([p.lines for p in parts])


def _no_lines(reader: Reader) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(reader.empty("lines"), geometry=[], crs=CRS)


def _completed(polities: pd.DataFrame, spells: pd.DataFrame, added: Mapping[str, str]) -> pd.DataFrame:
    """Return the polities with those that no table has: of land without a record, of bare land, and those added."""
    own = {UNRECORDED: ("Not recorded", "Brak zapisu", "#d9d9d9"), LAND: ("Land", "Ląd", "#efe9dc")}
    held = set(spells["controller"]) - set(polities["id"])
    rows = [
        {"id": key, "name": name, "name_pl": name_pl, "colour": shade}
        for key, (name, name_pl, shade) in own.items()
        if key in held
    ]
    first = len(polities)
    rows += [{"id": key, "name": name, "colour": colour(first + n)} for n, (key, name) in enumerate(added.items())]
    columns = list(polities.columns)
    return pd.concat([polities, pd.DataFrame(rows)], ignore_index=True)[columns].fillna("") if rows else polities


def _told(reader: Reader, added: Mapping[str, str]) -> list[Problem]:
    """Return the warning about polities that are named in words and have no row of their own."""
    if not added:
        return []
    names = list(added.values())
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    one = len(names) == 1
    message = f"{', '.join(names[:NAMED])}{more} {'is' if one else 'are'} not in {reader.path('polities').name}"
    hint = (
        f"{'It gets' if one else 'They get'} a colour of {'its' if one else 'their'} own; for another add a row there."
    )
    return [Problem(str(reader.path("boundaries")), "", "controller", message, hint)]


def _joined(frames: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.concat(frames), crs=CRS)


def _check_chains(territories: pd.DataFrame, spells: pd.DataFrame, reader: Reader) -> None:
    """Tell every day of a territory that has no spell, or two, and every reversed spell."""
    file, problems, period = reader.path("spells"), reader.problems, reader.about.period
    for row, spell in spells[spells["to"] <= spells["from"]].iterrows():
        message = f"the spell ends {spell['to']}, not after it begins, {spell['from']}"
        problems.add(file, f"row {row}", "to", message, "The end is the first day after the spell.")
    chains = chains_of(spells.sort_values("from"))
    maimed = {record.get("territory") for record in spells.attrs.get("faulty", [])}  # a gap there was told already
    for territory in territories["id"]:
        if territory in maimed:
            continue
        chain = chains.get(territory)
        if chain is None:
            hint = f"Give it spells from {period.first} to {period.after}."
            problems.add(file, "", "territory", f"'{territory}' has no spell", hint)
            continue
        reached, before = period.first, ""
        for row, begins, ends in zip(chain.index, chain["from"], chain["to"], strict=True):
            if begins != reached:
                gap = "no spell" if begins > reached else "two spells"
                first, last = sorted((reached, begins))
                message = f"{territory} has {gap} from {first} up to {last}"
                hint = f"Begin this spell where {before or 'the period'} {'ends' if before else 'begins'}."
                problems.add(file, f"row {row}", "from", message, hint)
            reached, before = max(reached, ends), f"row {row}"
        if reached != period.after:
            message = f"{territory} has no spell from {reached} up to {period.after}"
            problems.add(file, before, "to", message, "Let the last spell end there.")


def chains_of(spells: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the spells of each territory, in the order in which they come."""
    return {str(key): chain for key, chain in spells.groupby("territory")}


def records_of(spells: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the spells of each territory, in the order in which they come, as plain records."""
    chains: dict[str, list[dict[str, Any]]] = {}
    for spell in reading.records(spells):
        chains.setdefault(spell["territory"], []).append(spell)
    return chains


def spells_on(atlas: Atlas, day: str) -> pd.DataFrame:
    """Return the spell in force on a day for each territory, indexed by territory.

    Raises
    ------
    CallError
        If the day lies outside the period of the atlas.
    """
    atlas.within(day)
    spells = atlas.spells
    return spells[(spells["from"] <= day) & (day < spells["to"])].set_index("territory")


def state_on(atlas: Atlas, day: str, theatre: str = "") -> gpd.GeoDataFrame:
    """Return the territories with the spell in force on a day: geometry, km2, controller, sovereign, status ...

    Those of one theatre, or of all.

    Raises
    ------
    CallError
        If the day lies outside the period of the atlas, or there is no such theatre.
    """
    _check_theatre(atlas, theatre)
    spells = spells_on(atlas, day).drop(columns=["note"])
    state = gpd.GeoDataFrame(atlas.territories.join(spells, how="inner"), crs=CRS)
    return state[state["theatre"] == theatre] if theatre else state


def _check_theatre(atlas: Atlas, theatre: str) -> None:
    known = atlas.about.theatres
    if theatre and theatre not in known:
        raise CallError(f"there is no theatre '{theatre}'; there are {', '.join(known)}")


def polities_on(atlas: Atlas, day: str, theatre: str = "") -> gpd.GeoDataFrame:
    """Return the polities of a day: ``controller``, name, theatres, km2 inside the windows, and the land they hold.

    Sorted by id. The areas are the sums of the territories'; ``read`` is the share of them, 0 to 1, of which a text
    that was read says who held it (see `mapper.evidence.READ`).
    """
    state = state_on(atlas, day, theatre)
    groups = state.groupby("controller")
    held = gpd.GeoDataFrame(
        {
            "controller": [key for key, _ in groups],
            "name": [name_on(atlas.powers[str(key)], day) for key, _ in groups],
            "theatres": [" ".join(sorted(set(group["theatre"]))) for _, group in groups],
            "km2": [round(float(group["km2"].sum()), 1) for _, group in groups],
            "read": [round(_share_read(group), 3) for _, group in groups],
        },
        geometry=[_union(list(group.geometry)) for _, group in groups],
        crs=CRS,
    )
    return held.sort_values("controller", ignore_index=True)


def administrations_on(atlas: Atlas, day: str, theatre: str = "") -> pd.DataFrame:
    """Return the administrations of a day: ``controller``, ``administration`` (its id), its name and km2; sorted."""
    state = state_on(atlas, day, theatre)
    state = state[state[COLUMN] != ""]
    names = dict(zip(atlas.administrations["id"], atlas.administrations["name"], strict=True))
    sizes = state.groupby(["controller", COLUMN])["km2"].sum().round(1).reset_index()
    return pd.DataFrame(sizes.assign(name=sizes[COLUMN].map(names)))


def doubts_on(atlas: Atlas, day: str, theatre: str = "") -> pd.DataFrame:
    """Return the land that passed from one spell to the next on some day around: the texts on it differ.

    Columns: ``territory``, ``from_earliest`` and ``from_latest``, both included, and ``controller_before`` and
    ``controller``; sorted by territory.
    """
    atlas.within(day)
    some = doubtful(atlas.spells)
    some = some[(some[EARLIEST] <= day) & (day < some[LATEST])]
    before = atlas.spells[["territory", "to", "controller"]].rename(columns={"to": "from"})
    if theatre:
        some = some[some["territory"].map(atlas.territories["theatre"]) == theatre]
    both = some.merge(before, on=["territory", "from"], suffixes=("", "_before"))
    return both[["territory", EARLIEST, LATEST, "controller_before", "controller"]].reset_index(drop=True)


def _share_read(held: pd.DataFrame) -> float:
    return float(held.loc[held["level"].isin(READ), "km2"].sum() / held["km2"].sum())


def _union(shapes: list[shapely.Geometry]) -> shapely.MultiPolygon:
    return polygons(shapely.coverage_union_all(shapes))


def changes(atlas: Atlas) -> pd.DataFrame:
    """Return every change of land, sorted by day and territory.

    Columns: ``day`` (the first of the new state), ``territory`` (or zone), ``theatre``, ``km2``, and controller,
    sovereign and status, each with its like of the day before, as ``controller_before`` and so on.
    """
    state = list(STATE)
    spells = atlas.spells[["territory", "from", "to", *state, COLUMN]]
    root = spells["territory"].map(atlas.territories["part_of"]).where(lambda part: part != "", spells["territory"])
    spells = spells.assign(root=root)
    old = {key: f"{key}_before" for key in (*state, COLUMN)}
    ends = spells.rename(columns={"to": "day", **old}).drop(columns="from")
    begins = spells.rename(columns={"from": "day"}).drop(columns="to")
    both = begins.merge(ends, on=["root", "day"], suffixes=("", "_old"))
    own = both["territory"] == both["territory_old"]
    part = atlas.territories["part_of"]
    into = both["territory_old"] == both["territory"].map(part)  # a campaign begins
    out = both["territory"] == both["territory_old"].map(part)  # it ends
    met = both[own | into | out].copy()
    crossed = (into | out)[met.index]
    met.loc[out, "territory"] = met.loc[out, "territory_old"]
    sizes = pd.DataFrame(atlas.territories[["theatre", "km2"]])
    same = [met[key] == met[f"{key}_before"] for key in state]
    governed = met[COLUMN] != met[f"{COLUMN}_before"]
    met = met[~(same[0] & same[1] & same[2] & (crossed | governed))]  # it was only cut, joined or otherwise governed
    table = met.merge(sizes, left_on="territory", right_index=True, how="inner")
    columns = ["day", "territory", *(c + s for c in state for s in ("_before", "")), "theatre", "km2"]
    return table[columns].sort_values(["day", "territory"], ignore_index=True)


def changes_between(atlas: Atlas, first: str = "", after: str = "", theatre: str = "") -> gpd.GeoDataFrame:
    """Return the changes of controller, sovereign or status of some days, with the land that changed; '' is all.

    From the day ``first`` up to, but not including, ``after``. The columns are those of `changes`, and geometry.

    Raises
    ------
    CallError
        If there is no such theatre, a day lies outside the period of the atlas, or no day lies between the two.
    """
    _check_theatre(atlas, theatre)
    period = atlas.about.period
    first, after = first or period.first, after or period.after
    atlas.within(first)
    if after != period.after:
        atlas.within(after)
    if after <= first:
        raise CallError(f"no day lies from {first} up to {after}: the second is the first day after")
    table = changes(atlas)
    kept = (table["day"] >= first) & (table["day"] < after)
    if theatre:
        kept &= table["theatre"] == theatre
    moved = [table[column] != table[f"{column}_before"] for column in STATE]
    table = table[kept & (moved[0] | moved[1] | moved[2])].reset_index(drop=True)
    return gpd.GeoDataFrame(table, geometry=list(atlas.territories.geometry.reindex(table["territory"])), crs=CRS)


def change_days(atlas: Atlas, theatre: str = "") -> list[str]:
    """Return the days, in order, on which land in a theatre (or in any) changes controller, sovereign or status."""
    return sorted(set(changes_between(atlas, theatre=theatre)["day"]))
