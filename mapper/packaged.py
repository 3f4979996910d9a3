"""Which folders a command reads: those that the user names or stands beside, or the atlas that the package brings.

A wheel holds the atlas in ``mapper/data``, put there by the packaging hook. A checkout has none: there it is the
repository's own ``geodata/`` and ``maps/``.
"""

from __future__ import annotations

from pathlib import Path

from mapper.about import FILE
from mapper.errors import CallError

HERE = Path(__file__).resolve().parent
ROOTS = (HERE / "data", HERE.parent)  # of an installation, and of a checkout
GEODATA, MAPS = Path("geodata"), Path("maps")  # where a user's own lie: in the folder that one stands in


def packaged_atlas() -> Path:
    """Return the folder that holds ``geodata`` and ``maps`` of the atlas that the package brings.

    Raises
    ------
    CallError
        If the package came without it.
    """
    for folder in ROOTS:
        if (folder / GEODATA / FILE).is_file():
            return folder
    raise CallError("this installation holds no atlas; install the package with pip, or name a geodata folder")


def geodata_folder(given: Path | str | None = None) -> Path:
    """Return the folder of the data: the one given, or ``./geodata`` where it is, or that of the packaged atlas."""
    if given is not None:
        return Path(given)
    return GEODATA if GEODATA.is_dir() else packaged_atlas() / GEODATA


def maps_folder(given: Path | str | None, geodata: Path) -> Path:
    """Return the folder of the maps' TOML files that go with a folder of data.

    It is the one given; or the one beside the data, or ``./maps``, where it holds a map: ``./maps`` comes first where
    the data are the packaged ones, whose own maps lie beside them. Where there is none it is ``./maps``, which the
    caller then finds wanting.
    """
    if given is not None:
        return Path(given)
    tried = [geodata.parent / MAPS, MAPS]
    if geodata.parent in ROOTS:
        tried.reverse()
    return next((folder for folder in tried if any(folder.glob("*.toml"))), MAPS)


def pages_folder(maps: Path) -> Path:
    """Return where the pages of a folder of maps go: into it, but for the packaged maps into ``./maps``."""
    return MAPS if maps in [root / MAPS for root in ROOTS] else maps
