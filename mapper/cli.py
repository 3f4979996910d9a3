"""The command ``mapper``: it prints and sets exit codes, and has no logic of its own.

This is the only module that imports click.

Exit status: 0 done, 1 the data have problems (all are listed), 2 the call is wrong.
"""

from __future__ import annotations

import functools
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper import __version__
from mapper.errors import BuildError, CallError, DataError, MapperError
from mapper.files import replacing, write_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from click._termui_impl import ProgressBar

SETTINGS = {"help_option_names": ["-h", "--help"]}
GEODATA = click.option(
    "--geodata",
    type=click.Path(path_type=Path),
    help="The folder of the data: ./geodata where it is, else the atlas that the package brings.",
)
LANDS = 8  # so many territories are named in a line of a difference; the table names all
QUICK = 1.0  # seconds; a build that takes longer shows a progress bar on a terminal


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the package's errors into messages on standard error and exit codes."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401  (whatever the command takes)
        try:
            command(*args, **kwargs)
        except (DataError, BuildError) as error:
            click.echo(str(error), err=True)
            sys.exit(1)
        except CallError as error:
            click.echo(str(error), err=True)
            sys.exit(2)

    return run


@click.group(context_settings=SETTINGS)
@click.version_option(__version__, prog_name="mapper")
def main() -> None:
    """Turn historical geodata into interactive maps: who held which land on any day."""


MAPS = click.option(
    "--maps",
    type=click.Path(path_type=Path),
    help="The maps' TOML files: those beside the data, or ./maps.",
)
OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Where the HTML goes: the folder of the maps, or ./maps."
)


def data_folder(given: Path | None) -> Path:
    """Return the folder of the data, and say so where it is that of the package."""
    from mapper.packaged import GEODATA as OWN  # noqa: PLC0415
    from mapper.packaged import geodata_folder  # noqa: PLC0415

    folder = geodata_folder(given)
    if given is None and folder != OWN:
        click.echo(f"there is no ./geodata here: using the packaged atlas, {folder}", err=True)
    return folder


def all_folders(geodata: Path | None, maps: Path | None, out: Path | None) -> tuple[Path, Path, Path]:
    """Return the folders of the data, of the maps and of the pages."""
    from mapper.packaged import maps_folder, pages_folder  # noqa: PLC0415

    data = data_folder(geodata)
    found = maps_folder(maps, data)
    return data, found, out or maps or pages_folder(found)


@main.command()
@click.argument("maps_named", metavar="[MAP]...", nargs=-1)
@GEODATA
@MAPS
@OUT
@guarded
def build(maps_named: tuple[str, ...], geodata: Path | None, maps: Path | None, out: Path | None) -> None:
    """Build all maps, or those named, and the index; print a line a map."""
    build_and_tell(*all_folders(geodata, maps, out), list(maps_named))


def build_and_tell(geodata: Path, maps: Path, out: Path, names: list[str]) -> None:
    """Build maps with a progress bar, and print a line a map."""
    from mapper.build import build as build_maps  # noqa: PLC0415  (the libraries take a second; --help should not)

    bar = Bar()
    try:
        built = build_maps(geodata, maps, out, names, bar.step)
    finally:
        bar.close()
    for made in built:
        size = f"{made.size / 1e6:.2f} MB"
        click.echo(f"{made.path}: {made.features} territories, {made.events} events, {size}, {made.seconds:.2f} s")
    click.echo(f"{out / 'index.html'}: {bar.seconds():.2f} s in all")


@main.command()
@GEODATA
@MAPS
@OUT
@guarded
def watch(geodata: Path | None, maps: Path | None, out: Path | None) -> None:
    """Build all maps again whenever a file of the data or of the maps is saved; Ctrl-C ends it.

    What is wrong is listed, and the maps that were there stay. It needs the extra historical-mapper[watch].
    """
    from mapper.watch import watch as watch_folders  # noqa: PLC0415

    data, found, pages = all_folders(geodata, maps, out)

    def rebuild() -> None:
        try:
            build_and_tell(data, found, pages, [])
        except MapperError as error:
            click.echo(str(error), err=True)
        click.echo("waiting for a save; Ctrl-C ends it")

    watch_folders([data, found], rebuild)


