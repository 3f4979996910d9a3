"""The commands that answer a question about the data, for people or, with ``--json``, for programs."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.errors import DataError, Problems, counted
from mapper.files import write_text
from mapper.packaged import MAPS
from mapper.terminal import (
    GEODATA,
    JSON,
    LOG,
    Bar,
    data_folder,
    ending,
    examples,
    guarded,
    print_json,
    rows_of,
    tell,
)

if TYPE_CHECKING:
    from mapper.errors import Problem
    from mapper.geodata import Geodata

LANDS = 8  # so many territories are named in a line of a difference; the table names all


@click.command(
    short_help="List every problem of the data, and what to do.",
    epilog=examples("mapper check", "mapper check --by rule", "mapper check --languages --json"),
)
@GEODATA
@click.option(
    "--by", default="table", type=click.Choice(["table", "theatre", "year", "rule"]), help="How shares are counted."
)
@click.option("--languages", is_flag=True, help="Count what each further language lacks, table by table.")
@click.option("--evidence", is_flag=True, help="List the records about which a text is to be read next.")
@JSON
@guarded
def check(geodata: Path | None, by: str, *, languages: bool, evidence: bool, as_json: bool) -> None:
    """List every problem of the data, with file, row, column and what to do.

    Where all is sound, the land is compared with the towns of anchors.csv and the areas of official_areas.csv, and the
    maps beside the data are read, too.

    If the folder has an evidence.csv it prints how many records a text that was read supports, and the level of each:
    document, text, in part, cited (a work is named, but none was read), rule (an editor's convention).

    A text that a language lacks is shown in the first. With --languages the exit status is 1 if one of those that
    atlas.toml calls whole lacks a text.
    """
    from mapper.claimed import check_steps  # noqa: PLC0415
    from mapper.evidence import reading_list, share_lines, shares, to_read  # noqa: PLC0415
    from mapper.geodata import load  # noqa: PLC0415
    from mapper.languages import counts, unfinished  # noqa: PLC0415
    from mapper.maps import read_specs  # noqa: PLC0415
    from mapper.yardsticks import compare  # noqa: PLC0415

    folder = data_folder(geodata)
    try:
        data = load(folder)
        problems = Problems()
        compare(data, problems)
        specs = read_specs(folder.parent / MAPS, data.atlas, data.places["id"], problems)
        check_steps(data, specs, problems)
        problems.stop()
    except DataError as error:
        if not as_json:
            raise
        print_json({"geodata": str(folder), "problems": [_problem(one) for one in error.problems]})
        sys.exit(1)
    atlas, records = data.atlas, data.records
    lacks = counts(data, specs) if languages else []
    broken = unfinished(lacks, data.about.whole)
    if as_json:
        told: dict[str, Any] = {
            "geodata": str(folder),
            "problems": [],
            "warnings": [str(one) for one in data.warnings],
        }
        told |= {"records": _counts(data), "shares": shares(records, by).to_dict("records")}
        told |= {"to_read": list(to_read(records))} if evidence else {}
        print_json(told | ({"languages": [one._asdict() for one in lacks]} if languages else {}))
    else:
        for warning in data.warnings:
            click.echo(f"warning: {warning}")
        counted = ", ".join(f"{count} {name}" for name, count in _counts(data).items())
        click.echo(f"{folder}: {counted}; no problem found")
        if len(atlas.evidence.rows):
            click.echo("\n".join(share_lines(records, by)))
        if evidence:
            click.echo("\n".join(reading_list(records)))
        for one in lacks:
            click.echo(f"{one.language:8}{one.table:12}{one.missing:6} of {one.texts} missing")
    for language in broken:
        LOG.warning("%s lacks texts, and atlas.toml calls it whole", language)
    if broken:
        sys.exit(1)


def _counts(data: Geodata) -> dict[str, int]:
    """Return how many there are of what a check counts."""
    atlas = data.atlas
    return {
        "territories": len(atlas.territories),
        "lines": len(atlas.lines),
        "spells": len(atlas.spells),
        "events": len(data.events),
        "sources": len(atlas.sources),
    }


def _problem(one: Problem) -> dict[str, Any]:
    """Return a problem for a program: ``place`` is longitude and latitude in degrees, or none."""
    told = {"file": one.file, "row": one.row, "column": one.column, "message": one.message, "hint": one.hint}
    return told | {"place": one.place}


@click.command(
    short_help="Join dated points to the land and the power that held it.",
    epilog=examples(
        "mapper join letters.csv -o joined.csv",
        "mapper join briefe.csv --lon laenge --lat breite --date-format %d.%m.%Y -o joined.gpkg",
    ),
)
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
@click.option("--encoding", default="", help="The encoding of a text table, such as cp1250; else it is guessed.")
@click.option("--prefix", default="", help="What the new columns begin with.")
@click.option("--borders/--no-borders", default=True, help="Whether to look for the nearest border: most of the time.")
@click.option(
    "--engine", type=click.Choice(["here", "dask"]), default="here", help="Where: here, or on a dask cluster."
)
@click.option("--strict", is_flag=True, help="Refuse the file if a row has no place or no date.")
@JSON
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
    as_json: bool,
    **asked: str,
) -> None:
    """Join dated points to the land and the power that held it.

    POINTS is a text table with longitude, latitude and a date, Excel, GeoJSON, TopoJSON, GeoPackage, Shapefile,
    FlatGeobuf, GML or Parquet. The rows stay, in order, as they were, with the columns territory, controller,
    sovereign, status, match, border_km, border, front_first, front_last, administration and level (of the evidence)
    added; rows without a place or a date are marked and counted.
    """
    from mapper.atlas import read_atlas  # noqa: PLC0415
    from mapper.joining import join_file  # noqa: PLC0415
    from mapper.points import Asked  # noqa: PLC0415

    atlas = read_atlas(data_folder(geodata))
    with Bar(events.name) as bar:
        report = join_file(
            *(events, atlas, out, Asked(**asked)),
            prefix=prefix,
            strict=strict,
            borders=borders,
            engine=engine,
            progress=bar.at,
        )
    for warning in report.warnings:
        LOG.warning("%s", warning)
    counts = dict(sorted(report.counts.items()))
    if as_json:
        warned = [*report.warnings, *filter(None, [report.failure])]
        print_json({"out": str(out), "rows": report.rows, "matches": counts, "warnings": warned})
    else:
        listed = ", ".join(f"{count} {match}" for match, count in counts.items())
        tell(f"{out}: {counted(report.rows, 'row')}" + (f" ({listed})" if listed else ""))
    if report.failure:
        LOG.error("%s", report.failure)
        sys.exit(1)


@click.command(
    short_help="Say what differs between two geodata folders.",
    epilog=examples("mapper diff ../before/geodata", "mapper diff old/geodata new/geodata --over 5 -o diff.csv"),
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@click.option("--over", default=1.0, show_default=True, help="Leave out pieces of land of less than so many km2.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the table as CSV.")
@JSON
@guarded
def diff(old: Path, new: Path | None, over: float, out: Path | None, *, as_json: bool) -> None:
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
    if as_json:
        told = {"changes": rows_of(found.table.round(1)), "slivers_km2": round(found.slivers_km2, 2)}
        print_json(told | {"records": rows_of(found.records)})
        return
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


@click.command(
    short_help="Measure how well the towns of a campaign tell each other's days.",
    epilog=examples("mapper accuracy", "mapper accuracy -o geodata/accuracy.md"),
)
@GEODATA
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the table: .csv or .md.")
@JSON
@guarded
def accuracy(geodata: Path | None, out: Path | None, *, as_json: bool) -> None:
    """Measure how well the towns of each campaign tell each other's days, every town left out in turn.

    For each campaign, each power in it and each of its years: the towns, the captures whose day the other towns tell,
    the median and the 90th percentile of the error in days, the same within territories that have another town, and
    the median distance between neighbouring towns in km.
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
    if as_json:
        print_json({"campaigns": rows_of(table)})
        return
    click.echo("days of error of a town that is left out; within: of its own territory; km: to the next town")
    click.echo("{:44}{:>7}{:>7}{:>8}{:>7}{:>8}{:>7}".format("", "towns", "told", "median", "p90", "within", "km"))
    for row in table.to_dict("records"):
        part = f"  taken by {row['taken_by']}" if row["taken_by"] else f"  in {row['year']}"
        name = part if row["taken_by"] or row["year"] else row["campaign"]
        days = [row[f"{measure}_days"] for measure in ("median", "p90", "p90_within")]
        cells = ["-" if math.isnan(value) else f"{value:.1f}" for value in (*days, row["nearest_km"])]
        click.echo("{:44}{:7}{:7}{:>8}{:>7}{:>8}{:>7}".format(name, row["towns"], row["told"], *cells))
    if table.empty:
        click.echo("the folder has no campaign")


@click.command(
    short_help="Measure how far the atlas agrees with another one.",
    epilog=examples(
        "mapper compare cshapes.topojson --date 1930-06-01", "mapper compare world_1938.geojson -o table.csv"
    ),
)
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
    from mapper.dates import asked_day  # noqa: PLC0415
    from mapper.reference import read_reference  # noqa: PLC0415

    borders = read_reference(reference)
    asked = asked_day(date or borders.day)
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
    if found.unmet:
        named = "; ".join(f"{polity} ({', '.join(names)})" for polity, names in found.unmet.items())
        click.echo(f"not compared, for nothing of that day beside their land bears their names: {named}", err=True)
    count = len(found.deviations)
    click.echo(f"{count} deviation{'' if count == 1 else 's'} of more than {over:g} km")
    for row in found.deviations.to_dict("records"):
        click.echo(f"{row['km']:7.1f} km at {row['lon']:.2f} {row['lat']:.2f}  {row['polities']} ({row['whose']})")


@click.command(
    short_help="Say what is installed, and which data a command would read.", epilog=examples("mapper doctor")
)
@GEODATA
@JSON
@guarded
def doctor(geodata: Path | None, *, as_json: bool) -> None:
    """Say what is installed, which data and maps a command would read, and which browsers the tests would use.

    The exit status is 1 if something is missing without which mapper does not work.
    """
    from mapper.doctor import findings  # noqa: PLC0415

    found = findings(geodata)
    if as_json:
        print_json([{"what": one.what, "state": one.state, "found": one.found, "hint": one.hint} for one in found])
    else:
        for one in found:
            click.echo(f"{one.state:8}{one.what:20}{one.found}" + (f"  ({one.hint})" if one.hint else ""))
    if any(one.state == "missing" for one in found):
        sys.exit(1)
