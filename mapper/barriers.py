"""Barriers in a cell: rivers on which a front stood, whole or from one place to another.

``dniester; dnieper 30.6 50.6 32.6 46.6``: the longitude and latitude of the first place, then of the last.
"""

from __future__ import annotations

import re

from mapper.errors import unlisted

PLACES = (0, 4)  # numbers behind the river: none, or two places
NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d+)?", re.ASCII)
LIMITS = (180, 90, 180, 90)  # degrees


def barriers(value: str) -> str:
    """Check for rivers, with places or without."""
    return unlisted(value, parse_barriers, "rivers such as 'dniester; dnieper 30.6 50.6 32.6 46.6'")


def parse_barriers(value: str) -> list[tuple[str, tuple[float, ...]]]:
    """Return the barriers of a cell, separated by ";": each a river, and the numbers of its two places, if any."""
    found = []
    for part in filter(str.strip, value.split(";")):
        river, *numbers = part.split()
        places = tuple(float(number) for number in numbers if NUMBER.fullmatch(number))
        beyond = any(abs(place) > limit for place, limit in zip(places, LIMITS, strict=False))
        if len(numbers) not in PLACES or len(places) < len(numbers) or beyond or (river, places) in found:
            raise ValueError(part)
        found.append((river, places))
    return found
