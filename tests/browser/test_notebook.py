"""The example notebook: it runs as it stands, and the map that it shows opens and is quiet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient
from world import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

NOTEBOOK = ROOT / "docs" / "example.ipynb"
SECONDS = 300  # for a cell


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the notebook, run in an empty folder."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    folder = tmp_path_factory.mktemp("notebook")
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(folder)}}).execute()
    assert list(folder.iterdir()) == [], "it leaves nothing behind"
    return notebook


def test_no_output_is_stored() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert NOTEBOOK.stat().st_size < 20_000
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_it_says_what_its_texts_promise(executed: Any) -> None:
    shown = "\n".join(str(output) for cell in executed.cells for output in cell.get("outputs", []))
    assert "territories, 1918-11-11 up to 1946-01-01" in shown
    for words in ("Soviet Union", "lithuania", "ambiguous", "occupied"):
        assert words in shown, words
    assert "'name': 'stderr'" not in shown


def test_its_map_opens_in_the_notebooks_frame(executed: Any, browser: Browser, tmp_path: Path) -> None:
    (output,) = executed.cells[-1]["outputs"]
    page = tmp_path / "notebook.html"
    page.write_text(f"<!DOCTYPE html><meta charset='utf-8'><body>{output['data']['text/html']}", encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    tab = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(f"file://{page}")
    frame = tab.frames[1]
    frame.wait_for_selector("html.ready")
    box = tab.locator("iframe").bounding_box()
    assert box
    assert box["height"] == 560
    assert frame.locator(".leaflet-marker-pane .pin").count() == 3
    frame.locator(".leaflet-marker-pane .pin").last.click()
    assert re.search(r"Białystok, 1941-06-20: ussr", frame.locator(".leaflet-popup-content").inner_text())
    frame.locator(".leaflet-control-layers-toggle").hover()
    assert frame.locator(".leaflet-control-layers-overlays label").last.inner_text().strip() == "Letters"
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
    assert said == []
    context.close()
