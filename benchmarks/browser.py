"""What a page asks of a browser: opening, steps, jumps, zoom, drag and heap, measured in Chromium by Playwright.

What is told is the time that the main thread was on a processor, which other work on the machine does not lengthen,
less what it takes to measure. The pages take turns. No page reaches the network: what a peer's page fetches comes from
the npm packages that ``benchmarks/peers`` pins.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from mapper.doctor import BROWSERS
from tests.meter import PAINTED, Meter, p95

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Route

PEERS = Path(__file__).parent / "peers"
PACKAGES = {  # what lies at other addresses than jsDelivr's, which are those of npm
    "jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "moment.min.js": "moment/min/moment.min.js",
}
TYPES = {".js": "text/javascript", ".css": "text/css"}
VIEW = {"width": 1280, "height": 800}
SETTLED = 400  # ms after which a page has done what a wheel or a finger asked for
JUMPS = (0.15, 0.8, 0.35, 0.6, 0.05, 0.95, 0.5, 0.25, 0.7, 0.4)  # of the years
STEP = f"day => {{ window.go(day); return {PAINTED}; }}"  # its handler, and all of the next frame
GO = {
    "ours": """window.go = day => { const range = document.querySelector('.time-range');
        range.value = day; range.dispatchEvent(new Event('input', {bubbles: true})); }""",
    "Timeline": """{ const name = Object.keys(window).find(key => key.startsWith('timeline_slider_'));
        window.go = day => window[name].setTime(day * 864e5); }""",
}
READY = {"ours": "html.ready", "Timeline": ".time-slider"}


def measure(pages: dict[str, Path], turns: int) -> dict[str, dict[str, float]]:
    """Return what each page takes, by its name in `GO`: the medians of so many turns."""
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "ci", "--ignore-scripts", "--prefix", str(PEERS)], check=True, capture_output=True)
    found = next(filter(None, map(shutil.which, BROWSERS["Chromium"])), None)
    told: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(turns):
            for name, path in pages.items():
                told[name].append(_visit(browser, name, path))
        browser.close()
    return {name: {key: statistics.median(one[key] for one in many) for key in many[0]} for name, many in told.items()}


def _visit(browser: Browser, name: str, path: Path) -> dict[str, float]:
    """Open a page, use it, and return what it took."""
    page = browser.new_page(viewport=VIEW)  # type: ignore[arg-type]
    page.route(re.compile("^https?:"), _from_packages)
    page.goto("about:blank")
    meter = Meter(page)
    before = meter.now()
    page.goto(f"file://{path}", timeout=600_000)
    page.wait_for_selector(READY[name], timeout=600_000)
    page.wait_for_timeout(SETTLED)
    found = {"opening": meter.now() - before}
    page.evaluate(GO[name])
    first, last = _years(page, name)

    def cost(day: int) -> float:
        start = meter.now()
        page.evaluate(STEP, day)
        return meter.now() - start

    days = [(date(year, 7, 1) - date(1970, 1, 1)).days for year in range(first, last)]
    steps = [cost(day) for day in days]
    idle = statistics.median(cost(days[-1]) for _ in range(10))  # nothing changes
    jumps = [cost(days[int(share * len(days))]) for share in JUMPS]
    found["step"], found["step, p95"] = (max(0, one - idle) for one in (statistics.median(steps), p95(steps)))
    found["jump"] = statistics.median(jumps) - idle
    box = page.locator(".leaflet-container").first.bounding_box()
    x, y = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) if box else (0, 0)
    page.mouse.move(x, y)
    found["zoom"] = statistics.median(_settled(page, meter, lambda: page.mouse.wheel(0, -120)) for _ in range(3))
    found["drag"] = statistics.median(_settled(page, meter, lambda: _drag(page, x, y)) for _ in range(3))
    found["heap"] = meter.heap()
    page.close()
    return found


def _settled(page: Page, meter: Meter, act: Callable[[], None]) -> float:
    """Return what an act takes until the page has settled, less what waiting takes."""
    costs = []
    for one in (act, lambda: None):
        before = meter.now()
        one()
        page.wait_for_timeout(SETTLED)
        costs.append(meter.now() - before)
    return costs[0] - costs[1]


def _drag(page: Page, x: float, y: float) -> None:
    """Drag the map by a hundred pixels, and back."""
    page.mouse.down()
    for step in (*range(10, 101, 10), *range(90, -1, -10)):
        page.mouse.move(x + step, y)
    page.mouse.up()


def _years(page: Page, name: str) -> tuple[int, int]:
    """Return the first year of a page whose 1 July it can show, and the first that it cannot."""
    ends = "range => [Number(range.min), Number(range.max)]"
    low, high = page.locator({"ours": ".time-range", "Timeline": ".time-slider"}[name]).evaluate(ends)
    scale = 1 if name == "ours" else 864e5
    first, last = (date.fromordinal(int(day / scale) + date(1970, 1, 1).toordinal()) for day in (low, high))
    return first.year + (first > date(first.year, 7, 1)), last.year


def _from_packages(route: Route) -> None:
    """Answer a request from the packages, or not at all."""
    address = route.request.url
    name = address.rpartition("/")[2]
    path = PACKAGES.get(name) or re.sub(r"^https://cdn\.jsdelivr\.net/npm/([^@]+)@[^/]+/", r"\1/", address)
    for file in (PEERS / "node_modules" / path, PEERS / "node_modules" / path.replace(".min.js", ".js")):
        if "://" not in path and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "text/plain"))
            return
    route.abort()
