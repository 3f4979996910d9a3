"""What a reader takes away: every file parses and holds the day, a link brings all back."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from bibtexparser.entrypoint import parse_string
from pages import blob_in, rest

from mapper.atlas import state_on

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from mapper.atlas import Atlas

Go = "Callable[..., Visit]"
DAY = "1939-09-28"
FOLLOWED_MS = 1000  # after which the address has followed


def taken(page: Page, words: str) -> bytes:
    """Press a button of the panel and return the file that it gives."""
    with page.expect_download() as waiting:
        page.locator("#desk-body .buttons button", has_text=re.compile(words, re.IGNORECASE)).first.click()
    return waiting.value.path().read_bytes()


def test_every_file_parses_and_holds_the_day(visit: Go, site: Path, atlas: Atlas) -> None:
    page = visit(site / "soviet-foreign-policy.html", f"#date={DAY}", accept_downloads=True).page
    page.locator("#tab-save").click()
    features = json.loads(taken(page, "geojson"))["features"]
    powers = {feature["properties"]["controller"] for feature in features}
    state = state_on(atlas, DAY)
    assert powers == set(state.loc[state["theatre"].isin(blob_in(page)["map"]["theatres"]), "controller"])
    assert {feature["properties"]["date"] for feature in features} == {DAY}
    library = parse_string(taken(page, "bibtex").decode())
    assert len(library.entries) > 3
    assert library.failed_blocks == []
    rows = list(csv.reader(io.StringIO(taken(page, "csv").decode("utf-8"))))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 3
    picture = ET.fromstring(taken(page, "svg"))  # noqa: S314  (our own file)
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}path"))) > len(powers)  # one for each at least
    png = taken(page, "png")
    assert png.startswith(b"\x89PNG")
    assert len(png) > 20_000  # a blank one is far smaller


def test_a_link_brings_any_state_back(visit: Go, site: Path) -> None:
    page = visit(site / "soviet-foreign-policy.html").page
    blob = blob_in(page)
    chance = random.Random(1939)  # noqa: S311
    layers = ["control", "towns", "rivers", "events:war", "events:treaty"]
    for _ in range(6):
        day = f"{chance.randint(1919, 1945)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        shown = ",".join(sorted(chance.sample(layers, 3)))
        wanted = f"#date={day}&layers={shown}&lang={chance.choice(['en', 'pl'])}"
        if chance.random() < 0.5:
            wanted += f"&step={chance.randint(1, len(blob['map']['story']))}"
        page.evaluate("address => { location.hash = address; }", wanted)
        rest(page, FOLLOWED_MS)
        kept = page.evaluate("location.hash")
        assert all(part in kept for part in wanted[1:].split("&")), (wanted, kept)
        again = visit(site / "soviet-foreign-policy.html", kept).page
        assert again.evaluate("location.hash") == kept
        again.context.close()
