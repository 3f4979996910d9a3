"""Hostile text in every text field of the tables and of a map: it stands on the page as text, and nothing runs.

The same page with harmless words in the same fields is the measure: every panel of the hostile one has the same
elements, and as many of each.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from bibtexparser.entrypoint import parse_string
from pages import move_to, rest
from test_taking import taken
from world import World

from mapper import maps, schema, sources
from mapper.build import build

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

Go = "Callable[..., Visit]"
RUN = "window.executed=1"
HOSTILE = {
    "tag": f"<img src=x onerror={RUN}>",
    "script": f"</script><script>{RUN}</script><!--",
    "template": "${" + RUN + "} `" + RUN + "` {{ 7*7 }} {% raw %} @policy@ $style",
    "quotes": "'\"><svg onload=" + RUN + "> \\' \\\" \\",
    "direction": "\u202eright to left\u202c \u2066isolate\u2069 \u2028 line",
    "long": "long word " * 1500,
}
HARMLESS = "harmless words"
OFTEN = 10_000  # letters: a longer text stands in the first record of a table, and shortened in the others
SHOWN = 30  # letters of it that are looked for

LANGUAGES = ("en", "pl")
LAYERS = [*maps.LAYERS, "events:diplomacy", "events:war", "events:politics"]
TABLES = [table for name, table in schema.TABLES.items() if name not in ("boundaries", "polity_names")]
NO_TEXT = {  # columns that take any text by themselves, and that another check then reads
    "nodes.csv": {"on"},  # a border, a line, 'coast' or 'window'
    "lines.geojson": {"follow"},  # a border
    "official_areas.csv": {"territories"},
    "agreements.csv": {"lines"},
    "recognitions.csv": {"territories"},
    "railway_spells.csv": {"owner"},  # polities joined by '|'
    "administrations.csv": {"territories"},
    "campaigns.csv": {"territories"},
    "successions.csv": {"territories"},
    "evidence.csv": {"record"},
    "essay.csv": {"events", "steps"},
}
# What the tiny world has none of: names of powers by the day, an administration, a campaign, in its east, which the
# page does not show, what proves a record, a claim, and a Polish name of a town.
FURTHER = {
    "polities.csv": "id,name,name_pl,names,names_pl,today,colour,note\n"
    "red,Redland,Czerwonia,Old Redland 1918-11-11/1930-01-01,Stara 1918-11-11/1930-01-01,Redland today,#c77b6b,\n"
    "blue,Blueland,Niebieszczyzna,Old Blue 1918-11-11/1930-01-01,Stara 1918-11-11/1930-01-01,Blueland today,#93a4b5,\n"
    "green,Greenland,Zielonia,Old Green 1918-11-11/1930-01-01,Stara 1918-11-11/1930-01-01,Greenland today,#9cc29b,\n",
    "administrations.csv": "id,name,name_pl,controller,from,to,territories,source,note\n"
    "command,Command,Komenda,red,1939-09-17,1940-01-01,north-east,book-1950 [p. 7],\n",
    "campaigns.csv": "id,theatre,name,name_pl,territories,from,to,status,truces,barriers,note\n"
    "far-war,east,A far war,Daleka wojna,farland,1930-01-01,1931-01-01,occupied,,,\n",
    "successions.csv": "campaign,day,before,after,territories,status,source,note\n"
    "far-war,1930-06-01,red,blue,farland,occupied,book-1950,\n",
    "captures.csv": "id,place,lon,lat,date,taken_by,taken_from,campaign,source,confidence,note\n"
    "far-town-1930,Far town,105,5,1930-03-01,red,green,far-war,book-1950,high,\n",
    "evidence.csv": "record,source,locator,url,kind,says,verdict,read\n"
    "events/march,book-1950,p. 3,,scholarship,they marched,supports,\n",
    "exonyms.csv": "name,name_pl\nMidtown,Środek\n",
    "essay.csv": "id,claim,claim_pl,judgement,reason,reason_pl,events,steps\n"
    "marched,They marched,Maszerowali,right,They did,To prawda,march,\n",
}
DATED = {
    (f"{table}.csv", column) for table in ("places", "polities") for column in ("names", "names_pl")
}  # 'Wilno 1920-10-09/1939-10-28; ...'
MAP_KEYS = {*maps.TEXTS, *(f"{key}_pl" for key in maps.TEXTS)}
STEP_KEYS = {*maps.STEP_TEXTS, *(f"{key}_pl" for key in maps.STEP_TEXTS)}
ABOUT = (  # texts of atlas.toml, as the tiny world has them
    "The tiny atlas",
    "Malutki atlas",
    "Who held the tiny world.",
    "the tiny cartographers",
    "West",
    "Zachód",
    "war",
    "war (pl)",
)


def is_text(file: str, column: str, spec: schema.Column) -> bool:
    """Tell whether a column holds any text that somebody wrote."""
    return spec.check is schema.text and not spec.refers and column not in NO_TEXT.get(file, ())


def spoiled(record: dict[str, Any], table: schema.Table, text: str) -> dict[str, Any]:
    """Return a record with a text after what every text field holds, and in the place that every citation names."""
    made = dict(record)
    for column, spec in table.columns_in(LANGUAGES).items():
        value = record.get(column, "")  # a column that may be left out is no text
        if (table.file, column) in DATED:
            names = [part.rsplit(" ", 1) for part in schema.parts(value)]
            texts = [text.replace(";", ""), *[text.replace(";", "")[:200].strip()] * (len(names) - 1)]
            made[column] = "; ".join(f"{name} {one} {span}" for (name, span), one in zip(names, texts, strict=True))
        elif is_text(table.file, column, spec):
            made[column] = f"{value} {text}".strip()
        elif spec.check is schema.citations:
            place = re.sub(r"[\[\];]", "", text)
            made[column] = "; ".join(f"{key} [{old} {place}]" for key, old in schema.parse_citations(value))
    return made


def plain(text: str) -> str:
    """Return a text as BibTeX can hold it."""
    return re.sub(r"[{}\\\u2028]", "", text)


def spoil(world: World, text: str) -> None:
    """Write a text into every text field of the tables, the sources, the theatres and the map."""
    for file, rows in FURTHER.items():
        (world.geodata / file).write_text(rows, encoding="utf-8")
    before, state = "farland,1918-11-11,", "green,green,sovereign,"
    fought = f"{before}1930-01-01,{state}act,treaty-1918,low,\n"
    fought += f"farland,1930-01-01,1931-01-01,{state}captures,book-1950,low,\n"
    world.replace("spells.csv", f"{before}1946-01-01,", f"{fought}farland,1931-01-01,1946-01-01,")
    texts = [text, text if len(text) < OFTEN else text[:200].strip()]
    for table in TABLES:
        if table.file.endswith(".csv"):
            rows = world.rows(table.file)
            world.write(table.file, [spoiled(row, table, texts[n > 0]) for n, row in enumerate(rows)])
        else:
            features = world.features(table.file)
            for number, feature in enumerate(features):
                feature["properties"] = spoiled(feature["properties"], table, texts[number > 0])
            world.write_features(table.file, features)
    for old in ("A Tiny History", "Treaty of the Tiny World", "art. 1--9", "Writer, Ann", "Press"):
        world.replace("sources.bib", f"{{{old}}}", f"{{{old} {plain(texts[old != 'A Tiny History'])}}}")
    for words in ABOUT:
        world.replace("atlas.toml", f' = "{words}"', f" = {json.dumps(f'{words} {text}')}")
    world.replace("atlas.toml", f"id = {json.dumps(f'war {text}')}", 'id = "war"')
    world.replace("atlas.toml", f"glyph = {json.dumps(f'war {text}')}", 'glyph = "war"')
    head, step = (
        "".join(f"{key} = {json.dumps(f'{key} {text}')}\n" for key in sorted(keys)) for keys in (MAP_KEYS, STEP_KEYS)
    )
    head += f'date = "1939-09-17"\ntheatres = ["west"]\nlayers = {json.dumps(LAYERS)}\n'
    step += f'date = "1939-09-17"\nlayers = {json.dumps(LAYERS)}\nsource = "book-1950 [p. 3]"\n'
    (world.maps / "tiny.toml").write_text(f"{head}\n[[story]]\n{step}", encoding="utf-8")


def test_every_text_field_of_every_table_is_spoiled(world: World) -> None:
    mark = "spoiled text"
    spoil(world, mark)
    for table in TABLES:
        if table.file.endswith(".csv"):
            rows = world.rows(table.file)
        else:
            rows = [
                {key: str(value) for key, value in feature["properties"].items()}
                for feature in world.features(table.file)
            ]
        assert rows, f"the tiny world has no {table.file}"
        columns = {column for column, spec in table.columns_in(LANGUAGES).items() if is_text(table.file, column, spec)}
        clean = {column for column in columns for row in rows if mark not in str(row[column])}
        assert clean == set(), table.file
        reader = world.reader()
        path, specs = world.geodata / table.file, table.columns_in(LANGUAGES)
        whole = [dict.fromkeys(specs, "") | row for row in rows]
        assert all(reader.check(path, "", row, specs, {}) for row in whole), list(reader.problems)
    assert {file for file in NO_TEXT if not NO_TEXT[file] <= set(_columns(file))} == set()
    raw = (world.maps / "tiny.toml").read_text(encoding="utf-8")
    keys = MAP_KEYS | STEP_KEYS
    assert {key for key in keys if f'{key} = "{key} {mark}"' not in raw} == set()


def _columns(file: str) -> list[str]:
    return next(list(table.columns) for table in TABLES if table.file == file)


# The elements of all panels by name, and what could run or be fetched in the whole document.
SHAPE = """() => {
    const count = {};
    const add = name => { count[name] = (count[name] ?? 0) + 1; };
    const parts = ['.desk', '.legend', '.print-sources', '.timebar', '.title-block', '.leaflet-control-layers',
        '.movement', '.railway'].join(', ');
    const ofTheView = '.legend-letters, .legend-powers, .legend-railways, .legend-spheres';
    for (const part of document.querySelectorAll(parts))
        for (const e of [part, ...part.querySelectorAll('*')])
            if (!e.closest(ofTheView)) add(e.tagName);
    const foreign = 'script, style, link, meta, base, img, iframe, object, embed, form, video, audio, foreignObject';
    for (const e of document.querySelectorAll(foreign)) add(`all ${e.tagName}`);
    count.listening = [...document.querySelectorAll('*')].filter(
        e => [...e.attributes].some(one => one.name.startsWith('on'))).length;
    return count;
}"""
# Some of the page follows only at rest.
SETTLED = """() => new Promise(done => {
    let timer = setTimeout(done, 250);
    new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(done, 250); })
        .observe(document.body, {childList: true, subtree: true});
})"""
TEXT = "selector => [...document.querySelectorAll(selector)].map(e => e.textContent).join(' ')"


class Tour:
    """A walk through everything that a page shows; what it has and what it says, by the place."""

    def __init__(self, page: Page, text: str) -> None:
        self.page, self.text = page, text
        self.shapes: dict[str, dict[str, int]] = {}
        self.texts: dict[str, str] = {}
        self.langs: set[str] = set()

    def note(self, place: str, selector: str = "#desk-body") -> None:
        """Take down what the page has and what a part of it says."""
        assert place not in self.shapes
        self.shapes[place] = self.page.evaluate(SHAPE)
        self.texts[place] = " ".join(self.page.evaluate(TEXT, selector).split())

    def open_each(self, selector: str, place: str) -> None:
        """Open everything of a kind by key, as a reader without a mouse does."""
        for index in range(self.page.locator(selector).count()):
            self.page.locator(selector).nth(index).focus()
            self.page.keyboard.press("Enter")
            self.note(f"{place} {index}", "#desk-body .details")
        assert f"{place} 0" in self.shapes, place

    def go(self, lang: str) -> None:
        """See everything in one language."""
        page = self.page
        self.langs.add(lang)
        page.locator("select.language").select_option(lang)
        page.evaluate(SETTLED)
        self.note(f"{lang}: day")
        for part in (".news", ".agreements", ".views-list", "#as-field", "#agreed-field", ".lede"):
            self.note(f"{lang}: day {part}", f"#desk-body {part}")
        for part in (".legend-powers", ".legend-spheres", ".legend-railways", ".legend-note"):
            self.note(f"{lang}: {part}", part)
        page.locator("#agreed-field").select_option("pact")
        page.locator(".leaflet-control-layers-toggle").hover()
        page.evaluate(SETTLED)
        self.note(f"{lang}: one agreement", "#desk-body .agreements")
        self.open_each("path.territory", f"{lang}: land")
        self.open_each(".mark", f"{lang}: mark")
        self.open_each("g.movement", f"{lang}: movement")
        self.open_each("g.railway", f"{lang}: railway")
        page.locator("#tab-search").click()
        page.locator("#search-field").fill(self.text[:200])
        for name in ("Westland", "Northtown", "marches", "Redgrad"):
            page.locator("#search-field").fill(name)
            self.note(f"{lang}: search {name}", "#search-results")
        page.locator("#search-results button").first.click()
        self.note(f"{lang}: found", "#desk-body .details")
        page.locator("#tab-compare").click()
        page.locator("#compare-field").fill("1938-01-01")
        page.keyboard.press("Enter")
        self.note(f"{lang}: compare", ".compare-results")
        page.locator("#desk-body .plain-button").last.click()
        page.evaluate(SETTLED)
        for tab in ("table", "claims", "save"):
            page.locator(f"#tab-{tab}").click()
            self.note(f"{lang}: {tab}")
        page.locator("#tab-story").click()
        page.locator("#desk-body .plain-button").first.click()
        page.evaluate(SETTLED)
        self.note(f"{lang}: story")
        page.locator("#desk-body .story-bar button").last.click()
        page.evaluate(SETTLED)
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        self.note(f"{lang}: print", ".print-sources")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        page.locator("#tab-day").click()

    def files(self) -> dict[str, str]:
        """Return the files that a reader can take away, by what they hold."""
        self.page.locator("#tab-save").click()
        return {name: taken(self.page, words).decode("utf-8") for name, words in FILES.items()}


FILES = {
    "geojson": "GeoJSON",
    "csv": r"State of the day \(CSV\)",
    "changes": r"Changes shown \(CSV\)",
    "bib": "BibTeX",
    "sources": r"Sources \(CSV\)",
    "svg": r"View \(SVG\)",
}
ADDRESS = f"#date=1939-09-17&layers={','.join(LAYERS)}&as=blue&lang=en"


@pytest.fixture(scope="session")
def harmless_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page of harmless words, with as many fields filled."""
    root = tmp_path_factory.mktemp("harmless")
    world = World(root / "world")
    spoil(world, HARMLESS)
    build(world.geodata, world.maps, root)
    return root / "tiny.html"