class Bar:
    """A progress bar on a terminal, shown only when the work has taken longer than a second."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()
        self.width = 0

    def seconds(self) -> float:
        """Return the time since the beginning."""
        return time.perf_counter() - self.begun

    def step(self, what: str, done: int, steps: int) -> None:
        """Draw the bar again."""
        if not sys.stderr.isatty() or self.seconds() < QUICK:
            return
        full = 24 * done // steps
        line = f"[{'#' * full}{'.' * (24 - full)}] {what}"
        click.echo("\r" + line.ljust(self.width), nl=False, err=True)
        self.width = len(line)

    def close(self) -> None:
        """Wipe the bar away."""
        if self.width:
            click.echo("\r" + " " * self.width + "\r", nl=False, err=True)


@main.command()
@GEODATA
@click.option(
    "--by", default="table", type=click.Choice(["table", "theatre", "year", "rule"]), help="How shares are counted."
)
@click.option("--evidence", is_flag=True, help="List the records about which a text is to be read next.")
@guarded
def check(geodata: Path | None, by: str, *, evidence: bool) -> None:
    """List every problem of the data, with file, row, column and what to do.

    If the folder has an evidence.csv it prints how many records a text that was read supports, and the level of each:
    document, text, in part, cited (a work is named, but none was read), rule (an editor's convention).
    """
    from mapper.evidence import reading_list, share_lines  # noqa: PLC0415
    from mapper.geodata import load  # noqa: PLC0415

    folder = data_folder(geodata)
    data = load(folder)
    atlas = data.atlas
    for warning in atlas.warnings:
        click.echo(f"warning: {warning}")
    click.echo(
        f"{folder}: {len(atlas.territories)} territories, {len(atlas.lines)} lines, {len(atlas.spells)} spells, "
        f"{len(data.events)} events, {len(atlas.sources)} sources; no problem found"
    )
    records = data.records()
    if len(atlas.evidence.rows):
        click.echo("\n".join(share_lines(records, by)))
    if evidence:
        click.echo("\n".join(reading_list(records)))


@main.command()
@click.argument("date", metavar="DATE")
@GEODATA
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the polities as GeoJSON, one feature each.")
@guarded
def at(date: str, geodata: Path | None, out: Path | None) -> None:
    """List the polities that held land on DATE (YYYY-MM-DD), with km2 inside the windows.

    The share that is read is the part of the land of which a text that was read says who held it.
    """
    from mapper.atlas import polities_on, read_atlas  # noqa: PLC0415
    from mapper.dates import day  # noqa: PLC0415
    from mapper.gdal import write_geojson  # noqa: PLC0415

    try:
        day(date)
    except ValueError as error:
        raise CallError(str(error)) from error
    held = polities_on(read_atlas(data_folder(geodata)), date)
    if out:
        ending(out, ".geojson", ".json")
        with replacing(out) as fresh:
            write_geojson(fresh, held)
    for row in held.itertuples():
        share = f"{row.read:.0%} read"
        click.echo(f"{row.controller:28}{row.km2:14,.0f} km2 {share:>9}  {row.theatres:10} {row.name}")


@main.command()
@click.argument("events", metavar="POINTS", type=click.Path(path_type=Path))
@GEODATA
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), required=True, help="A .csv, .tsv, .geojson, .gpkg or .parquet."
)
@click.option("--lon", default="", help="The column of longitudes.")
@click.option("--lat", default="", help="The column of latitudes.")
@click.option("--date-column", "date", default="", help="The column of dates, or of first days.")
@click.option("--end-column", "end", default="", help="The column of last days.")
@click.option("--date-format", "form", default="", help="How dates are written if not in EDTF, such as %d.%m.%Y.")
@click.option("--crs", default="", help="The CRS of the coordinates, such as EPSG:2180, if the file does not say.")
@click.option("--layer", default="", help="The layer of a GeoPackage, or the sheet of a workbook.")
@click.option("--encoding", default="", help="The encoding of a text table, such as cp1250.")
@click.option("--prefix", default="", help="What the new columns begin with.")
@click.option("--borders/--no-borders", default=True, help="Whether to look for the nearest border: half of the time.")
@click.option(
    "--engine", type=click.Choice(["here", "dask"]), default="here", help="Where: here, or on a dask cluster."
)
@click.option("--strict", is_flag=True, help="Refuse the file if a row has no place or no date.")
@guarded
def join(
    events: Path,
    geodata: Path | None,
    out: Path,
    prefix: str,
    engine: str,
    *,
    borders: bool,
    strict: bool,
    **asked: str,
) -> None:
    """Join dated points to the land and the power that held it.

    POINTS is a text table with longitude, latitude and a date, Excel, GeoJSON, TopoJSON, GeoPackage, Shapefile,
    FlatGeobuf, GML or Parquet. The rows stay, in order, as they were, with the columns territory, controller,
    sovereign, status, match, border_km, border, front_first, front_last and level (of the evidence) added; rows without
    a place or a date are marked and counted.
    """
    from mapper.atlas import read_atlas  # noqa: PLC0415
    from mapper.joining import join_file  # noqa: PLC0415
    from mapper.points import Asked  # noqa: PLC0415

    atlas = read_atlas(data_folder(geodata))
    with Progress(events.name) as progress:
        report = join_file(
            *(events, atlas, out, Asked(**asked)),
            prefix=prefix,
            strict=strict,
            borders=borders,
            engine=engine,
            progress=progress.at,
        )
    for warning in report.warnings:
        click.echo(warning, err=True)
    counts = ", ".join(f"{count} {match}" for match, count in sorted(report.counts.items()))
    click.echo(f"{out}: {report.rows} rows ({counts})")
    if not report.placed:
        sys.exit(1)


class Progress:
    """A bar of click's on a terminal, which is drawn once it is known how much there is to read."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.bar: ProgressBar[int] | None = None

    def __enter__(self) -> Self:
        """Return itself; nothing is drawn yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the line of the bar."""
        if self.bar is not None:
            self.bar.__exit__(None, None, None)

    def at(self, done: int, size: int) -> None:
        """Draw how far the reading has come."""
        if not sys.stderr.isatty():
            return
        if self.bar is None:
            self.bar = click.progressbar(length=size, label=self.label, file=sys.stderr).__enter__()
        self.bar.update(done - self.bar.pos)


@main.command()
@GEODATA
@click.option(
    "--format",
    "kind",
    type=click.Choice(["geojson", "gpkg", "parquet", "lpf", "datapackage"]),
    help="By default OUT's.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help=".geojson .gpkg .parquet .jsonld datapackage.json",
)
@guarded
def export(geodata: Path | None, kind: str | None, out: Path) -> None:
    """Write everything for QGIS (geojson, gpkg, parquet) or the World Historical Gazetteer (lpf).

    The land is one polygon a spell: territory, from, to (the first day after), controller, sovereign, status, source.
    A GeoPackage has layers of all other tables as well; lpf is Linked Places, places, territories and polities.
    A datapackage describes the folder itself, column by column (Frictionless), and lies in it.
    """
    from mapper.export import export as write_export  # noqa: PLC0415
    from mapper.export import format_of  # noqa: PLC0415
    from mapper.geodata import load  # noqa: PLC0415

    what = "files" if format_of(out, kind) == "datapackage" else "features"
    count = write_export(load(data_folder(geodata)), out, kind)
    click.echo(f"{out}: {count} {what}, {out.stat().st_size / 1e6:.2f} MB")


@main.command()
@click.argument("out", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--from", "files", metavar="FILE", type=click.Path(path_type=Path), multiple=True, help="What you have.")
@click.option("--title", default="", help="Of the atlas; the name of the file by default.")
@click.option("--licence", default="", metavar="SPDX", help="Of your data, such as CC-BY-4.0.")
@click.option("--column", "columns", metavar="OURS=YOURS", multiple=True, help="A column by name, as from=OD; repeat.")
@click.option("--ends", type=click.Choice(["inclusive", "exclusive"]), help="Whether a record holds on its last date.")
@click.option("--dates", default="", metavar="FORMAT", help="The form of the dates, such as %d.%m.%Y.")
@click.option("--until", type=click.Choice(["next", "year"]), help="How long a snapshot holds; until the next one.")
@click.option("--crs", default="", help="Of a file that names none, such as EPSG:2180.")
@click.option("--encoding", default="", help="Of a CSV that is not in UTF-8, such as cp1250.")
@click.option("--layer", default="", help="Of a file with several.")
@guarded
def new(out: Path, files: tuple[Path, ...], columns: tuple[str, ...], **said: str | None) -> None:
    """Make a new atlas in DIR: a small one to begin with, or one of what you have.

    FILE holds dated polygons (GeoJSON, GeoPackage, Shapefile, GeoParquet, FlatGeobuf, TopoJSON), CShapes, snapshots of
    historical-basemaps (repeat --from), or events with positions (CSV, Excel, GeoJSON ...). Columns are found by their
    usual names and written into DIR/geodata/atlas.toml, where you can mend them.
    """
    from mapper.new import new as make_new  # noqa: PLC0415
    from mapper.parts import Wish  # noqa: PLC0415

    pairs = [one.partition("=") for one in columns]
    if bad := [one for one, (_, mark, _) in zip(columns, pairs, strict=True) if not mark]:
        raise CallError(f"--column {bad[0]}: write OURS=YOURS, such as from=OD")
    given = {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
    made = make_new(out, files, Wish(columns=given, **{key: value or "" for key, value in said.items()}))
    click.echo(f"{out}: {', '.join(made.counts)}, {made.first} to {made.last}")
    for note in made.notes:
        click.echo(f"  {note}")
    click.echo(f"Now: cd {out} && mapper build, and open maps/index.html")


@main.command("import")
@click.argument("dataset", type=click.Choice(["cshapes", "historical-basemaps"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The geodata folder to make.")
@click.option(
    "--windows", type=click.Path(path_type=Path), help="An atlas.toml whose theatres to take; else the whole world."
)
@guarded
def import_(dataset: str, file: Path, out: Path, windows: Path | None) -> None:
    """Make a geodata folder of a world boundary file, which all commands take.

    FILE is CShapes 2.0 as TopoJSON or GeoJSON, or world_YYYY.geojson of historical-basemaps; .xz too. Its licence and
    credit are written into the folder.
    """
    from mapper.importing import import_boundaries  # noqa: PLC0415

    count = import_boundaries(dataset, file, out, windows)
    click.echo(f"{out}: {count} records; see {out / 'README.md'} for the licence")


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@click.option("--over", default=1.0, show_default=True, help="Leave out pieces of land of less than so many km2.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the table as CSV.")
@guarded
def diff(old: Path, new: Path | None, over: float, out: Path | None) -> None:
    """Say what differs between two geodata folders: which polity, on which days, by how many km2.

    OLD and NEW are folders; without NEW it is ./geodata, or else the atlas that the package brings. Each line says from
    which day up to, and not including, which a polity holds other land in NEW, with km2 gained and lost and the
    territories; or that a land's sovereign or status alone is another.
    """
    from mapper.atlas import read_atlas  # noqa: PLC0415
    from mapper.diff import diff as diff_atlases  # noqa: PLC0415

    if out:
        ending(out, ".csv")
    found = diff_atlases(read_atlas(old), read_atlas(data_folder(new)), over)
    if out:
        write_text(out, found.table.round(1).to_csv(index=False, lineterminator="\n"))
    for row in found.table.to_dict("records"):
        size = f"+{row['gained_km2']:,.0f} -{row['lost_km2']:,.0f} km2"
        if row["what"] == "law":
            size = f"{row['km2']:,.0f} km2: {row['before']} -> {row['now']}"
        lands = row["lands"].split("; ")
        more = f" and {len(lands) - LANDS} more" if len(lands) > LANDS else ""
        click.echo(f"{row['from']} {row['to']}  {row['polity']:20} {size}  {'; '.join(lands[:LANDS])}{more}")
    if found.table.empty:
        click.echo("the same land in the same hands on every day")
    if found.slivers_km2:
        click.echo(f"{found.slivers_km2:.2f} km2 in pieces of less than {over:g} km2 are left out")
    for row in found.records.to_dict("records"):
        click.echo(f"{row['table']}: {row['added']} added, {row['removed']} removed, {row['changed']} changed")


@main.command()
@GEODATA
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the table: .csv or .md.")
@guarded
def accuracy(geodata: Path | None, out: Path | None) -> None:
    """Measure how well the towns of each campaign tell each other's days, every town left out in turn.

    For each campaign, and each power in it: the towns, the captures whose day the other towns tell, the median and
    the 90th percentile of the error in days, and the median distance between neighbouring towns in km.
    """
    from mapper.accuracy import accuracy as measure  # noqa: PLC0415
    from mapper.accuracy import as_markdown  # noqa: PLC0415
    from mapper.atlas import read_atlas  # noqa: PLC0415

    if out:
        ending(out, ".csv", ".md")
    table = measure(read_atlas(data_folder(geodata)))
    if out and out.suffix.lower() == ".md":
        write_text(out, as_markdown(table))
    elif out:
        write_text(out, table.to_csv(index=False, lineterminator="\n"))
    click.echo("{:44}{:>7}{:>7}{:>8}{:>7}{:>7}".format("", "towns", "told", "median", "p90", "km"))
    for row in table.to_dict("records"):
        name = row["campaign"] if not row["taken_by"] else f"  taken by {row['taken_by']}"
        click.echo(
            f"{name:44}{row['towns']:7}{row['told']:7}{row['median_days']:8.1f}{row['p90_days']:7.1f}"
            f"{row['nearest_km']:7.1f}"
        )
    if table.empty:
        click.echo("the folder has no campaign")


def ending(out: Path, *allowed: str) -> None:
    """Refuse a file whose ending says that it is of another kind."""
    if out.suffix.lower() not in allowed:
        raise CallError(f"{out} does not end in {' or '.join(allowed)}")


@main.command()
@click.argument("reference", type=click.Path(path_type=Path))
@click.option("--date", help="The day (YYYY-MM-DD); 1930-06-01 for CShapes, 1 July of its year for a snapshot.")
@GEODATA
@click.option("--over", default=10.0, show_default=True, help="List each deviation of more than so many km.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the table as CSV.")
@guarded
def compare(reference: Path, date: str | None, geodata: Path | None, over: float, out: Path | None) -> None:
    """Measure how far the atlas agrees with CShapes 2.0 or a historical-basemaps snapshot.

    REFERENCE is CShapes as TopoJSON or GeoJSON, or world_YYYY.geojson; .xz too. For each polity that both know:
    intersection over union, our km2 and theirs, and mean, median, 95th percentile and worst of the distance between
    the land borders, in km, with the place of the worst (lon lat).
    """
    from mapper.atlas import read_atlas  # noqa: PLC0415
    from mapper.compare import compare as compare_borders  # noqa: PLC0415
    from mapper.dates import day  # noqa: PLC0415
    from mapper.reference import read_reference  # noqa: PLC0415

    borders = read_reference(reference)
    try:
        asked = day(date or borders.day)
    except ValueError as error:
        raise CallError(str(error)) from error
    found = compare_borders(read_atlas(data_folder(geodata)), borders, asked, over)
    if out:
        ending(out, ".csv")
        write_text(out, found.table.round(4).to_csv(index=False, lineterminator="\n"))
    heads = ("iou", "km2", "their km2", "mean", "median", "p95", "worst", "lon lat")
    click.echo(f"{asked:28}" + "{:>7}{:>12}{:>12}{:>7}{:>7}{:>7}{:>7}  {}".format(*heads))
    for row in found.table.to_dict("records"):
        name = f"{row['polity']} ({row['theatre']})"
        where = "" if math.isnan(row["worst"]) else f"{row['lon']:.2f} {row['lat']:.2f}"
        click.echo(
            f"{name:28}{row['iou']:7.3f}{row['km2']:12,.0f}{row['reference_km2']:12,.0f}"
            f"{row['mean']:7.2f}{row['median']:7.2f}{row['p95']:7.1f}{row['worst']:7.1f}  {where}"
        )
    count = len(found.deviations)
    click.echo(f"{count} deviation{'' if count == 1 else 's'} of more than {over:g} km")
    for row in found.deviations.to_dict("records"):
        click.echo(f"{row['km']:7.1f} km at {row['lon']:.2f} {row['lat']:.2f}  {row['polities']} ({row['whose']})")
