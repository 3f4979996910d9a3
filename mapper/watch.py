"""Do something again whenever a file of the data or of the maps is saved. The only module that imports watchfiles."""

from __future__ import annotations

import signal
import threading
import traceback
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.cache import READ
from mapper.errors import CallError
from mapper.files import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable


TURN = 200  # ms


def watch(folders: list[Path], rebuild: Callable[[], object]) -> None:
    """Call ``rebuild`` at once, and after each save in the folders, until it is interrupted (Ctrl-C).

    Saves that come together count as one; what a rebuild raises is printed, and the next save begins another. Only
    files that a build reads count: what a build writes begins no other.

    Raises
    ------
    CallError
        If a folder is not there, or the package watchfiles is not installed.
    """
    try:
        import watchfiles  # noqa: PLC0415  (an optional extra)
    except ImportError as error:
        raise CallError("mapper watch needs watchfiles: pip install 'historical-mapper[watch]'") from error
    for folder in folders:
        if not folder.is_dir():
            raise CallError(f"{folder} is no folder; name the right one with --geodata or --maps")
    begun = False
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started it may have had it ignored
    try:
        # the first, empty, turn tells that the watching has begun: a save during the build is not missed
        for saved in watchfiles.watch(
            *folders,
            watch_filter=lambda _, path: is_read(path),
            rust_timeout=TURN,
            yield_on_timeout=True,
        ):
            if saved or not begun:
                try:
                    rebuild()
                except Exception:  # noqa: BLE001  (the next save may mend it)
                    traceback.print_exc()
                begun = True
    except KeyboardInterrupt:
        return


def is_read(path: str) -> bool:
    """Whether a build reads files of this name; editors' own copies, and what is being written, begin with a dot."""
    found = Path(path)
    return found.suffix in READ and not found.name.startswith(".") and not found.parent.name.startswith(PREFIX)


def can_watch() -> bool:
    """Whether the package watchfiles is installed."""
    return find_spec("watchfiles") is not None
