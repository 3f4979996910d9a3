"""Who held which land on any day: historical geodata as interactive Leaflet maps that need no network.

`load` opens an atlas for Python, and `atlas_map` one of its maps for a notebook. Nothing is imported before it is asked
for, since the geospatial libraries take a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.api import OpenAtlas, join_dask, load
    from mapper.build import atlas_map
    from mapper.errors import BuildError, CallError, DataError, MapperError

    __version__: str

__all__ = [
    "BuildError",
    "CallError",
    "DataError",
    "MapperError",
    "OpenAtlas",
    "__version__",
    "atlas_map",
    "join_dask",
    "load",
]
_ROOMS = {
    "api": ("OpenAtlas", "join_dask", "load"),
    "build": ("atlas_map",),
    "errors": ("BuildError", "CallError", "DataError", "MapperError"),
}


def __getattr__(name: str) -> object:
    """Bring a public name, and the libraries that it needs, when it is first asked for."""
    if name == "__version__":
        return _version()
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f"mapper.{room}"), name)
    raise AttributeError(f"module 'mapper' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  (it takes longer than all else here)

    try:
        return version("historical-mapper")
    except PackageNotFoundError:  # a checkout that was not installed
        return "0+unknown"
