"""Who held which land on any day: historical geodata as interactive Leaflet maps that need no network."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.build import atlas_map

try:
    __version__ = version("historical-mapper")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0+unknown"

__all__ = ["__version__", "atlas_map"]


def __getattr__(name: str) -> object:
    """Bring `atlas_map`, and the libraries that it needs, when it is first asked for."""
    if name == "atlas_map":
        from mapper.build import atlas_map  # noqa: PLC0415

        return atlas_map
    raise AttributeError(name)
