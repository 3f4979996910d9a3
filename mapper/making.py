"""The commands that make something: pages, exports, atlases."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper.errors import CallError, MapperError, counted
from mapper.packaged import geodata_folder, maps_folder
from mapper.terminal import GEODATA, LOG, MAPS, OUT, Bar, all_folders, data_folder, examples, guarded, tell

if TYPE_CHECKING:
    from collections.abc import Callable


def _begun(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the maps whose names begin so, for a shell that completes them."""
    geodata, maps = context.params.get("geodata"), context.params.get("maps")
    with contextlib.suppress(MapperError, OSError):  # a shell is told nothing
        found = sorted(path.stem for path in maps_folder(maps, geodata_folder(geodata)).glob("*.toml"))
        return [name for name in found if name.startswith(incomplete)]
    return []


@click.command(
    short_help="Build all maps, or those named, and the index.",
    epilog=examples("mapper build", "mapper build nazi-soviet-pact --out site"),
)
@click.argument("maps_named", metavar="[MAP]...", nargs=-1, shell_complete=_begun)
@GEODATA
@MAPS
@OUT
@click.option("--corrections", default="", help="Where a mistake is told: details lead to this address, or path.")
@guarded
def build(
    maps_named: tuple[str, ...], geodata: Path | None, maps: Path | None, out: Path | None, corrections: str
) -> None:
    """Build all maps, or those named, and the index; print a line a map."""
    build_and_tell(*all_folders(geodata, maps, out), list(maps_named), corrections)


def build_and_tell(geodata: Path, maps: Path, out: Path, names: list[str], corrections: str = "") -> None:
    """Build maps with a progress bar, and print a line a map."""
    from mapper.build import build as build_maps  # noqa: PLC0415  (the libraries take a second; --help should not)

    def step(what: str, done: int, steps: int) -> None:
        LOG.info("%s", what)
        bar.at(done, steps, what)

    with Bar() as bar:
        built = build_maps(geodata, maps, out, names, step, corrections)
    for made in built:
        size = f"{made.size / 1e6:.2f} MB"
        tell(f"{made.path}: {made.features} territories, {made.events} events, {size}, {made.seconds:.2f} s")
    tell(f"{out / 'index.html'}: {bar.seconds():.2f} s in all")


@click.command(
    short_help="Build all maps again at every save.",
    epilog=examples("mapper watch", "mapper watch --geodata mine/geodata"),
)
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
    watch_folders([data, found], rebuilding(data, found, pages, "waiting for a save; Ctrl-C ends it"))


def rebuilding(data: Path, maps: Path, pages: Path, then: str) -> Callable[[], bool]:
    """Return what builds all maps, tells what is wrong, says what comes then, and returns whether they were built."""

    def rebuild() -> bool:
        try:
            build_and_tell(data, maps, pages, [])
        except MapperError as error:
            LOG.error("%s", error)
            return False
        finally:
            tell(then)
        return True

    return rebuild


@click.command(
    short_help="Build all maps, and show them at an address of this computer.",
    epilog=examples("mapper serve", "mapper serve --port 8080 --once"),
)
@GEODATA
@MAPS
@OUT
@click.option("--port", default=8000, show_default=True, help="Of this computer; 0 takes any that is free.")
@click.option("--once", is_flag=True, help="Build once, and do not watch the folders.")
@guarded
def serve(geodata: Path | None, maps: Path | None, out: Path | None, port: int, *, once: bool) -> None:
    """Build all maps and show them at an address of this computer alone; Ctrl-C ends it.

    For browsers that do not open files. A save of the data or of the maps builds them again, and open pages load
    themselves anew; that needs the extra historical-mapper[watch].
    """
    from mapper.serve import Server  # noqa: PLC0415
    from mapper.watch import can_watch  # noqa: PLC0415
    from mapper.watch import watch as watch_folders  # noqa: PLC0415

    data, found, pages = all_folders(geodata, maps, out)
    watching = not once and can_watch()
    if not once and not watching:
        LOG.warning("saves are not watched: that needs pip install 'historical-mapper[watch]'")
    with Server(pages, port) as server:
        rebuild = rebuilding(data, found, pages, f"{server.address} (Ctrl-C ends it)")

        def again() -> None:
            if rebuild():
                server.built()

        if watching:
            watch_folders([data, found], again)
        else:
            again()
            server.wait()


@click.command(
    short_help="Write everything for QGIS and other programs.",
    epilog=examples("mapper export -o atlas.gpkg", "mapper export -o geodata/datapackage.json --format datapackage"),
)
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
    tell(f"{out}: {count} {what}, {out.stat().st_size / 1e6:.2f} MB")


@click.command(
    short_help="Make a new atlas, of your own files or to play with.",
    epilog=examples(
        "mapper new island",
        "mapper new alsace --from alsace-lorraine.geojson --ends inclusive",
        "mapper new letters --from letters.csv --column date=sent",
    ),
)
@click.argument("out", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--from", "files", metavar="FILE", type=click.Path(path_type=Path), multiple=True, help="What you have.")
@click.option("--title", default="", help="Of the atlas; the name of the file by default.")
@click.option("--licence", default="", metavar="SPDX", help="Of your data, such as CC-BY-4.0.")
@click.option("--column", "columns", metavar="OURS=YOURS", multiple=True, help="A column by name, as from=OD; repeat.")
@click.option("--ends", type=click.Choice(["inclusive", "exclusive"]), help="Whether a record holds on its last date.")
@click.option("--dates", default="", metavar="FORMAT", help="The form of the dates, such as %d.%m.%Y.")
@click.option("--until", type=click.Choice(["next", "year"]), help="How long a snapshot holds; until the next one.")
@click.option("--crs", default="", help="Of a file that names none, such as EPSG:2180.")
@click.option("--encoding", default="", help="Of a CSV that is not in UTF-8, such as cp1250; else it is guessed.")
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
    tell(f"{out}: {', '.join(made.counts)}, {made.first} to {made.last}")
    for note in made.notes:
        tell(f"  {note}")
    tell(f"Now: cd {out} && mapper build, and open maps/index.html")


@click.command(
    "import",
    short_help="Make a geodata folder of a world boundary file.",
    epilog=examples(
        "mapper import cshapes cshapes.topojson -o world/geodata",
        "mapper import historical-basemaps world_1938.geojson -o world/geodata --windows geodata/atlas.toml",
    ),
)
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
    tell(f"{out}: {counted(count, 'record')}; see {out / 'README.md'} for the licence")
