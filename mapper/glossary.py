"""Names inside short English texts, such as 'Memel (Klaipėda)' or 'Vilnius, Lithuania', put into Polish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper import reading, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    from mapper.errors import Problem


def read_glossary(geodata: Path, places: pd.DataFrame, problems: list[Problem]) -> dict[str, str]:
    """Return the Polish of names: the towns' own, and what the glossary says; append what is wrong to ``problems``."""
    table = reading.read_table(geodata, schema.TABLES["glossary"], problems)
    towns = {town["name"]: town["name_pl"] for _, town in places.iterrows() if town["name_pl"]}
    return {**towns, **dict(zip(table["name"], table["name_pl"], strict=True))}


def into_polish(names: Mapping[str, str]) -> Callable[[str], str]:
    """Return what puts a text into Polish, name by name, the longest first; a name that is not known stays.

    A name of today in brackets that is the same in Polish as the one before it is left out.
    """
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{known})(?!\w)") if names else None

    def polish(text: str) -> str:
        if pattern is None or not text:
            return text
        words = re.sub(",? and ", " i ", pattern.sub(lambda found: names[found[0]], text))
        return re.sub(r" \(([^()]*)\)", said_once, words)

    def said_once(found: re.Match[str]) -> str:
        return "" if found.string.endswith(found[1], 0, found.start()) else found[0]

    return polish
