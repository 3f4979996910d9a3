"""The page on paper: the subject whole, the citations whole, nothing over the frame; sheets for a class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pages import blob_in, rest
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
WITHOUT_PIXELS = """[document.documentElement.dataset.theme, location.hash.replace(
    /view=([^&]+)/, (_, view) => view.split(',').map(one => Number(one).toFixed(1)))]"""
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


SIGNS_ON_NAMES = """picture => {
    const holder = document.body.appendChild(document.createElement('div'));
    holder.innerHTML = picture.slice(picture.indexOf('<svg'));
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    const signs = [...holder.querySelectorAll('circle[r="7.5"]')];
    const boxes = signs.map(sign => sign.getBoundingClientRect());
    const found = [...holder.querySelectorAll('text')].filter(one => /\\p{L}{3}/u.test(one.textContent))
        .filter(name => boxes.some(sign => over(name.getBoundingClientRect(), sign))).map(name => name.textContent);
    holder.remove();
    return signs.length ? found : ['no sign'];
}"""


UNDER_NUMBERS = """picture => {
    const holder = document.body.appendChild(document.createElement('div'));
    holder.innerHTML = picture.slice(picture.indexOf('<svg'));
    const signs = [...holder.querySelectorAll('circle[r="7.5"]')]
        .map(sign => [sign.parentElement.querySelector('text').textContent, sign])
        .filter(([sign]) => Number(sign));
    const fills = signs.map(([sign, circle]) => {
        const at = Object.assign(circle.ownerSVGElement.createSVGPoint(),
            {x: Number(circle.getAttribute('cx')), y: Number(circle.getAttribute('cy'))});
        const led = circle.parentElement.querySelector('line');
        if (led) Object.assign(at, {x: Number(led.getAttribute('x1')), y: Number(led.getAttribute('y1'))});
        const lands = [...holder.querySelectorAll('path[fill^="rgb"], path[fill^="url"]')]
            .filter(path => (path.getAttribute('d') ?? '').length > 60 && path.getAttribute('fill-opacity') !== '0');
        const under = lands.filter(path => path.isPointInFill(at)).map(path => path.getAttribute('fill'));
        return [sign, under];
    });
    holder.remove();
    return Object.fromEntries(fills);
}"""
SWATCHES = """sheet => Object.fromEntries([...sheet.querySelectorAll('.sheet-legend li')].map(one => [
    one.querySelector('span').textContent,
    [...one.querySelectorAll('svg *')].map(part => getComputedStyle(part).fill)]))"""
TOWNS = """picture => {
    const holder = document.body.appendChild(document.createElement('div'));
    holder.innerHTML = picture.slice(picture.indexOf('<svg'));
    const dots = [...holder.querySelectorAll('circle:not(defs *)')]
        .filter(one => !['7.5', '2'].includes(one.getAttribute('r')));
    const signs = [...holder.querySelectorAll('circle[r="7.5"]')].map(one => one.parentElement.querySelector('text'));
    const letters = signs.filter(one => /^[a-z]$/.test(one.textContent));
    const found = [dots.length, letters.map(one =>
        [one.getAttribute('fill'), one.getAttribute('stroke'), parseFloat(one.getAttribute('font-size'))])];
    holder.remove();
    return found;
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
    page.emulate_media(media="screen")
    assert 1 <= sheets(page) <= 2, "the sources fill one sheet at most"


def test_a_printed_day_cites_nothing_of_the_events_of_other_days(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en").page
    blob = blob_in(page)
    on_paper(page)
    cited = set(page.locator(".print-sources li").all_text_contents())
    keys: dict[bool, set[str]] = {True: set(), False: set()}
    for event in blob["events"]:
        of_the_day = event["earliest"] <= "1939-09-28" <= event["latest"]
        keys[of_the_day] |= {key for key, _ in event["source"]}
    land = blob["theatres"]["west"]
    drawn = [*land["lines"], *(spell for one in land["territories"] for spell in one["spells"])]
    others = keys[False] - keys[True] - {key for one in drawn for key, _ in one["source"]}
    texts = {key: source["text"] for key, source in blob["sources"].items()}
    assert len(others) > 20
    assert [key for key in others if texts[key] in cited] == []
    assert {texts[key] for key in keys[True]} <= cited


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
    before: Any = page.evaluate(WITHOUT_PIXELS)
    seen = page.evaluate("document.querySelectorAll('.town-name').length")
    on_paper(page)
    wilno = page.locator(".town-name", has_text="Wilno").bounding_box()
    paper = box_of(page, ".plates")
    assert wilno
    assert abs(wilno["x"] - paper["x"] - paper["width"] / 2) < 0.25 * paper["width"]
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    rest(page, 500)
    assert page.evaluate(WITHOUT_PIXELS) == before
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
    assert len(re.findall(r"<text[^>]*>", text)) >= len(before)
    rest(page, 300)
    after = page.evaluate("[...document.querySelectorAll('.names text')].map(one => one.textContent)")
    assert sorted(after) == sorted(before)


def sheets_of(page: Page, words: str) -> Any:
    """Open the sheets that a button of the panel makes; ``pictures`` holds their maps then."""
    page.evaluate(
        """async () => {
            const { createObjectURL } = URL;
            window.pictures = [];
            URL.createObjectURL = blob => {
                blob.text().then(text => pictures.push(text));
                return createObjectURL(blob);
            };
        }"""
    )
    page.locator("#tab-save").evaluate("tab => tab.click()")
    page.locator(".buttons button", has_text=words).evaluate("button => button.click()")
    page.wait_for_selector(".sheets[data-ready]", timeout=120_000)
    return page.locator(".sheet")


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_a_quiz_asks_what_its_map_leaves_out_and_answers_on_another_sheet(visit: Go, site: Path, lang: str) -> None:
    seen = visit(site / "japanese-advance.html", f"#date=1931-09/1933-05&view=43.5,124,4.5&lang={lang}")
    page = seen.page
    before = page.evaluate("location.hash")
    quiz, answers, more = sheets_of(page, "Quiz" if lang == "en" else "Sprawdzian").all()
    asked, told = quiz.inner_text(), answers.inner_text() + more.inner_text()
    for name in ("Harbin", "Manchukuo", "Japan") if lang == "en" else ("Charbin", "Mandżukuo", "Japonia"):
        assert f" {name}" in told
    assert "Harbin\n" not in asked
    assert quiz.locator(".two .to-fill b").all_text_contents() == answers.locator("li b").all_text_contents()
    assert quiz.locator(".match").count() == 5
    gap = quiz.evaluate(
        """(sheet) => {
          const [map, asked] =
            [".sheet-map", ".questions"].map((one) => sheet.querySelector(one).getBoundingClientRect());
          return (asked.left - map.right) / sheet.getBoundingClientRect().width;
        }"""
    )
    assert 0 < gap < 0.05  # a tall map leaves its room to the questions
    assert "sheet." not in asked + told
    assert more.locator(".sheet-sources li").count() > 3
    drawn = page.evaluate("pictures")
    assert "HARBIN" not in drawn[0].upper()
    assert lang == "pl" or "HARBIN" in drawn[1].upper()  # in Polish its name finds no room
    assert page.evaluate(SIGNS_ON_NAMES, drawn[1]) == []
    page.keyboard.press("Escape")
    expect(page.locator(".sheets")).to_have_count(0)
    assert page.evaluate("document.querySelector('.atlas').inert") is False
    assert page.evaluate("location.hash") == before
    seen.assert_quiet()


@pytest.mark.parametrize("name", ["nazi-soviet-pact", "soviet-foreign-policy"])
def test_a_number_of_a_quiz_stands_in_its_land_and_only_towns_that_are_asked_have_rings(
    visit: Go, site: Path, name: str
) -> None:
    page = visit(site / f"{name}.html", "#date=1939-09-17&lang=en", {"width": 1440, "height": 900}).page
    made = sheets_of(page, "Quiz")
    drawn = page.evaluate("pictures")
    rows = made.nth(1).locator("ul.one").first.locator("li").all_text_contents()
    answers = dict(row.split(" ", 1) for row in rows)
    assert {"Poland", "Soviet Union", "Germany (occupied; in law: Poland)"} <= set(answers.values())
    assert not {"Sweden", "Norway"} & set(answers.values())  # where nothing happens
    swatches = made.nth(1).evaluate(SWATCHES)
    under = page.evaluate(UNDER_NUMBERS, drawn[1])
    assert set(under) == set(answers)
    for number, holder in answers.items():
        assert under[number], holder
        if "(" not in holder:  # whose colour the legend shows
            assert set(under[number]) & set(swatches[holder]), holder
    dots, letters = page.evaluate(TOWNS, drawn[0])
    assert dots == len(letters) == 6
    assert all((fill, stroke) == ("rgb(38, 36, 31)", "none") and size >= 12 for fill, stroke, size in letters)  # 9 pt
    assert "Warsaw" in made.nth(1).inner_text()


def test_a_line_leads_from_the_number_of_a_land_that_is_too_small_for_it(visit: Go, site: Path) -> None:
    page = visit(site / "spanish-civil-war.html", "#date=1937-09-17&lang=en", {"width": 1440, "height": 900}).page
    made = sheets_of(page, "Quiz")
    drawn = page.evaluate("pictures")
    rows = made.nth(1).locator("ul.one").first.locator("li").all_text_contents()
    (number,) = (row.split(" ", 1)[0] for row in rows if row.endswith("Andorra"))
    led = page.evaluate(
        """([picture, number]) => {
            const holder = new DOMParser().parseFromString(picture.slice(picture.indexOf('<svg')), 'text/html');
            const sign = [...holder.querySelectorAll('circle[r="7.5"]')].map(one => one.parentElement)
                .find(one => one.querySelector('text').textContent === number);
            return sign.querySelectorAll('line').length;
        }""",
        [drawn[1], number],
    )
    assert led == 1
    swatch = made.nth(1).evaluate(SWATCHES)["Andorra"]
    assert set(page.evaluate(UNDER_NUMBERS, drawn[1])[number]) & set(swatch)  # where the line ends


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 600, "height": 1200}], ids=["wide", "tall"])
@pytest.mark.parametrize("kind", ["Outline", "Quiz"])
def test_sheets_show_the_view_lie_as_it_does_and_are_as_many_pages_as_they_say(
    visit: Go, site: Path, size: dict[str, int], kind: str
) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-17&lang=en", size).page
    shown = box_of(page, ".plates")
    made = sheets_of(page, kind)
    paper = box_of(page, ".sheet-map >> nth=0")
    assert paper["width"] / paper["height"] == pytest.approx(shown["width"] / shown["height"], rel=0.03)
    tall = size["height"] > size["width"]
    assert ("tall" in (made.first.get_attribute("class") or "")) == tall
    data = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/MediaBox\s*\[0 0 (\d+)", data)[0] == (b"594" if tall else b"841")
    assert page.locator(".sheets-bar h2").inner_text() == f"Sheets: {sheets(page)}"
    assert sheets(page) == made.count()
    for one in made.all()[1:]:
        assert one.locator(".one, .two, .answer").count(), "sources alone on a page"


def test_an_outline_map_has_its_land_its_day_and_a_key_to_fill_in(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en").page
    (outline,) = sheets_of(page, "Outline").all()
    expect(outline.locator("h2")).to_have_text("The Nazi-Soviet Pact, 28 September 1939")
    assert outline.locator(".key li").count() == 10
    assert sheets(page) == 1


def test_the_answer_of_a_step_is_folded_under_its_question(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#step=munich&lang=pl", {"width": 1440, "height": 900}).page
    page.locator("#tab-story").click()
    answer = page.locator(".story-answer").first
    expect(answer.locator("p")).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.locator("p")).to_contain_text("Zaolzie")


def test_a_class_set_is_the_story_with_its_answers_at_the_end(visit: Go, site: Path) -> None:
    page = visit(site / "nazi-soviet-pact.html", "#date=1939-09-28&lang=en").page
    story = blob_in(page)["map"]["story"]
    before = page.evaluate("location.hash")
    page.locator("#tab-save").evaluate("tab => tab.click()")
    page.locator(".buttons button", has_text="Class set").click(timeout=120_000)
    expect(page.locator(".sheets-bar h2")).to_contain_text(f"of {len(story)}")  # how far it is
    page.keyboard.press("Escape")
    expect(page.locator(".sheets, .atlas.printing")).to_have_count(0)
    page.wait_for_function("hash => location.hash === hash", arg=before)
    made = sheets_of(page, "Class set").all()
    assert len(made) == sheets(page) > len(story) + 1
    for step, sheet in zip(story, made, strict=False):
        expect(sheet.locator("h2")).to_contain_text(step["title"]["en"])
        expect(sheet.locator("h3").first).to_have_text(step["question"]["en"])
        assert sheet.locator("img").count() == 1
    legend = page.locator(".sheet-legend li > span").all_text_contents()
    assert "italics: rivers, lakes and seas" in legend  # without the letters of the sample
    titles = [sheet.locator("h2").inner_text().split(":")[0] for sheet in made[len(story) :]]
    key = [sheet for sheet, title in zip(made[len(story) :], titles, strict=True) if title == "Answers"]
    supplement = [sheet for sheet, title in zip(made[len(story) :], titles, strict=True) if title != "Answers"]
    assert {title for title in titles if title != "Answers"} == {"Supplement"}
    told = "\n".join(sheet.inner_text() for sheet in key)
    for step in story:
        assert step["answer"]["en"] in told, step["id"]
    assert story[0]["correction"]["en"] in told
    assert key[-1].locator(".answer").count() > 0
    assert key[-1].locator(".sheet-sources li").count() > 20
    changes = [text for sheet in supplement for text in sheet.locator("dd").all_text_contents()]
    dated = [text for text in changes if " km²" in text]
    assert len(dated) == len(set(dated)) > 30  # each is told once
    assert any(text.startswith("28 September 1939: Warsaw") for text in dated)
    assert not any("Yugoslavia" in text for text in dated)  # which no step shows
    page.get_by_role("button", name="Close", exact=True).click()
    rest(page, 400)
    assert page.evaluate("location.hash") == before
