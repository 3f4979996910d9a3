"""Names inside short texts, such as 'Memel (Klaipėda)' or 'Vilnius, Lithuania', put into another language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.errors import shown
from mapper.reading import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from mapper.reading import Reader


def read_glossary(
    reader: Reader, places: pd.DataFrame, texts: Iterable[str] | None = None
) -> dict[str, dict[str, str]]:
    """Return, for each further language of the atlas, its names of the towns and what the glossary says.

    A name that stands in none of the texts which it could put into another language is told, where they are given.
    """
    table = reader.table("glossary")
    whole = None if texts is None else "\n".join(dict.fromkeys(texts))
    for row, name in table["name"].items():
        if whole is not None and not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", whole):
            message = f"'{shown(name)}' is in no 'place' of events.csv and no 'today' of any table"
            hint = "Correct it, or delete the row."
            reader.problems.add(reader.path("glossary"), place_of(row), "name", message, hint)
    found: dict[str, dict[str, str]] = {}
    for lang in reader.about.languages[1:]:
        both = [(frame["name"], frame[f"name_{lang}"]) for frame in (places, table)]
        found[lang] = {name: text for names, words in both for name, text in zip(names, words, strict=True) if text}
    return found


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
