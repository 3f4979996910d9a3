"""The same pages in Firefox, from a file with the network off: the day and the land answer, the console is empty."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import pytest
from firefox import Firefox
from pages import day_number
from test_page import MAPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mapper.atlas import Atlas

READY = "() => document.documentElement?.classList.contains('ready') ?? false"
VALUE = "() => document.querySelector('.time-range').getAttribute('aria-valuetext')"
MIDDLE = """selector => { const b = document.querySelector(selector).getBoundingClientRect();
    return [b.x + b.width / 2, b.y + b.height / 2]; }"""
# A place where a land is the topmost thing under the mouse.
ON_LAND = """land => {
    const path = document.querySelector(`path.territory[aria-label^="${land}: "]`), b = path.getBoundingClientRect();
    for (let x = Math.ceil(b.left) + 2; x < b.right; x += 5) for (let y = Math.ceil(b.top) + 2; y < b.bottom; y += 5)
        if (document.elementFromPoint(x, y) === path) return [x, y];
}"""
MOVE = """value => { const range = document.querySelector('.time-range');
    range.value = value; range.dispatchEvent(new Event('input', {bubbles: true})); range.focus(); }"""
SAVE = """async () => { document.querySelector('#tab-save').click();
    const files = /geojson|csv|bibtex|svg|png/i;
    for (const button of document.querySelectorAll('#desk-body .buttons button'))
        if (files.test(button.textContent)) button.click(); }"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with Firefox(tmp_path_factory.mktemp("firefox")) as opened:
        yield opened


def holder(firefox: Firefox, atlas: Atlas, territory: str) -> str:
    """Return what the map says of a territory: the accessible name of its shape, without the name of the land."""
    land = atlas.territories["name"][territory]
    shape = f'path.territory[aria-label^="{land}: "]'
    label: str = firefox.run("selector => document.querySelector(selector).getAttribute('aria-label')", shape)
    return label.removeprefix(f"{land}: ")


def pages(sheet: bytes) -> int:
    """Return how many pages a PDF has; what tells of them lies in its packed streams."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", sheet, re.DOTALL)
    unpacked = [zlib.decompressobj().decompress(one) for one in packed if one.startswith(b"x")]
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in (sheet, *unpacked))


def assert_quiet(firefox: Firefox) -> None:
    assert firefox.requests() == []
    assert firefox.messages() == []


def test_what_a_page_says_and_asks_for_is_heard(firefox: Firefox, tmp_path: Path) -> None:
    loud = tmp_path / "loud.html"
    loud.write_text(
        "<!DOCTYPE html><meta charset='utf-8'><title>loud</title><script>console.log('said'); nothing.at.all</script>"
        "<img src='http://127.0.0.1/x.png'>"
    )
    firefox.visit(loud)
    firefox.until(firefox.requests)
    told = " ".join(firefox.messages())
    assert firefox.requests()[0] == "http://127.0.0.1/x.png"
    assert "said" in told
    assert "nothing is not defined" in told


@pytest.mark.parametrize(
    ("name", "day", "territory", "before", "after"),
    [
        ("nazi-soviet-pact", "1939-11-02", "nowogrodek", "Soviet Union, occupied", "Soviet Union, annexed"),
        ("japanese-advance", "1932-03-01", "changchun", "Japan, occupied", "Manchukuo, puppet state"),
        ("soviet-foreign-policy", "1932-03-01", "harbin", "Japan, occupied", "Manchukuo, puppet state"),
    ],
)
def test_a_map_in_firefox(
    firefox: Firefox, site: Path, atlas: Atlas, name: str, day: str, territory: str, before: str, after: str
) -> None:
    firefox.visit(site / f"{name}.html", "#lang=en")
    firefox.until(lambda: firefox.run(READY))
    firefox.run(MOVE, int(day_number(day)))
    assert holder(firefox, atlas, territory) == after
    firefox.press("ArrowLeft")
    assert holder(firefox, atlas, territory) == before
    firefox.press("ArrowRight")
    assert holder(firefox, atlas, territory) == after

    land = atlas.territories["name"][territory]
    firefox.click(*firefox.run(ON_LAND, land))
    told = firefox.until(lambda: firefox.run("() => document.querySelector('#desk-body .details')?.textContent"))
    assert land in told
    assert after.split(", ", maxsplit=1)[0] in told

    view = firefox.run("() => location.hash")
    firefox.drag(*firefox.run(ON_LAND, land))
    firefox.until(lambda: firefox.run("() => location.hash") != view)

    firefox.hover(*firefox.run(MIDDLE, ".leaflet-control-layers-toggle"))
    year = "() => { const all = [...document.querySelectorAll('.leaflet-control-layers-base label')];"
    year += " const one = all.find(label => label.textContent.trim() === '1925'); one.id = 'year'; return all.length; }"
    assert firefox.run(year) == 28
    firefox.click(*firefox.run(MIDDLE, "#year"))
    assert firefox.until(lambda: firefox.run(VALUE).endswith(" 1925"))

    assert 1 <= pages(firefox.sheet()) <= 4  # the map on the first, citations that find no room on those after it
    assert firefox.run("() => document.querySelector('.atlas').classList.contains('printing')") is False
    assert_quiet(firefox)


def test_the_index_in_firefox_leads_to_every_map(firefox: Firefox, site: Path) -> None:
    firefox.visit(site / "index.html")
    shown = "() => [...document.links].filter(link => link.checkVisibility()).map(link => link.getAttribute('href'))"
    assert [link for link in firefox.run(shown) if not link.startswith("#")] == [f"{name}.html" for name in MAPS]
    assert_quiet(firefox)
    before = firefox.loads()
    firefox.click(*firefox.run(MIDDLE, f"a[href='{MAPS[0]}.html']"))
    firefox.until(lambda: firefox.loads() > before)
    firefox.until(lambda: firefox.run(READY))
    assert_quiet(firefox)


def test_every_file_is_saved_in_firefox(firefox: Firefox, site: Path) -> None:
    firefox.visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en")
    firefox.until(lambda: firefox.run(READY))
    firefox.run(SAVE)
    kinds = [".bib", *[".csv"] * 4, ".geojson", ".png", ".svg", ".svg"]

    def saved() -> list[str]:
        """Return the endings of the files that are whole; one being written has another name for a while."""
        found = [path for path in firefox.saved.iterdir() if path.suffix != ".part"]
        return sorted(path.suffix for path in found if path.stat().st_size)

    firefox.until(lambda: saved() == kinds)
    assert next(firefox.saved.glob("*.png")).read_bytes().startswith(b"\x89PNG")
    assert next(firefox.saved.glob("*.png")).stat().st_size > 20_000  # a blank one is far smaller
    assert_quiet(firefox)
