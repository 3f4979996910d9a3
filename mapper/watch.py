"""Do something again whenever a file of the data or of the maps is saved. The only module that imports watchfiles."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

from mapper.build import is_read
from mapper.errors import CallError, MapperError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


TURN = 200  # ms


def watch(folders: list[Path], rebuild: Callable[[], object], tell: Callable[[str], object] = str) -> None:
    """Call ``rebuild`` at once, and after each save in the folders, until it is interrupted (Ctrl-C).

    Saves that come together count as one. Only files that a build reads count: what a build writes begins no other,
    and neither do the locks and backups of an editor. Whatever goes wrong in a build is told, and the watching goes
    on; where a folder is taken away, it waits until it is there again.

    Parameters
    ----------
    folders
        What is watched, with everything below.
    rebuild
        What is done.
    tell
        Called with each line about what went wrong, and with what is waited for.

    Raises
    ------
    CallError
        If a folder is not there at the beginning or cannot be watched, or the package watchfiles is not installed.
    """
    try:
        import watchfiles  # noqa: F401, PLC0415  (an optional extra)
    except ImportError as error:
        raise CallError("mapper watch needs watchfiles: pip install 'historical-mapper[watch]'") from error
    for folder in folders:
        if not folder.is_dir():
            raise CallError(f"{folder} is no folder; name the right one with --geodata or --maps")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may begin a process deaf to Ctrl-C
    try:
        for _ in _saves(folders, tell):
            try:
                rebuild()
            except MapperError as error:
                tell(str(error))
            except Exception as error:  # noqa: BLE001  (a fault of the program; the next save may not meet it)
                tell(f"mapper itself failed: {type(error).__name__}: {error}")
            tell("waiting for a save; Ctrl-C ends it")
    except KeyboardInterrupt:
        return


def _saves(folders: list[Path], tell: Callable[[str], object]) -> Iterator[None]:
    """Yield at once, after each save, and whenever a folder that was taken away is there again."""
    while True:
        yield from _until_one_is_gone(folders)
        gone = [folder for folder in folders if not folder.is_dir()]
        for folder in gone:
            tell(f"{folder} is not there any more; waiting until it is; Ctrl-C ends it")
        while any(not folder.is_dir() for folder in folders):
            time.sleep(TURN / 1000)


def _until_one_is_gone(folders: list[Path]) -> Iterator[None]:
    import watchfiles  # noqa: PLC0415  (an optional extra)

    marks = _marks(folders)
    begun = False
    try:
        # the first, empty, turn tells that the watching has begun: a save during the build is not missed
        for saved in watchfiles.watch(
            *folders,
            watch_filter=lambda _, path: is_read(path),
            rust_timeout=TURN,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            if saved or not begun:
                yield
                begun = True
            if _marks(folders) != marks:
                return
    except (OSError, RuntimeError) as error:  # the errors of the watcher itself are RuntimeErrors
        if _marks(folders) == marks:
            raise CallError(f"{' and '.join(map(str, folders))} cannot be watched: {error}") from error


def _marks(folders: list[Path]) -> list[tuple[int, int] | None]:
    """Return what tells a folder from another that was put in its place; None where there is none."""
    found: list[tuple[int, int] | None] = []
    for folder in folders:
        try:
            status = folder.stat()
            found.append((status.st_dev, status.st_ino))
        except OSError:
            found.append(None)
    return found
