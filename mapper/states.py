"""The commands that list who held which land, on a day, and what changed hands between two."""

from __future__ import annotations

from pathlib import Path

import click

from mapper.terminal import GEODATA, JSON, data_folder, ending, examples, guarded, print_json, rows_of

THEATRE = click.option("--theatre", default="", help="One theatre alone, by its id in atlas.toml.")


@click.command(
    short_help="List the polities that held land on a day.",
    epilog=examples("mapper at 1939-09-28", "mapper at 1939-09-28 --theatre west -o state.gpkg"),
)
@click.argument("date", metavar="DATE")
@GEODATA
@THEATRE
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write them: .geojson, or .gpkg for QGIS.")
@JSON
@guarded
def at(date: str, geodata: Path | None, theatre: str, out: Path | None, *, as_json: bool) -> None:
    """List the polities that held land on DATE (YYYY-MM-DD), with km2 inside the windows.

    The share that is read is the part of the land of which a text that was read says who held it. Below a polity stand
    its administrations, where they are known; at the end the land of which texts differ on who held it that day. A
    GeoPackage also has the territories of the day, as a layer of their own.
    """
    from mapper.atlas import administrations_on, doubts_on, polities_on, read_atlas  # noqa: PLC0415
    from mapper.dates import asked_day  # noqa: PLC0415
    from mapper.export import export_state  # noqa: PLC0415

    asked_day(date)
    atlas = read_atlas(data_folder(geodata))
    held, parts, doubts = (found(atlas, date, theatre) for found in (polities_on, administrations_on, doubts_on))
    if out:
        ending(out, ".geojson", ".json", ".gpkg")
        export_state(atlas, date, theatre, out)
    if as_json:
        columns = ["controller", "name", "theatres", "km2", "read"]
        polities = rows_of(held[columns].round({"km2": 1, "read": 4}))
        print_json({"date": date, "polities": polities, "administrations": rows_of(parts), "doubts": rows_of(doubts)})
        return
    click.echo(f"{'polity':28}{'km2':>14}     {'read':>9}  {'theatres':10} name")
    for row in held.itertuples():
        click.echo(f"{row.controller:28}{row.km2:14,.0f}     {row.read:>9.0%}  {row.theatres:10} {row.name}")
        for part in parts[parts["controller"] == row.controller].itertuples():
            click.echo(f"  {part.administration:26}{part.km2:14,.0f}     {'':>21} {part.name}")
    for one in doubts.itertuples():
        days = f"between {one.from_earliest} and {one.from_latest}"
        click.echo(f"{one.territory} passed from {one.controller_before} to {one.controller} {days}")


@click.command(
    short_help="List what land changed hands between two days.",
    epilog=examples("mapper changes 1939-09-17 1939-09-29", "mapper changes 1938-01-01 1939-01-01 -o changes.gpkg"),
)
@click.argument("first", metavar="FIRST")
@click.argument("after", metavar="AFTER")
@GEODATA
@THEATRE
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write them: .csv, .geojson, or .gpkg for QGIS.")
@JSON
@guarded
def changes(first: str, after: str, geodata: Path | None, theatre: str, out: Path | None, *, as_json: bool) -> None:
    """List every land that changed controller, sovereign or status from FIRST up to, but not including, AFTER.

    A line a change: the day, the territory or the zone of it (with the towns that fell), km2, and what changed. At the
    end, what each polity held more, or less, on the last of the days than on the day before FIRST.
    """
    from mapper.atlas import STATE, changes_between, read_atlas  # noqa: PLC0415
    from mapper.dates import asked_day  # noqa: PLC0415
    from mapper.export import export_changes  # noqa: PLC0415

    for day in (first, after):
        asked_day(day)
    atlas = read_atlas(data_folder(geodata))
    found = changes_between(atlas, first, after, theatre)
    if out:
        ending(out, ".csv", ".geojson", ".json", ".gpkg")
        export_changes(atlas, found, out)
    if as_json:
        print_json({"changes": rows_of(found.drop(columns="geometry").round({"km2": 1}))})
        return
    towns = atlas.territories["towns"]
    for row in found.to_dict("records"):
        moved = [(row[f"{part}_before"] or "nobody", row[part] or "nobody") for part in STATE]
        told = [
            f"{was} -> {now}" if part == "controller" else f"{part} {was} -> {now}"
            for part, (was, now) in zip(STATE, moved, strict=True)
            if was != now
        ]
        name = f"{row['territory']} ({towns[row['territory']]})" if towns[row["territory"]] else row["territory"]
        click.echo(f"{row['day']}  {name}  {row['km2']:,.0f} km2: {', '.join(told)}")
    gains = found.groupby("controller")["km2"].sum().sub(found.groupby("controller_before")["km2"].sum(), fill_value=0)
    for polity, km2 in gains[gains.abs() >= 1].items():
        click.echo(f"{polity or 'nobody'} {km2:+,.0f} km2")
    if found.empty:
        click.echo("no land changed hands, sovereign or status")
