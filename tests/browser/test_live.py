"""`mapper serve`: a page that is open shows a change of the data by itself."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from world import World

PATIENCE = 60_000  # ms; a busy machine


def test_an_open_page_shows_what_was_saved_and_stays_at_its_day(world: World, page: Page) -> None:
    call = ["serve", "--port", "0", "--geodata", str(world.geodata), "--maps", str(world.maps)]
    command = [sys.executable, "-c", f"from mapper.cli import main; main({call!r})"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = next(found[0] for found in map(re.compile(r"http://[\d.:]+/").search, process.stdout) if found)
            page.goto(f"{address}tiny.html#date=1939-09-17")
            expect(page.get_by_text("Red marches").first).to_be_visible(timeout=PATIENCE)
            world.replace("events.csv", "Red marches", "Red sets out")
            expect(page.get_by_text("Red sets out").first).to_be_visible(timeout=PATIENCE)
            expect(page.get_by_text("Red marches")).to_have_count(0)
            expect(page).to_have_url(re.compile("#date=1939-09-17"))
        finally:
            process.terminate()
