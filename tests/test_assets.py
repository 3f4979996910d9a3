"""What a page is made of: our scripts in one bundle, and a blob of the shape that they expect."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from npm import ASSETS, node_modules, program
from pages import blob_of
from world import MAPS

from mapper import assets
from mapper.about import PROJECTIONS
from mapper.build import build
from mapper.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from world import World


def test_the_bundle_is_that_of_the_scripts() -> None:
    first, rest = assets.bundle().split("\n", 1)
    assert first == f"// sources {assets.sources_digest()}"
    assert not re.search(r"^(import|export)\b", rest, flags=re.MULTILINE)


def test_pages_know_every_projection_that_a_theatre_may_have() -> None:
    assert {path.stem for path in (ASSETS / "vendor" / "projections").iterdir()} == set(PROJECTIONS)


def test_a_bundle_older_than_the_scripts_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "assets"
    for folder in ("js", "vendor"):
        shutil.copytree(ASSETS / folder, copy / folder)
    monkeypatch.setattr(assets, "HERE", copy)
    assert assets.bundle()
    with (copy / "js" / "main.js").open("a", encoding="utf-8") as script:
        script.write("// changed\n")
    with pytest.raises(BuildError, match=r"vendor/mapper\.js is older than the scripts .* run bundle"):
        assets.bundle()


def test_without_its_sources_a_bundle_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "mapper.js").write_text("// sources none\n", encoding="utf-8")
    monkeypatch.setattr(assets, "HERE", tmp_path)
    assert assets.bundle() == "// sources none\n"


def faults(folder: Path, blobs: dict[str, dict[str, Any]]) -> str:
    """Return what TypeScript finds wrong in blobs, read against the types of the scripts."""
    compiler, node = node_modules() / "typescript" / "bin" / "tsc", program("node")
    assert node, "npm is here, node is not"
    shutil.copy(ASSETS / "js" / "blob.d.ts", folder)
    for name, blob in blobs.items():
        text = f'import type {{ Blob as Told }} from "./blob.js";\nexport const told: Told = {json.dumps(blob)};\n'
        (folder / f"{name}.ts").write_text(text, encoding="utf-8")
    options = ["--noEmit", "--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler"]
    files = [f"{name}.ts" for name in blobs]
    done = subprocess.run(
        [*node, str(compiler), *options, *files], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == (not done.stdout), done.stderr
    return done.stdout


def test_every_page_is_told_what_its_scripts_expect(world: World, site: Path, tmp_path: Path) -> None:
    build(world.geodata, world.maps, tmp_path)
    pages = [page for folder in (tmp_path, site) for page in folder.glob("*.html") if page.stem != "index"]
    assert len(pages) == 1 + len(list(MAPS.glob("*.toml")))
    assert faults(tmp_path, {page.stem: blob_of(page) for page in pages}) == ""


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda blob: blob.pop("railways"), "Property 'railways' is missing"),
        (lambda blob: blob["theatres"]["west"]["territories"][0].pop("km2"), "Property 'km2' is missing"),
        (lambda blob: blob["theatres"]["west"]["window"].pop(), "Window"),
        (lambda blob: blob["map"].update(date=19390917), "'number' is not assignable to type 'string'"),
        (lambda blob: blob["recognitions"][0].update({"as": None}), "'null' is not assignable to type 'Rule'"),
        (lambda blob: blob["events"][0].update(extra=""), "does not exist in type 'AtlasEvent'"),
    ],
    ids=["missing", "missing within", "too short", "another type", "null", "unknown"],
)
def test_a_blob_of_another_shape_is_found(
    world: World, tmp_path: Path, spoil: Callable[[dict[str, Any]], Any], said: str
) -> None:
    build(world.geodata, world.maps, tmp_path)
    blob = blob_of(tmp_path / "tiny.html")
    spoil(blob)
    assert said in faults(tmp_path, {"spoiled": blob})
