"""Names that places and polities bore for some time: 'Wilno 1920-10-09/1939-10-28; Vilnius 1939-10-28/1946-01-01'.

The second day of a name is the first after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from mapper.reading import Reader

COLUMN = "names"  # and, in a further language, names_pl


def dated_names(cell: str) -> list[list[str]]:
    """Return the names of a cell: [[name, first day, first day after] ...]."""
    pairs = [part.rsplit(" ", 1) for part in schema.parts(cell)]
    return [[name, *span.split("/")] for name, span in pairs]


def name_on(record: Mapping[str, str], day: str) -> str:
    """Return the name of a record on a day, in the first language: that of ``names``, else ``name``."""
    return next((name for name, first, after in dated_names(record[COLUMN]) if first <= day < after), record["name"])


def check_names(reader: Reader, table: str, frame: pd.DataFrame) -> None:
    """Tell every dated name that cannot be read, or that begins before the one it follows has ended."""
    hint = "Write it as 'Wilno 1920-10-09/1939-10-28', the second day being the first of the next name."
    order = "Put the names in the order of time; a day has one name."
    file, period = reader.path(table), reader.about.period
    columns = [column for column in frame.columns if column == COLUMN or column.startswith(f"{COLUMN}_")]
    for column in columns:
        for row, cell in frame[column].items():
            before = ""
            for part in schema.parts(cell):
                name, _, span = part.rpartition(" ")
                first, _, last = span.partition("/")
                if not name or schema.calendar_day(first) or schema.calendar_day(last) or first >= last:
                    reader.problems.add(file, f"row {row}", column, f"'{part}' is no dated name", hint)
                    continue
                if first < before:
                    message = f"'{part}' begins before {before}, the end of the name before it"
                    reader.problems.add(file, f"row {row}", column, message, order)
                if not period.first <= first < last <= period.after:
                    message = f"'{part}' reaches beyond the period of the atlas, {period}"
                    reader.problems.add(file, f"row {row}", column, message, "Cut it to the period.")
                before = last
