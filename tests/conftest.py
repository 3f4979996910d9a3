"""Fixtures: the tiny world of `world`, and the atlas itself, each read once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from world import GEODATA, World

from mapper.geodata import Geodata, load

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.atlas import Atlas


settings.register_profile("mapper", deadline=None, derandomize=True)  # a busy machine, and the same cases every time
settings.load_profile("mapper")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the fuzz be longer: ``pytest tests/fuzz --cases 10000``."""
    parser.addoption("--cases", type=int, default=0, help="how many damaged folders the fuzz tries")


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> int:
    """Return how many damaged folders to try; unless a number is asked for, few, and the same ones every time."""
    asked = int(request.config.getoption("--cases"))
    if asked:
        settings.register_profile("long", settings.get_profile("mapper"), derandomize=False, database=None)
        settings.load_profile("long")
    return asked or 100


@pytest.fixture(scope="session")
def pristine_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tiny world that nobody changes."""
    return World(tmp_path_factory.mktemp("pristine") / "world").root


@pytest.fixture
def world(pristine_world: Path, tmp_path: Path) -> World:
    """Return a tiny world of one's own."""
    copy = tmp_path / "world"
    shutil.copytree(pristine_world, copy)
    made = World.__new__(World)
    made.root, made.geodata, made.maps = copy, copy / "geodata", copy / "maps"
    return made


@pytest.fixture(scope="session")
def tiny(pristine_world: Path) -> Geodata:
    """Return the tiny world, read."""
    return load(pristine_world / "geodata")


@pytest.fixture(scope="session")
def data() -> Geodata:
    """Return the atlas's own geodata, read once."""
    return load(GEODATA)


@pytest.fixture(scope="session")
def atlas(data: Geodata) -> Atlas:
    """Return the atlas's own land and power."""
    return data.atlas
