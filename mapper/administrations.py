"""Administrations: by which authority of its holder a land was governed, by the day.

`mapper.atlas` cuts the spells where an administration of their controller begins or ends. Days are ISO text, intervals
half-open. An administration reaches as far as its controller holds the land: where land is lost it ends.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper import reading, schema
from mapper.doubts import EARLIEST, LATEST

if TYPE_CHECKING:
    from mapper.reading import Reader

    Record = dict[str, Any]

COLUMN = "administration"  # of spells, and of what is joined
HOLDING = ("spells", "boundaries", "campaigns", "captures", "successions")  # the tables that say who held a land


def read_administrations(reader: Reader) -> pd.DataFrame:
    """Read ``administrations.csv``, which may be absent; what is wrong in it goes to the reader's problems."""
    table = reader.table("administrations")
    reader.references("administrations", table)
    file, known = reader.path("administrations"), reader.known["territories"]
    first: dict[str, Record] = {}
    for row, one in zip(table.index, reading.records(table), strict=True):
        told = first.setdefault(one["id"], one)
        for column in ("name", "controller"):
            if told[column] != one[column]:
                message = f"'{one['id']}' has another {column} in an earlier row, {told[column]}"
                reader.problems.add(file, f"row {row}", column, message, "One id is one administration.")
        if one["to"] <= one["from"]:
            message = f"it ends {one['to']}, not after it begins, {one['from']}"
            reader.problems.add(file, f"row {row}", "to", message, "The end is the first day after it.")
        for land in schema.parts(one["territories"]):
            if land not in known:
                message = f"'{land}' names none of the territories"
                reader.problems.add(file, f"row {row}", "territories", message, "Correct it.")
    return table


def administer(spells: pd.DataFrame, part_of: dict[str, str], table: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the spells with the column `COLUMN`, '' where none is known, cut where it changes.

    ``part_of`` maps a zone to its territory. Told are two administrations of one land on one day, and one whose
    controller holds nothing of a land on any of its days.
    """
    by_land: dict[str, list[Record]] = {}
    for row, one in zip(table.index, reading.records(table), strict=True):
        for land in schema.parts(one["territories"]):
            by_land.setdefault(land, []).append({**one, "row": row})
    held: dict[str, list[Record]] = {land: [] for land in by_land}
    cut, kept = [], []
    for index, spell in zip(spells.index, reading.records(spells), strict=True):
        land = part_of.get(spell["territory"]) or spell["territory"]
        own = [one for one in by_land.get(land, ()) if one["controller"] == spell["controller"]]
        if land in held:
            held[land].append(spell)
        pieces = _pieces(spell, own)
        if len(pieces) == 1 and not pieces[0][COLUMN]:
            kept.append(index)
        else:
            cut.extend(pieces)
    sure = not any(map(reader.faulty, HOLDING))
    for land, administrations in by_land.items():
        _check_apart(land, administrations, reader)
        if sure:
            _check_held(land, administrations, held[land], reader)
    whole = spells.loc[kept].assign(**{COLUMN: ""})
    return pd.concat([whole, pd.DataFrame(cut)], ignore_index=True)[[*spells.columns, COLUMN]] if cut else whole


def _pieces(spell: Record, administrations: list[Record]) -> list[Record]:
    """Return a spell as the pieces into which the administrations of its controller cut it."""
    inner = {day for one in administrations for day in (one["from"], one["to"]) if spell["from"] < day < spell["to"]}
    pieces: list[Record] = []
    for begin, end in pairwise([spell["from"], *sorted(inner), spell["to"]]):
        name = next((one["id"] for one in administrations if one["from"] <= begin < one["to"]), "")
        if pieces and pieces[-1][COLUMN] == name:  # one that goes on with other lands
            pieces[-1]["to"] = end
        else:
            certain = {EARLIEST: "", LATEST: ""} if pieces else {}
            pieces.append({**spell, "from": begin, "to": end, **certain, COLUMN: name})
    return pieces


def _check_apart(land: str, administrations: list[Record], reader: Reader) -> None:
    """Tell two administrations of one land on one day."""
    ordered = sorted(administrations, key=lambda one: (one["from"], one["row"]))
    for one, following in pairwise(ordered):
        if following["from"] < one["to"]:
            row = f"row {following['row']}"
            message = f"{land} has two administrations on {following['from']}, {one['id']} and {following['id']}"
            hint = "Let one end where the other begins."
            reader.problems.add(reader.path("administrations"), row, "from", message, hint)


def _check_held(land: str, administrations: list[Record], spells: list[Record], reader: Reader) -> None:
    """Tell each administration of a land of which its controller holds nothing in any spell of it or its zones."""
    for one in administrations:
        power, begin, end = one["controller"], one["from"], one["to"]
        if not any(s["from"] < end and begin < s["to"] and s["controller"] == power for s in spells):
            message = f"{power} holds nothing of {land} from {begin} up to {end}, the days of {one['id']}"
            hint = "Leave the land out, or correct the days, the controller or the spell."
            reader.problems.add(reader.path("administrations"), f"row {one['row']}", "territories", message, hint)
