"""What a page's main thread does, measured in Chromium: by the tests of speed and by the benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Done once the next frame is: callbacks, style, layout and paint. Its end is known by a message that was posted in it,
# for that is handled after it.
PAINTED = """new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done();
    channel.port2.postMessage(0);
}))"""


class Meter:
    """The time that a page's main thread was on a processor, in milliseconds."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def now(self) -> float:
        """Return it as it stands."""
        found = self.session.send("Performance.getMetrics")["metrics"]
        return next(1000 * one["value"] for one in found if one["name"] == "TaskDuration")

    def heap(self) -> float:
        """Return the heap in MB, once what is not used is gone."""
        self.session.send("HeapProfiler.collectGarbage")
        return self.session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def p95(costs: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(costs)[int(len(costs) * 0.95)]
