"""Speed: a step of the slider costs little of the main thread, and a page draws soon after it is opened.

The machine may be busy, so each figure is the best of a few runs; within a run nothing is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import day_number
from test_page import MAPS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

RUNS = 5
OPENINGS = 12
STEPS = 300
STEP_MS = 8
FIRST_DRAWING_MS = 1000
Go = "Callable[..., Visit]"

# A step is the handler of the input and all of the next frame: callbacks, style, layout and paint. The frame's end is
# known by a message that was posted in it, for that is handled after it.
STEP = """move => {
    const range = document.querySelector('.time-range');
    if (move === 'change')
        range.dispatchEvent(new KeyboardEvent('keydown', {key: 'PageUp', bubbles: true, cancelable: true}));
    if (move === 'day') {
        range.value = Number(range.value) + 1;
        range.dispatchEvent(new Event('input', {bubbles: true}));
    }
    return new Promise(done => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done();
        channel.port2.postMessage(0);
    }));
}"""


class Meter:
    """The time that the page's main thread was on a processor, which other work of the machine does not lengthen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.idle = sorted(self.step("") for _ in range(41))[20]

    def now(self) -> float:
        found = self.session.send("Performance.getMetrics")["metrics"]
        return next(1000 * one["value"] for one in found if one["name"] == "TaskDuration")

    def step(self, move: str) -> float:
        before = self.now()
        self.page.evaluate(STEP, move)
        return self.now() - before

    def p95(self, start: str, move: str) -> float:
        """Walk from a day on; return the 95th percentile of a step's milliseconds, less what measuring takes."""
        self.page.locator(".time-range").fill(day_number(start))
        self.page.wait_for_timeout(700)
        costs = sorted(self.step(move) for _ in range(STEPS))
        return costs[int(STEPS * 0.95)] - self.idle


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize(("move", "start"), [("change", "1918-11-12"), ("day", "1939-06-01")])
def test_a_step_costs_little(visit: Go, site: Path, name: str, move: str, start: str) -> None:
    meter = Meter(visit(site / f"{name}.html").page)
    found: list[float] = []
    while len(found) < RUNS and not (found and found[-1] <= STEP_MS):
        found.append(meter.p95(start, move))
    assert min(found) <= STEP_MS, [round(one, 1) for one in found]


@pytest.mark.parametrize("name", MAPS)
def test_the_first_drawing_comes_within_a_second(visit: Go, site: Path, name: str) -> None:
    seen = []
    for _ in range(OPENINGS):
        page = visit(site / f"{name}.html").page
        page.wait_for_timeout(300)
        seen.append(
            page.evaluate(
                "Math.max(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,"
                " performance.getEntriesByName('first-contentful-paint')[0].startTime)"
            )
        )
        page.context.close()
        if seen[-1] <= FIRST_DRAWING_MS:
            break
    assert min(seen) <= FIRST_DRAWING_MS, [round(one) for one in seen]
