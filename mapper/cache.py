"""What was worked out before, kept between runs by the content of what it was made from.

A result is found again where the same code made it of the same bytes before, whatever the folder is called, so it
changes nothing but the time that a command takes. The cache is the user's own, may be deleted at any time, and is not
used where others may write to it: what lies in it is a pickle, which is trusted. It is `CACHE` of the environment, or
the place that the system has for such things; an empty `CACHE` keeps nothing. What cannot be read or written is made
anew.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import logging
import os
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from platformdirs import user_cache_path

from mapper.files import put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

CACHE = "MAPPER_CACHE"  # the variable of the environment that names the folder
ROOM = 400_000_000  # bytes; beyond them what was not used for longest is deleted
READ = (".csv", ".geojson", ".topojson", ".toml", ".bib")  # the endings of the files that are data
LEVELS = ("*", "*/*")  # a folder has its tables, and its base geometry below; either may be a link
LIBRARIES = ("bibtexparser", "edtf", "geopandas", "numpy", "pandas", "pyproj", "scipy", "shapely")
NOTHING = object()  # nothing was kept
LOG = logging.getLogger("mapper")

T = TypeVar("T")


def cached(kind: str, made_from: Iterable[bytes], make: Callable[[], T], sound: Callable[[], bool] = lambda: True) -> T:
    """Return what ``make`` returns, from the cache if it was made from the same before.

    ``kind`` names the result, ``made_from`` is all that it follows from but the code. What was made is kept only if it
    is ``sound``: if making it told of no problem, which would not be told again.
    """
    path = _path(kind, made_from)
    found: T = _found(path)
    if found is not NOTHING:
        LOG.info("%s: as before", kind)
        return found
    made = make()
    if sound():
        _keep(path, made)
    return made


def cached_each(
    kind: str, made_from: Iterable[bytes], keys: Sequence[bytes], make: Callable[[list[int]], Sequence[T]]
) -> list[T]:
    """Return what ``make`` returns for each of some keys, given the places of those that were not made before.

    ``kind`` and ``made_from`` are as in `cached`; what is made for a key follows from them and from the key alone.
    """
    path = _path(kind, made_from)
    found = _found(path)
    known: dict[bytes, T] = {} if found is NOTHING else found
    new = [place for place, key in enumerate(keys) if key not in known]
    LOG.info("%s: %d of %d as before", kind, len(keys) - len(new), len(keys))
    if new:
        known.update(zip((keys[place] for place in new), make(new), strict=True))
        _keep(path, {key: known[key] for key in keys})
    return [known[key] for key in keys]


def _path(kind: str, made_from: Iterable[bytes]) -> Path | None:
    """Return the file in which a result is kept, none if none is to be."""
    folder = cache_folder()
    return folder / f"{kind}-{digest([_code(), *made_from])}.pickle" if folder else None


def _found(path: Path | None) -> Any:  # noqa: ANN401  (whatever was kept)
    """Return what a file keeps, `NOTHING` if it cannot be used."""
    if path is None:
        return NOTHING
    try:
        with path.open("rb") as file:
            found = pickle.load(file)  # noqa: S301  (the user's own file, see `cache_folder`)
    except Exception as error:  # noqa: BLE001  (a file may be anything; then it is made anew)
        if not isinstance(error, FileNotFoundError):
            LOG.info("%s cannot be used: %s", path, error)
        return NOTHING
    with contextlib.suppress(OSError):
        os.utime(path)
    return found


def _keep(path: Path | None, made: object) -> None:
    """Keep what was made, where there is a folder for it."""
    if path is None:
        return
    try:
        put(path, pickle.dumps(made, protocol=5))
        _make_room(path.parent)
    except OSError as error:
        LOG.info("%s cannot be kept: %s", path, error)


def cache_folder() -> Path | None:
    """Return the folder of the cache, which is made; none if there is to be none, or others may write to it."""
    named = os.environ.get(CACHE)
    if named == "":
        return None
    folder = Path(named) if named else user_cache_path("historical-mapper")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        about = folder.stat()
    except OSError:
        return None
    if sys.platform != "win32" and (about.st_uid != os.getuid() or about.st_mode & 0o022):
        LOG.info("%s is not used as a cache: others may write to it", folder)
        return None
    return folder


class Files:
    """The files that something is made from, as they stood before the first was read: ``stamp`` is their hash."""

    def __init__(self, folder: Path, wanted: Callable[[str], bool]) -> None:
        self.folder, self.wanted = folder, wanted
        self.stamp = self._now()

    def same(self) -> bool:
        """Whether none was saved since: else what was made is of no one state, and must not be kept."""
        return self._now() == self.stamp

    def _now(self) -> bytes:
        return digest(content(self.folder, self.wanted)).encode()


def content(folder: Path, wanted: Callable[[str], bool] = lambda _: True) -> Iterable[bytes]:
    """Yield the name and a hash of every file of data in a folder whose name is wanted, the same wherever it lies."""
    found = {path for depth in LEVELS for path in folder.glob(depth) if path.suffix in READ and path.is_file()}
    for path in sorted(found):
        name = path.relative_to(folder)
        if not wanted(name.as_posix()) or any(part.startswith(".") for part in name.parts):
            continue  # what is being written, and editors' own copies, begin with a dot
        yield name.as_posix().encode()
        try:
            yield hashlib.sha256(path.read_bytes()).digest()
        except OSError:
            yield b""  # whoever needs it will tell


def digest(parts: Iterable[bytes]) -> str:
    """Return a hash of some parts, in hexadecimal digits."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


@functools.cache
def _code() -> bytes:
    """Return a hash of the package's own code, of Python and of the libraries that results depend on."""
    import pyproj  # noqa: PLC0415  (what only asks where the cache is does without)
    import shapely  # noqa: PLC0415

    own = Path(__file__).resolve().parent
    sources = [path.read_bytes() for path in sorted(own.glob("*.py"))]
    versions = [f"{name} {importlib.metadata.version(name)}".encode() for name in LIBRARIES]
    beneath = f"{shapely.geos_version_string} {pyproj.proj_version_str} {sys.version}"  # systems change these alone
    return digest([*sources, *versions, beneath.encode()]).encode()


def _make_room(folder: Path) -> None:
    """Delete what was not used for longest, until the cache is no larger than `ROOM`."""
    found: list[tuple[float, int, Any]] = []
    for path in folder.glob("*.pickle*"):
        with contextlib.suppress(OSError):  # another run has deleted it
            about = path.stat()
            found.append((about.st_mtime, about.st_size, path))
    room = ROOM
    for _, size, path in sorted(found, reverse=True):
        room -= size
        if room < 0:
            path.unlink(missing_ok=True)
