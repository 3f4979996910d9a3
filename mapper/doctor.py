"""What is installed, which data a command would read, and what the tests would find on this machine."""

from __future__ import annotations

import platform
import re
import shutil
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from mapper import __version__, assets
from mapper.about import read_about
from mapper.cache import CACHE, cache_folder
from mapper.errors import MapperError, Problems
from mapper.packaged import HERE, geodata_folder, maps_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "historical-mapper"
BROWSERS = {  # the first that is found is taken; Debian's Chromium without a window starts a page in half the time
    "Chromium": ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
    "Firefox": ("firefox-esr",),
}
REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?(?P<versions>[^;]*)(;\s*extra == .(?P<extra>\w+).)?")


@dataclass(frozen=True)
class Finding:
    """One thing looked for: ``state`` is 'ok', 'missing', or 'absent' where mapper does without it."""

    what: str
    state: str
    found: str
    hint: str = ""


def findings(geodata: Path | None = None) -> list[Finding]:
    """Return all that was looked for."""
    own = Finding("mapper", "ok", f"{__version__}, {HERE}")
    python = Finding("Python", "ok", f"{platform.python_version()}, {platform.platform(terse=True)}")
    return [own, python, *_libraries(), *_extras(), _scripts(), _cache(), *_data(geodata), *_programs()]


def _requirements() -> list[re.Match[str]]:
    """Return what the package asks for, as pip reads it; nothing if it was not installed."""
    try:
        told = metadata.requires(NAME) or []
    except metadata.PackageNotFoundError:
        return []
    return [found for one in told if (found := REQUIREMENT.match(one))]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _libraries() -> Iterator[Finding]:
    """Yield the libraries without which nothing works."""
    needed = [one for one in _requirements() if not one["extra"]]
    if not needed:
        yield Finding("package", "missing", "it was not installed", "pip install -e . in its checkout")
    for one in needed:
        version, wanted = _version(one["name"]), one["versions"].strip()
        hint = "" if version else "pip install historical-mapper brings it"
        yield Finding(one["name"], "ok" if version else "missing", f"{version or 'none'}, wanted {wanted}", hint)


def _extras() -> Iterator[Finding]:
    """Yield the extras, each with what of it is there."""
    extras: dict[str, list[str]] = {}
    for one in _requirements():
        if one["extra"]:
            extras.setdefault(one["extra"], []).append(one["name"])
    for extra, names in extras.items():
        lacking = [name for name in names if not _version(name)]
        hint = f"pip install '{NAME}[{extra}]'" if lacking else ""
        found = f"without {', '.join(lacking)}" if lacking else "all of it"
        yield Finding(f"extra [{extra}]", "absent" if lacking else "ok", found, hint)


def _cache() -> Finding:
    """Return where what was worked out is kept between runs."""
    folder = cache_folder()
    if folder is None:
        return Finding("cache", "absent", "nothing is kept", f"{CACHE} names a folder that you alone may write to")
    size = sum(path.stat().st_size for path in folder.glob("*.pickle"))
    return Finding("cache", "ok", f"{folder}, {size / 1e6:.0f} MB")


def _scripts() -> Finding:
    """Return whether the pages' scripts are there, and of the sources beside them."""
    try:
        size = len(assets.bundle())
    except MapperError as error:
        return Finding("page scripts", "missing", str(error))
    return Finding("page scripts", "ok", f"{size / 1e3:.0f} kB")


def _data(geodata: Path | None) -> Iterator[Finding]:
    """Yield the folders that a command would read here."""
    try:
        folder = geodata_folder(geodata)
        about = read_about(folder, Problems())
    except MapperError as error:
        yield Finding("geodata", "missing", str(error).splitlines()[0])
        return
    version = f", version {about.version}" if about.version else ""
    yield Finding("geodata", "ok", f"{folder}: {next(iter(about.title.values()))}{version}, {about.period}")
    maps = maps_folder(None, folder)
    count = len(list(maps.glob("*.toml")))
    hint = "" if count else "write one, or name their folder with --maps"
    yield Finding("maps", "ok" if count else "absent", f"{maps}: {count}", hint)


def _programs() -> Iterator[Finding]:
    """Yield what only the tests, and the making of the scripts, need."""
    for name, commands in BROWSERS.items():
        path = next(filter(None, map(shutil.which, commands)), None)
        yield Finding(name, "ok" if path else "absent", path or "none", "" if path else f"tests in {name} are skipped")
    for name in ("node", "npm"):
        path = shutil.which(name)
        hint = "" if path else "an install from source brings its own"
        yield Finding(name, "ok" if path else "absent", path or "none", hint)
