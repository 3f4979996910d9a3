"""The one place that writes: whatever happens, a file is the old one or the new one, whole.

What is new is made in a temporary folder beside its place, forced to the disk, and moved there in one step. The folder
is locked as long as its maker lives, so that the next run in that place knows the leftovers of a dead one, and sweeps
them away. Nobody else's files are touched.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from typing import TYPE_CHECKING

from mapper.errors import BuildError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX = ".mapper-"  # of a temporary folder
LOCK = "lock"
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "there is no room left for you on the disk",
    errno.EFBIG: "a file may not become so large there",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.ENOENT: "its folder is not there",
    errno.ENOTDIR: "its folder is a file",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EIO: "the disk does not take it",
}


@contextlib.contextmanager
def replacing(target: Path, ending: str = "") -> Iterator[Path]:
    """Yield the path of a file that is not there yet, which in the end is moved to its place; in an error it is not.

    The file keeps the permissions of the one that it replaces; a link is followed. ``ending`` is what its name ends in
    while it is made, for those who go by that.

    Raises
    ------
    BuildError
        If the file cannot be written; what was there is as it was.
    """
    with _told(target):
        place = target.resolve()
        check(place)
        with _room(place.parent) as room:
            fresh = room / f"fresh{ending or place.suffix}"
            yield fresh
            _move({fresh: place})


@contextlib.contextmanager
def replacing_in(folder: Path) -> Iterator[Path]:
    """Yield an empty folder, whose files are in the end moved into another, which is made if it is not there.

    Raises
    ------
    BuildError
        If a file cannot be written. None is moved unless all could be written.
    """
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _room(folder.resolve()) as room:
            yield room
            names = sorted(path.name for path in room.iterdir() if path.name != LOCK)
            for name in names:
                check(folder.resolve() / name)
            _move({room / name: folder.resolve() / name for name in names})


@contextlib.contextmanager
def making(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that in the end is moved to its place; if an empty one is there, what it holds.

    Raises
    ------
    BuildError
        If it cannot be written; then there is nothing.
    """
    with _told(folder):
        place = folder.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        with _room(place.parent) as room:
            fresh = room / "fresh"
            fresh.mkdir()
            yield fresh
            for path in fresh.rglob("*"):
                _to_disk(path)
            if place.is_dir():  # it stays: somebody may stand in it
                _move({path: place / path.name for path in fresh.iterdir()})
            else:
                fresh.replace(place)
                _to_disk(place.parent)


def write_text(target: Path, text: str) -> None:
    """Write a text in UTF-8 as `replacing` does."""
    with replacing(target) as fresh:
        fresh.write_text(text, encoding="utf-8", newline="\n")


def put(target: Path, content: bytes) -> None:
    """Write a file, whole or not at all, that may be lost with the power: it is not forced to the disk.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    handle, fresh = tempfile.mkstemp(prefix=f"{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(fresh, target)  # noqa: PTH105  (a name)
    except BaseException:
        os.unlink(fresh)  # noqa: PTH108
        raise


def check(target: Path) -> None:
    """Refuse a place that no file can be written to.

    Raises
    ------
    BuildError
        If a folder is in the way, or a file that is read-only or no plain file.
    """
    if target.is_dir():
        raise BuildError(f"{target} cannot be written: a folder is in the way")
    if not target.exists():
        return
    mode = target.stat().st_mode
    if not stat.S_ISREG(mode):
        raise BuildError(f"{target} cannot be written: it is no plain file")
    if not mode & WRITABLE or not os.access(target, os.W_OK):
        raise BuildError(f"{target} cannot be written: it is read-only")


def sweep(folder: Path) -> None:
    """Remove the temporary folders that dead runs have left in a folder."""
    for room in folder.glob(f"{PREFIX}*"):
        if room.is_symlink() or not room.is_dir():
            continue
        with contextlib.suppress(OSError):
            try:
                lock = os.open(room / LOCK, os.O_RDWR)
            except FileNotFoundError:
                room.rmdir()  # its maker died before it had locked it; one with something in it is not ours
                continue
            try:
                if _locked(lock, wait=False):
                    _remove(room)
            finally:
                os.close(lock)


@contextlib.contextmanager
def _room(parent: Path) -> Iterator[Path]:
    """Yield a temporary folder that is locked, and remove it in the end."""
    sweep(parent)
    room, lock = _locked_room(parent)
    try:
        yield room
    finally:
        _remove(room)
        os.close(lock)


def _locked_room(parent: Path) -> tuple[Path, int]:
    """Make a temporary folder and lock it; anew, if another run swept it away between the two."""
    while True:
        room = parent / os.path.basename(tempfile.mkdtemp(prefix=PREFIX, dir=parent))  # noqa: PTH119  (a name)
        try:
            lock = os.open(room / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileNotFoundError:
            continue
        _locked(lock, wait=True)
        if (room / LOCK).exists():
            return room, lock
        os.close(lock)


def _locked(handle: int, *, wait: bool) -> bool:
    """Lock an open file, and return whether that could be done; where locks are not known, it could not."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _remove(room: Path) -> None:
    """Remove a temporary folder, the lock last: half removed, it can be swept again."""
    with contextlib.suppress(OSError):
        for path in room.iterdir():
            if path.name == LOCK:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        (room / LOCK).unlink()
        room.rmdir()


def _move(places: dict[Path, Path]) -> None:
    """Move files to their places, each in one step, once all are on the disk."""
    for fresh, place in places.items():
        if place.exists():
            shutil.copymode(place, fresh)
        _to_disk(fresh)
    for fresh, place in places.items():
        fresh.replace(place)
    for folder in {place.parent for place in places.values()}:
        _to_disk(folder)


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    """Turn an error of the system into one that names the file that was to be written."""
    try:
        yield
    except OSError as error:
        reason = REASONS.get(error.errno or 0) or error.strerror or str(error)
        raise BuildError(f"{target} cannot be written: {reason}") from error