@pytest.fixture(scope="session")
def harmless(browser: Browser, harmless_page: Path) -> Tour:
    """Return the walk through it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.goto(f"file://{harmless_page}{ADDRESS}")
    page.wait_for_selector("html.ready")
    tour = Tour(page, HARMLESS)
    for lang in ("en", "pl"):
        tour.go(lang)
    context.close()
    return tour


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_text(visit: Go, world: World, tmp_path: Path, harmless: Tour, kind: str) -> None:
    text = HOSTILE[kind].strip()
    spoil(world, text)
    out = tmp_path / "out"
    build(world.geodata, world.maps, out)
    seen = visit(out / "tiny.html", ADDRESS, accept_downloads=True)
    page = seen.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    tour = Tour(page, text)
    for lang in ("en", "pl") if len(text) < OFTEN else ("en",):
        tour.go(lang)
    known = {place: shape for place, shape in harmless.shapes.items() if place[:2] in tour.langs}
    if len(text) >= OFTEN:  # so long a title leaves less of the map on paper, and its legend fewer rows
        del known["en: print"], tour.shapes["en: print"]
    assert set(tour.shapes) == set(known)
    assert {place: sorted(shape.items() ^ known[place].items()) for place, shape in tour.shapes.items()} == {
        place: [] for place in known
    }
    shown = " ".join(text.split())[:SHOWN]
    bare = " ".join(sources.plain(plain(text)).split())[:SHOWN]
    assert {place for place, words in harmless.texts.items() if HARMLESS not in words} == set()
    assert {place for place, words in tour.texts.items() if shown not in words and bare not in words} == set()
    page.locator("select.language").select_option("en")
    check_files(tour.files(), text)
    move_to(page, "1939-09-21")
    rest(page, 300)
    assert page.evaluate("window.executed") is None
    assert dialogs == []
    assert page.locator("path.territory").count() == 3
    assert page.locator(".desk, .timebar, .legend, .title-block").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    seen.assert_quiet()
    index = page.context.new_page()
    index.goto(f"file://{out}/index.html")
    assert shown in " ".join((index.locator("body").text_content() or "").split())
    assert index.evaluate("window.executed") is None


def check_files(files: dict[str, str], text: str) -> None:
    """Check that every file parses and holds the text as it is."""
    features = json.loads(files["geojson"])["features"]
    assert features[0]["properties"]["name"] == f"Westland {text}"
    for name in ("csv", "changes", "sources"):
        rows = list(csv.reader(io.StringIO(files[name])))
        assert len({len(row) for row in rows}) == 1
        assert len(rows) > 2
    assert f"Westland {text}" in {row[1] for row in csv.reader(io.StringIO(files["csv"]))}
    library = parse_string(files["bib"])
    assert library.failed_blocks == []
    assert {entry.key for entry in library.entries} == {"treaty-1918", "book-1950"}
    title = str(library.entries_dict["book-1950"]["title"])
    assert " ".join(plain(text).split()) in " ".join(title.split())
    picture = ET.fromstring(files["svg"])  # noqa: S314  (our own file)
    drawn = list(picture.iter())
    kinds = {"svg", "g", "title", "defs", "pattern", "clipPath", "rect", "path", "circle", "line"}
    kinds |= {"text", "tspan", "textPath"}
    assert {one.tag.rpartition("}")[2] for one in drawn} <= kinds
    told = [pair for one in drawn for pair in one.attrib.items()]
    assert [(name, value) for name, value in told if name.startswith("on")] == []
    assert [value for name, value in told if name.endswith("href") and not value.startswith("#")] == []
    assert f"title {text}" in (drawn[1].text or "")


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_leaves_the_scripts_of_folium_as_they_are(
    world: World, tmp_path: Path, harmless_page: Path, kind: str
) -> None:
    spoil(world, HOSTILE[kind].strip())
    build(world.geodata, world.maps, tmp_path)
    before, after = (
        page.read_text(encoding="utf-8").rpartition("<script>")[2] for page in (harmless_page, tmp_path / "tiny.html")
    )
    assert before == after
