"""Truces in a cell: half-open days on which two powers at war do not fight: ``germany ussr 1939-09-01/1939-10-13``."""

from __future__ import annotations

from mapper.dates import day
from mapper.errors import unlisted


def truces(value: str) -> str:
    """Check for truces as 'power power day/day; ...'."""
    return unlisted(value, parse_truces, "truces such as 'estonia soviet-russia 1920-01-03/1920-12-01'")


def parse_truces(value: str) -> list[tuple[tuple[str, str], str, str]]:
    """Return the truces of a cell, separated by ';': the two powers, the first day and the first day after."""
    found = []
    for part in filter(str.strip, value.split(";")):
        one, other, days = part.split()
        first, after = days.split("/")
        found.append(((one, other), day(first), day(after)))
    return found
