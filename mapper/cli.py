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
from mapper.errors import BuildError, CallError, DataError

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = {"help_option_names": ["-h", "--help"]}
GEODATA = click.option(
    "--geodata",
    type=click.Path(path_type=Path),
    default=Path("geodata"),
    show_default=True,
    help="The folder of the data.",
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
    "--maps", type=click.Path(path_type=Path), default=Path("maps"), show_default=True, help="The maps' TOML files."
)
OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Where the HTML goes; the folder of the maps by default."
)


@main.command()
@click.argument("maps_named", metavar="[MAP]...", nargs=-1)
@GEODATA
@MAPS
@OUT
@guarded
def build(maps_named: tuple[str, ...], geodata: Path, maps: Path, out: Path | None) -> None:
    """Build all maps, or those named, and the index; print a line a map."""
    build_and_tell(geodata, maps, out or maps, list(maps_named))


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
def watch(geodata: Path, maps: Path, out: Path | None) -> None:
    """Build all maps again whenever a file of the data or of the maps is saved; Ctrl-C ends it.

    What is wrong is listed, and the maps that were there stay. It needs the extra historical-mapper[watch].
    """
    from mapper.watch import watch as watch_folders  # noqa: PLC0415

    def tell(line: str) -> None:
        click.echo(line, err="waiting" not in line)

    watch_folders([geodata, maps], lambda: build_and_tell(geodata, maps, out or maps, []), tell)


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
@guarded
def check(geodata: Path) -> None:
    """List every problem of the data, with file, row, column and what to do."""
    from mapper.geodata import load  # noqa: PLC0415

    data = load(geodata)
    atlas = data.atlas
    for warning in atlas.warnings:
        click.echo(f"warning: {warning}")
    click.echo(
        f"{geodata}: {len(atlas.territories)} territories, {len(atlas.lines)} lines, {len(atlas.spells)} spells, "
        f"{len(data.events)} events, {len(atlas.sources)} sources; no problem found"
    )


@main.command()
@click.argument("date", metavar="DATE")
@GEODATA
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the polities as GeoJSON, one feature each.")
@guarded
def at(date: str, geodata: Path, out: Path | None) -> None:
    """List the polities that held land on DATE (YYYY-MM-DD), with km2 inside the windows."""
    from mapper.atlas import polities_on, read_atlas  # noqa: PLC0415
    from mapper.dates import day  # noqa: PLC0415

    try:
        day(date)
    except ValueError as error:
        raise CallError(str(error)) from error
    held = polities_on(read_atlas(geodata), date)
    if out:
        ending(out, ".geojson", ".json")
        held.to_file(out, driver="GeoJSON", index=False)
    for row in held.itertuples():
        click.echo(f"{row.controller:28}{row.km2:14,.0f} km2  {row.theatres:10} {row.name}")


@main.command()
@click.argument("events", type=click.Path(path_type=Path))
@GEODATA
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), required=True, help="A .csv, .geojson, .gpkg or .parquet file."
)
@click.option("--date-column", help="The column of dates (EDTF); 'date' by default.")
@guarded
def join(events: Path, geodata: Path, out: Path, date_column: str | None) -> None:
    """Join dated points to the land and the power that held it.

    EVENTS is a CSV (lon, lat, date), GeoJSON, GeoPackage or Parquet; the rows stay, in order, with the columns
    territory, controller, sovereign, status, match and border_km added.
    """
    from mapper.atlas import read_atlas  # noqa: PLC0415
    from mapper.events import read_dated_points, with_days, write_dated_points  # noqa: PLC0415
    from mapper.join import COLUMNS  # noqa: PLC0415
    from mapper.join import join as join_points  # noqa: PLC0415

    points, column = read_dated_points(events, date_column)
    joined = join_points(with_days(points, column), read_atlas(geodata))
    write_dated_points(joined[[*points.columns, *COLUMNS]], out)
    counts = joined["match"].value_counts()
    told = ", ".join(f"{counts[kind]} {kind}" for kind in sorted(counts.index))
    click.echo(f"{out}: {len(joined)} rows ({told})")


@main.command()
@GEODATA
@click.option("--format", "kind", type=click.Choice(["geojson", "gpkg", "parquet", "lpf"]), help="By default OUT's.")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help=".geojson, .gpkg, .parquet, .jsonld")
@guarded
def export(geodata: Path, kind: str | None, out: Path) -> None:
    """Write everything for QGIS (geojson, gpkg, parquet) or the World Historical Gazetteer (lpf).

    The land is one polygon a spell: territory, from, to (the first day after), controller, sovereign, status, source.
    A GeoPackage has layers of all other tables as well; lpf is Linked Places, places, territories and polities.
    """
    from mapper.export import export as write_export  # noqa: PLC0415
    from mapper.export import format_of  # noqa: PLC0415
    from mapper.geodata import load  # noqa: PLC0415

    format_of(out, kind)
    count = write_export(load(geodata), out, kind)
    click.echo(f"{out}: {count} features, {out.stat().st_size / 1e6:.2f} MB")


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
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--over", default=1.0, show_default=True, help="Leave out pieces of land of less than so many km2.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the table as CSV.")
@guarded
def diff(old: Path, new: Path, over: float, out: Path | None) -> None:
    """Say what differs between two geodata folders: which polity, on which days, by how many km2.

    OLD and NEW are folders. Each line says from which day up to, and not including, which a polity holds other land
    in NEW, with km2 gained and lost and the territories; or that a land's sovereign or status alone is another.
    """
    from mapper.atlas import read_atlas  # noqa: PLC0415
    from mapper.diff import diff as diff_atlases  # noqa: PLC0415

    if out:
        ending(out, ".csv")
    found = diff_atlases(read_atlas(old), read_atlas(new), over)
    if out:
        found.table.round(1).to_csv(out, index=False, lineterminator="\n")
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
def compare(reference: Path, date: str | None, geodata: Path, over: float, out: Path | None) -> None:
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
    found = compare_borders(read_atlas(geodata), borders, asked, over)
    if out:
        ending(out, ".csv")
        found.table.round(4).to_csv(out, index=False)
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
