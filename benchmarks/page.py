"""Measure the page: how soon it can be used, and what a step, a jump, a zoom and a pan cost its main thread.

``python benchmarks/page.py`` builds our maps and generated atlases of 1x to 16x, opens each in Chromium and prints a
table of medians and 95th percentiles; ``--json FILE`` keeps the figures, ``--site DIR`` measures pages that are there.
Milliseconds are processor time of the page's main thread, less what as long a rest costs, so that other work of the
machine does not lengthen them; opening is told in wall time as well. Needs the extra ``dev`` and a Chromium.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import statistics
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlases import write_atlas
from playwright.sync_api import Browser, Page, sync_playwright

from mapper.build import build

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SIZE = {"width": 1280, "height": 800}
BASE = 256  # lands of the generated atlas of 1x
SETTLED_MS = 900  # after a zoom or a pan: its animation, names and legend

# The frame's end is known by a message that was posted in it, for that is handled after it.
FRAME = """new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done();
    channel.port2.postMessage(0);
}))"""
STEP = f"""move => {{
    const range = document.querySelector('.time-range');
    if (move === 'change')
        range.dispatchEvent(new KeyboardEvent('keydown', {{key: 'PageUp', bubbles: true, cancelable: true}}));
    else if (move) {{
        range.value = move === 'day' ? Number(range.value) + 1 : move;
        range.dispatchEvent(new Event('input', {{bubbles: true}}));
    }}
    return {FRAME};
}}"""


class Meter:
    """The processor time of a page's main thread."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def metric(self, name: str) -> float:
        """Return one of the browser's own figures."""
        found = self.session.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in found if one["name"] == name)

    def cost(self, act: Callable[[], object]) -> float:
        """Return the milliseconds that the main thread worked while something was done."""
        before = self.metric("TaskDuration")
        act()
        return 1000 * (self.metric("TaskDuration") - before)

    def costs(self, acts: list[Callable[[], object]], rest: Callable[[], object]) -> dict[str, float]:
        """Return median and 95th percentile of some acts, each less the median of a rest that is as long."""
        idle = statistics.median(self.cost(rest) for _ in range(15))
        found = sorted(self.cost(act) - idle for act in acts)
        return {"median": statistics.median(found), "p95": found[int(len(found) * 0.95)]}


def opened(browser: Browser, path: Path, size: dict[str, int]) -> tuple[Page, float, float]:
    """Open a page; return it, the wall milliseconds until it could be used, and the main thread's."""
    page = browser.new_context(viewport=size, offline=True).new_page()  # type: ignore[arg-type]
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(
        "new MutationObserver(() => {"
        " if (document.documentElement.classList.contains('ready')) performance.mark('us');"
        "}).observe(document, {attributes: true, subtree: true, attributeFilter: ['class']})"
    )
    page.goto(f"file://{path}", wait_until="commit")
    page.wait_for_selector("html.ready")
    page.evaluate(FRAME)
    wall = page.evaluate("performance.getEntriesByName('us')[0].startTime")
    metrics = session.send("Performance.getMetrics")["metrics"]
    busy = next(1000 * one["value"] for one in metrics if one["name"] == "TaskDuration")
    return page, wall, busy


