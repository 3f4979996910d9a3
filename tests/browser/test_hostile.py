"""Hostile text in every text field of the tables and of a map: it stands on the page as text, and nothing runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mapper.build import build

if TYPE_CHECKING:
    from pathlib import Path

    from world import World

Go = "Callable[..., Visit]"
RUN = "window.executed=1"
HOSTILE = {
    "tag": f"<img src=x onerror={RUN}>",
    "script": f"</script><script>{RUN}</script><!--",
    "template": "${" + RUN + "} `" + RUN + "` {{ 7*7 }} {% raw %} @policy@ $style",
    "quotes": "'\"><svg onload=" + RUN + "> \\' \\\" \\",
    "direction": "\u202eright to left\u202c \u2066isolate\u2069 \u2028 line",
    "long": "long word " * 10_000,
}
FIELDS = {
    "polities.csv": ("name", "name_pl", "today", "note"),
    "nodes.csv": ("name",),
    "territories.csv": ("name", "name_pl", "today", "note"),
    "spells.csv": ("note",),
    "events.csv": ("title", "title_pl", "place", "text", "text_pl", "essay", "correction"),
    "places.csv": ("name", "name_pl", "today"),
}


def spoil(world: World, text: str) -> None:
    """Write a text after what every text field holds."""
    for table, columns in FIELDS.items():
        rows = world.rows(table)
        for number, row in enumerate(rows):
            if "confidence" in row and table == "spells.csv" and number and len(text) > 10_000:
                continue  # once is enough of the long one
            row.update({column: f"{row[column]} {text}".strip() for column in columns})
        world.write(table, rows)
    plain = text.replace("{", "").replace("}", "").replace("\\", "").replace("\u2028", "")
    world.replace("sources.bib", "A Tiny History", f"A Tiny History {plain}")
    world.replace("theatres.toml", 'name = "West"', f"name = {json.dumps('West ' + text)}")
    path = world.maps / "tiny.toml"
    spoiled = path.read_text(encoding="utf-8")
    for key, value in (("title", "Tiny"), ("lede", "A tiny map."), ("title", "One"), ("text", "The first step.")):
        spoiled = spoiled.replace(f'{key} = "{value}"', f"{key} = {json.dumps(f'{value} {text}')}")
    spoiled += f"question = {json.dumps(text)}\ncorrection = {json.dumps(text)}\nchapter = {json.dumps(text)}\n"
    path.write_text(spoiled, encoding="utf-8")


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_text(visit: Go, world: World, tmp_path: Path, kind: str) -> None:
    text = HOSTILE[kind].strip()
    spoil(world, text)
    out = tmp_path / "out"
    build(world.geodata, world.maps, out)
    seen = visit(out / "tiny.html")
    page = seen.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    shown = " ".join(text.split())[:60]
    for index in range(page.locator("path.territory").count()):
        page.locator("path.territory").nth(index).focus()
        page.keyboard.press("Enter")
        assert shown in " ".join((page.locator("#desk-body .details").text_content() or "").split())
    for mark in page.locator(".mark").all():
        mark.focus()
        page.keyboard.press("Enter")
        assert shown in " ".join((page.locator("#desk-body .details").text_content() or "").split())
    for tab in ("search", "compare", "table", "save", "story", "day"):
        page.locator(f"#tab-{tab}").click()
        if tab == "search":
            page.locator("#search-field").fill(text[:200])
            page.locator("#search-field").fill("Westland")
            page.locator("#search-results button").first.click()
            page.locator("#tab-search").click()
        if tab == "story":
            page.locator("#desk-body .plain-button").first.click()
            assert shown in " ".join((page.locator("#desk-body").text_content() or "").split())
    page.locator("select.language").select_option("pl")
    page.wait_for_timeout(300)
    assert page.evaluate("window.executed") is None
    assert dialogs == []
    assert page.locator("img[src=x], svg[onload], body script ~ img").count() == 0
    assert page.locator("path.territory").count() == 3
    assert page.locator(".desk, .timebar, .legend, .title-block").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    seen.assert_quiet()
    index = page.context.new_page()
    index.goto(f"file://{out}/index.html")
    assert shown in " ".join((index.locator("body").text_content() or "").split())
    assert index.evaluate("window.executed") is None


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_leaves_the_scripts_of_folium_as_they_are(world: World, tmp_path: Path, kind: str) -> None:
    clean, spoiled = tmp_path / "clean", tmp_path / "spoiled"
    build(world.geodata, world.maps, clean)
    spoil(world, HOSTILE[kind].strip())
    build(world.geodata, world.maps, spoiled)
    before, after = (
        (folder / "tiny.html").read_text(encoding="utf-8").rpartition("<script>")[2] for folder in (clean, spoiled)
    )
    assert before == after
