"""What a page is made of: our scripts in one bundle."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from npm import ASSETS

from mapper import assets
from mapper.errors import BuildError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_bundle_is_that_of_the_scripts() -> None:
    first, rest = assets.bundle().split("\n", 1)
    assert first == f"// sources {assets.sources_digest()}"
    assert not re.search(r"^(import|export)\b", rest, flags=re.MULTILINE)


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
