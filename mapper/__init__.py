"""Who held which land on any day: historical geodata as interactive Leaflet maps that need no network."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.build import atlas_map
    from mapper.frames import join

try:
    __version__ = version("historical-mapper")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0+unknown"

__all__ = ["__version__", "atlas_map", "join"]

HOMES = {"atlas_map": "mapper.build", "join": "mapper.frames"}  # where what is public is made


def __getattr__(name: str) -> object:
    """Bring what is public, and the libraries that it needs, when it is first asked for."""
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(name)
