"""Works cited outside the years that they cover, which ``covers`` says in ``sources.bib``, such as 1920/1928.

An act says by its own day what it bears; a source without ``covers`` is taken to bear what it is cited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper import reading, schema
from mapper.errors import Problem
from mapper.sources import covered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

HINT = "Cite a work that covers it, or correct 'covers' in sources.bib."


def out_of_scope(records: pd.DataFrame, sources: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Yield each record that cites a work of other years, or whose first day no work that it cites covers.

    ``records`` are those of `mapper.geodata.Geodata.records`; ``sources`` the fields of each source.
    """
    spans = {key: span for key, fields in sources.items() if (span := covered(fields))}
    for row in reading.records(records):
        keys = [key for key, _ in schema.parse_citations(row["source"])]
        apart = [key for key in keys if key in spans and not _meet(spans[key], row["year"], row["until"])]
        for key in apart:
            message = f"{key} covers {'-'.join(spans[key])}, the record is of {row['year']}-{row['until']}"
            yield Problem(row["table"], row["record"], "source", message, HINT)
        if not apart and keys and all(key in spans and not _meet(spans[key], row["year"], row["year"]) for key in keys):
            message = f"none of {', '.join(keys)} covers {row['year']}, the year of its first day"
            yield Problem(row["table"], row["record"], "source", message, HINT)


def _meet(span: tuple[str, str], first: str, last: str) -> bool:
    """Whether years from the first to the last, both included, have one in common with a span."""
    return span[0] <= last and first <= span[1]
