"""What a text claims, such as an essay that a class reads: each claim, how it is judged and why, and what carries it.

A claim is carried by events and by steps of the stories (see `mapper.claimed`), its way to a day and a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper import reading, schema

if TYPE_CHECKING:
    from collections.abc import Container

    import pandas as pd

    from mapper.reading import Reader


def read_claims(reader: Reader, events: Container[str]) -> pd.DataFrame:
    """Read ``essay.csv``, which may be absent; tell an event that there is not, and a claim that nothing carries."""
    table, file = reader.table("essay"), reader.path("essay")
    reader.listed("essay", table["events"], events)
    for row, claim in table.iterrows():
        if not schema.parts(claim["events"]) and not schema.parts(claim["steps"]):
            hint = "Name the events, or the steps as map/step, to which it leads."
            reader.problems.add(file, reading.place_of(row), "events", "nothing carries the claim", hint)
    return table
