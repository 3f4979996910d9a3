"""What the commands share: options, folders, messages, exit codes, and the bars of a terminal.

Exit status: 0 done, 1 the data have problems (all are listed), 2 the call is wrong. Answers go to standard output;
messages are of the logger ``mapper`` and go to standard error, warnings by default, what is being done with ``-v``,
errors alone with ``-q``.
"""

from __future__ import annotations

import errno
import functools
import json
import logging
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.errors import BuildError, CallError, DataError
from mapper.files import REASONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    import pandas as pd
    from click._termui_impl import ProgressBar

LOG = logging.getLogger("mapper")
QUICK = 1.0  # seconds; what takes longer shows a progress bar on a terminal

GEODATA = click.option(
    "--geodata",
    type=click.Path(path_type=Path),
    help="The folder of the data: ./geodata where it is, else the atlas that the package brings.",
)
MAPS = click.option(
    "--maps",
    type=click.Path(path_type=Path),
    help="The maps' TOML files: those beside the data, or ./maps.",
)
OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Where the HTML goes: the folder of the maps, or ./maps."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead.")


def examples(*calls: str) -> str:
    """Return the end of a command's help: calls that show its use."""
    return "\b\nExamples:\n" + "\n".join(f"  {call}" for call in calls)


class Messages(logging.Handler):
    """Writes what is logged to standard error, wherever that is at the time; with ``-v`` after the seconds passed."""

    def __init__(self, *, timed: bool) -> None:
        super().__init__()
        self.timed, self.begun = timed, time.perf_counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one message."""
        passed = f"{time.perf_counter() - self.begun:7.2f} s  " if self.timed else ""
        click.echo(passed + record.getMessage(), err=True)


def set_messages(*, quiet: bool, verbose: bool) -> None:
    """Let the logger say as much as was asked for."""
    LOG.handlers = [Messages(timed=verbose)]
    LOG.propagate = False
    LOG.setLevel(logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING)


def tell(line: str) -> None:
    """Print a line about what was made, which ``-q`` leaves out."""
    if LOG.getEffectiveLevel() < logging.ERROR:
        click.echo(line)


def print_json(told: object) -> None:
    """Print an answer as one JSON document."""
    click.echo(json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False))


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table for a program: what is no number is none."""
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the package's errors into messages on standard error and exit codes; take ``-q`` and ``-v`` here, too."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401  (whatever the command takes)
        try:
            command(*args, **kwargs)
        except (DataError, BuildError) as error:
            LOG.error("%s", error)  # noqa: TRY400  (the user's fault, and no traceback helps)
            sys.exit(1)
        except CallError as error:
            LOG.error("%s", error)  # noqa: TRY400
            sys.exit(2)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            LOG.error("%.80s: %s", error.filename, REASONS[error.errno])  # noqa: TRY400
            sys.exit(2)

    return _how_much("-q", "--quiet")(_how_much("-v", "--verbose")(run))


def _how_much(short: str, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option of the whole command, for those who write it behind the name of one; its help has it once."""

    def heard(_context: click.Context, option: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click's)
        if value:
            set_messages(quiet=option.name == "quiet", verbose=option.name == "verbose")

    return click.option(short, name, is_flag=True, hidden=True, expose_value=False, callback=heard)


def data_folder(given: Path | None) -> Path:
    """Return the folder of the data, and say so where it is that of the package."""
    from mapper.packaged import GEODATA as OWN  # noqa: PLC0415
    from mapper.packaged import geodata_folder  # noqa: PLC0415

    folder = geodata_folder(given)
    if given is None and folder != OWN:
        LOG.warning("there is no ./geodata here: using the packaged atlas, %s", folder)
    return folder


def all_folders(geodata: Path | None, maps: Path | None, out: Path | None) -> tuple[Path, Path, Path]:
    """Return the folders of the data, of the maps and of the pages."""
    from mapper.packaged import maps_folder, pages_folder  # noqa: PLC0415

    data = data_folder(geodata)
    found = maps_folder(maps, data)
    return data, found, out or maps or pages_folder(found)


def drawn() -> bool:
    """Return whether bars are drawn: on a terminal, where no message may come between."""
    return sys.stderr.isatty() and LOG.getEffectiveLevel() == logging.WARNING


class Bar:
    """A bar of click's on a terminal, shown only when the work has taken longer than `QUICK`."""

    def __init__(self, label: str = "") -> None:
        self.label = label
        self.begun = time.perf_counter()
        self.bar: ProgressBar[str] | None = None

    def __enter__(self) -> Self:
        """Return itself; nothing is drawn yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the line of the bar."""
        if self.bar is not None:
            self.bar.__exit__(None, None, None)

    def seconds(self) -> float:
        """Return the time since the beginning."""
        return time.perf_counter() - self.begun

    def at(self, done: int, size: int, what: str = "") -> None:
        """Draw how much is done of how much, and what is being done."""
        if not drawn() or self.seconds() < QUICK:
            return
        if self.bar is None:
            self.bar = click.progressbar(length=size, label=self.label, file=sys.stderr, item_show_func=_shown)
            self.bar.__enter__()
        self.bar.update(done - self.bar.pos, what)


def _shown(what: str | None) -> str:
    return what or ""


def ending(out: Path, *allowed: str) -> None:
    """Refuse a file whose ending says that it is of another kind."""
    if out.suffix.lower() not in allowed:
        raise CallError(f"{out} does not end in {' or '.join(allowed)}")
