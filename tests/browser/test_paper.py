"""The page on paper: the subject whole, the citations whole, nothing over the frame; sheets for a class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pages import blob_in
from playwright.sync_api import expect
from test_page import MAPS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

Go = "Callable[..., Visit]"
MM = 96 / 25.4
INSIDE = {True: 277 * MM, False: 190 * MM}  # the height of an A4 sheet inside its margins, upright and lying

LANDS = """names => [...document.querySelectorAll('path.territory')]
    .filter(one => names.some(name => one.getAttribute('aria-label')?.includes(': ' + name)))
    .map(one => one.getBoundingClientRect()).filter(box => box.width)
    .map(({left, top, right, bottom}) => [left, top, right, bottom])"""
OVER_THE_FRAME = """() => {
    const line = document.querySelector('.neatline');
    const at = line.getScreenCTM();
    const points = Array.from({length: 2000}, (_, i) =>
        line.getPointAtLength(line.getTotalLength() * i / 2000).matrixTransform(at));
    return [...document.querySelectorAll('.names text')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && points.some(({x, y}) =>
            x > box.left && x < box.right && y > box.top + 2 && y < box.bottom - 2);
    }).map(one => one.textContent);
}"""


def on_paper(page: Page) -> None:
    """Bring a page to paper and leave it there, to be measured."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def box_of(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).bounding_box()
    assert box, selector
    return {**box, "right": box["x"] + box["width"], "bottom": box["y"] + box["height"]}


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("date", ["1939-09-28", "1937"])
def test_map_and_legend_fill_one_sheet_and_the_citations_are_whole(visit: Go, site: Path, name: str, date: str) -> None:
    page = visit(site / f"{name}.html", f"#date={date}&lang=en").page
    on_paper(page)
    upright = page.evaluate("document.querySelector('.atlas').classList.contains('tall')")
    assert box_of(page, ".print-credits")["bottom"] <= INSIDE[upright]
    assert box_of(page, ".plates")["height"] > 90 * MM
    expect(page.locator(".title-date")).to_have_text("28 September 1939" if "-" in date else date)
    known = {source["text"] for source in blob_in(page)["sources"].values()}
    cited = page.locator(".print-sources li").all_text_contents()
    assert len(cited) > 5
    assert set(cited) <= known
    assert page.evaluate("document.querySelector('.print-sources').scrollWidth") <= box_of(page, ".atlas")["width"]
    assert page.evaluate(OVER_THE_FRAME) == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert 1 <= sheets(page) <= 4


def test_the_pact_on_paper_shows_all_that_it_divided(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en").page
    on_paper(page)
    paper = box_of(page, ".plates")
    boxes = page.evaluate(LANDS, ["Romania", "Finland", "Estonia", "Latvia", "Lithuania"])
    assert len(boxes) > 20
    assert all(paper["x"] <= x0 and x1 <= paper["right"] for x0, _, x1, _ in boxes)
    assert all(paper["y"] <= y0 and y1 <= paper["bottom"] for _, y0, _, y1 in boxes)


def test_what_was_chosen_is_what_is_printed_and_the_screen_comes_back(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&view=54.7,25.3,6&theme=dark&lang=en").page
    before: Any = page.evaluate("[location.hash, document.documentElement.dataset.theme]")
    seen = page.evaluate("document.querySelectorAll('.town-name').length")
    on_paper(page)
    wilno = page.locator(".town-name", has_text="Wilno").bounding_box()
    paper = box_of(page, ".plates")
    assert wilno
    assert abs(wilno["x"] - paper["x"] - paper["width"] / 2) < 0.25 * paper["width"]
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(500)
    assert page.evaluate("[location.hash, document.documentElement.dataset.theme]") == before
    assert page.evaluate("document.querySelectorAll('.town-name').length") == seen


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 375, "height": 667}], ids=["desk", "phone"])
def test_a_picture_has_legend_scale_title_credits_and_the_names_under_what_covers_the_screen(
    visit: Go, site: Path, size: dict[str, int]
) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en", size, accept_downloads=True).page
    page.locator("#tab-save").evaluate("tab => tab.click()")
    before = page.evaluate("[...document.querySelectorAll('.names text')].map(one => one.textContent)")
    with page.expect_download() as waiting:
        page.locator(".buttons button", has_text="SVG").last.evaluate("button => button.click()")
    text = waiting.value.path().read_text(encoding="utf-8")
    told = "".join(re.findall(r">([^<>]+)<", text))
    scale = page.locator(".leaflet-control-scale-line").inner_text()
    for words in ("The Nazi-Soviet Pact", "28 September 1939", "Natural Earth", "agreed for Germany", "annexed", scale):
        assert words in told, words
    assert set(before) <= set(re.findall(r">([^<>]+)</(?:text|tspan)>", text)) | {""}
    page.wait_for_timeout(300)
    after = page.evaluate("[...document.querySelectorAll('.names text')].map(one => one.textContent)")
    assert sorted(after) == sorted(before)
