"""Names inside short texts, such as 'Memel (Klaipėda)' or 'Vilnius, Lithuania', put into another language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from mapper.reading import Reader


def read_glossary(reader: Reader, places: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return, for each further language of the atlas, its names of the towns and what the glossary says."""
    table = reader.table("glossary")
    found: dict[str, dict[str, str]] = {}
    for lang in reader.about.languages[1:]:
        both = [(frame["name"], frame[f"name_{lang}"]) for frame in (places, table)]
        found[lang] = {name: text for names, texts in both for name, text in zip(names, texts, strict=True) if text}
    return found


def named_in_each(reader: Reader, towns: pd.DataFrame) -> pd.DataFrame:
    """Return the towns of a gazetteer with their names in each further language, empty where they are the first's.

    They stand in ``exonyms.csv``, by the name of the town or, where several bear it, with today's in brackets; else a
    language before today's name says that it is the town's name in that language.
    """
    table, named = reader.table("exonyms"), towns
    for lang in reader.about.languages[1:]:
        known = {name: text for name, text in zip(table["name"], table[f"name_{lang}"], strict=True) if text}
        mark = f"{lang}:"
        today = [text.removeprefix(mark) for text in named["today"]]
        own = [
            known.get(f"{name} ({now})") or known.get(name) or (now if now != told else "")
            for name, now, told in zip(named["name"], today, named["today"], strict=True)
        ]
        named = named.assign(**{"today": today, f"name_{lang}": own})
    return named


def translator(names: Mapping[str, str], conjunction: str) -> Callable[[str], str]:
    """Return what puts a text into a language, name by name, the longest first; a name that is not known stays.

    ``conjunction`` is that language's ' and '. A name of today in brackets that is the same as the one before it is
    left out.
    """
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{known})(?!\w)") if names else None

    def translate(text: str) -> str:
        if pattern is None or not text:
            return text
        words = re.sub(",? and ", conjunction, pattern.sub(lambda found: names[found[0]], text))
        return re.sub(r" \(([^()]*)\)", said_once, words)

    def said_once(found: re.Match[str]) -> str:
        return "" if found.string.endswith(found[1], 0, found.start()) else found[0]

    return translate