def measured(browser: Browser, path: Path, runs: int, size: dict[str, int]) -> dict[str, Any]:
    """Return all figures of one page."""
    walls, busy = [], []
    for _ in range(max(3, runs // 20)):
        page, wall, thread = opened(browser, path, size)
        walls.append(wall)
        busy.append(thread)
        page.context.close()
    page, *_ = opened(browser, path, size)
    page.wait_for_timeout(1500)
    meter = Meter(page)
    text = path.read_bytes()
    found: dict[str, Any] = {
        "bytes": len(text),
        "gzip": len(gzip.compress(text, 9)),
        "pieces": page.evaluate("document.querySelectorAll('[data-territory]').length"),
        "usable": {"median": statistics.median(walls), "best": min(walls), "thread": statistics.median(busy)},
    }
    chance = random.Random(1939)  # noqa: S311  (days to jump to)
    low, high = (int(page.locator(".time-range").get_attribute(name) or 0) for name in ("min", "max"))

    def step(move: str) -> Callable[[], object]:
        return lambda: page.evaluate(STEP, move)

    def jump() -> Callable[[], object]:
        return step(str(chance.randint(low, high)))

    page.evaluate(STEP, str(low + 1))
    page.wait_for_timeout(700)
    found["step"] = meter.costs([step("change")] * runs, step(""))
    page.evaluate(STEP, str((date(1939, 6, 1) - date(1970, 1, 1)).days))
    page.wait_for_timeout(700)
    found["day"] = meter.costs([step("day")] * runs, step(""))
    found["jump"] = meter.costs([jump() for _ in range(runs)], step(""))
    page.evaluate(STEP, str((date(1939, 10, 1) - date(1970, 1, 1)).days))
    page.wait_for_timeout(700)
    box = page.locator(".plate-map").first.bounding_box()
    assert box, "the page has no map"
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)

    def zoom(delta: int) -> Callable[[], object]:
        def act() -> None:
            page.mouse.wheel(0, delta)
            page.wait_for_timeout(SETTLED_MS)

        return act

    def pan(sign: int) -> Callable[[], object]:
        def act() -> None:
            page.mouse.down()
            for i in range(1, 11):
                page.mouse.move(x + sign * 12 * i, y + sign * 5 * i)
            page.wait_for_timeout(80)  # so that the map does not glide on
            page.mouse.up()
            page.mouse.move(x, y)
            page.wait_for_timeout(SETTLED_MS)

        return act

    few = max(4, runs // 10)
    rest = lambda: page.wait_for_timeout(SETTLED_MS)  # noqa: E731
    found["zoom"] = meter.costs([zoom(-100 if i % 4 < 2 else 100) for i in range(few)], rest)  # noqa: PLR2004
    found["pan"] = meter.costs([pan(1 if i % 2 else -1) for i in range(few)], rest)
    found["heap"] = page.evaluate("performance.memory.usedJSHeapSize")
    page.context.close()
    return found


def table(found: dict[str, dict[str, Any]]) -> str:
    """Return the figures as a table in Markdown."""
    heads = ["page", "lands", "MB", "gzip MB", "usable ms", "of it main thread", "step", "day", "jump", "zoom", "pan"]
    rows = [heads, ["---"] * len(heads)]
    for name, one in found.items():
        acts = [f"{one[act]['median']:.1f} / {one[act]['p95']:.1f}" for act in heads[6:]]
        sizes = [f"{one[key] / 1e6:.2f}" for key in ("bytes", "gzip")]
        opening = [f"{one['usable'][key]:.0f}" for key in ("median", "thread")]
        rows.append([name, str(one["pieces"]), *sizes, *opening, *acts])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--site", type=Path, help="a folder of built pages to measure instead")
    options.add_argument("--scales", type=int, nargs="*", default=[1, 2, 4, 8, 16], help="of generated atlases")
    options.add_argument("--runs", type=int, default=200, help="steps of each kind")
    options.add_argument("--only", help="measure the pages whose name holds this")
    options.add_argument("--json", type=Path, help="a file that keeps the figures")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = given.site or Path(name)
        if not given.site:
            build(ROOT / "geodata", ROOT / "maps", site)
        for scale in [] if given.site else given.scales:
            root = site / f"{scale}x"
            write_atlas(root, BASE * scale)
            build(root / "geodata", root / "maps", root)
            (root / "generated.html").replace(site / f"generated-{scale:02}x.html")
        pages = sorted(path for path in site.glob("*.html") if path.stem != "index" and (given.only or "") in path.stem)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        found = {path.stem: measured(browser, path, given.runs, SIZE) for path in pages}
        browser.close()
    print(f"Chromium {browser.version}, {date.today()}; milliseconds, median / 95th percentile\n\n{table(found)}")  # noqa: DTZ011
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
