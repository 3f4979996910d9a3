"""The command ``mapper``: it prints and sets exit codes, and has no logic of its own.

What makes something is in `mapper.making`, what answers a question in `mapper.asking` and `mapper.states`, what they
share in `mapper.terminal`; these modules alone import click.
"""

from __future__ import annotations

import os

import click

from mapper import __version__, asking, making, states
from mapper.cache import CACHE
from mapper.terminal import examples, set_messages

SETTINGS = {"help_option_names": ["-h", "--help"]}


@click.group(
    context_settings=SETTINGS,
    epilog=examples("mapper build", "mapper at 1939-09-28", "mapper join letters.csv -o joined.csv", "mapper -v check"),
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but answers and errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is being done, with the seconds passed.")
@click.option("--no-cache", is_flag=True, help="Work out everything anew, and keep nothing for the next time.")
@click.version_option(__version__, prog_name="mapper")
def main(*, quiet: bool, verbose: bool, no_cache: bool) -> None:
    """Turn historical geodata into interactive maps: who held which land on any day."""
    set_messages(quiet=quiet, verbose=verbose)
    if no_cache:
        os.environ[CACHE] = ""


for command in (
    making.build,
    making.watch,
    making.serve,
    asking.check,
    states.at,
    states.changes,
    asking.join,
    asking.compare,
    asking.accuracy,
    asking.diff,
    making.export,
    making.new,
    making.import_,
    asking.doctor,
):
    main.add_command(command)
