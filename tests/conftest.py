"""Fixtures: the tiny world of `world`, and the atlas itself, each read once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings
from world import GEODATA, MAPS, World

from mapper.build import build
from mapper.cache import CACHE
from mapper.geodata import Geodata, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mapper.atlas import Atlas


settings.register_profile("mapper", deadline=None, derandomize=True)  # a busy machine, and the same cases every time
settings.load_profile("mapper")


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[None]:
    """Let all workers of a run, and the commands that they call, have one cache, which ends with the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE, str(_folder_of_the_run(tmp_path_factory, request) / "cache"))
        yield


def _folder_of_the_run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder


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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return a folder with all maps, built from the atlas's own data, once for all workers of a run."""
    folder = _folder_of_the_run(tmp_path_factory, request)
    out = folder / "site"
    with FileLock(folder / "site.lock"):
        if not (out / "index.html").exists():
            build(GEODATA, MAPS, out)
    return out


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the ratios that the tests of speed measured, though they pass."""
    reports = [one for many in terminalreporter.stats.values() for one in many if isinstance(one, pytest.TestReport)]
    told = {text for one in reports for name, text in one.user_properties if name == "ratio"}
    for text in sorted(told):
        terminalreporter.write_line(text)
