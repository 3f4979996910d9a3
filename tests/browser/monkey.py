"""A reader who does anything: random actions on a page, after which map, table and address must still agree.

A short walk is a test (`test_monkey.py`). A long one, of 5,000 actions on a map that `mapper build` has built:

    python tests/browser/monkey.py maps/nazi-soviet-pact.html --actions 5000 --seed 1
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

SIZES = [(1440, 900), (1366, 768), (820, 1180), (375, 667)]
KEYS = ["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End", "Tab", "Enter", "Escape", " ", "+", "-", "/"]
WORDS = ["Wilno", "1939-09", "24 April 1926", "1937", "Nomonhan", "no such place", "Soviet", "<b>"]
CLICKABLE = "button, a.leaflet-control-zoom-in, a.leaflet-control-zoom-out, label, summary, select, [role=tab], path"
LEAVES = "a[href]:not([href^='#']), a[href$='.html'], [data-away]"  # what leads to another page
TEXTS = Path(__file__).resolve().parents[2] / "mapper" / "assets" / "i18n"
PAUSE = {json.loads(texts.read_text(encoding="utf-8"))["time.pause"] for texts in TEXTS.glob("*.json")}
SETTLED_MS = 700  # after which the address, the legend and the panel have followed
RESTS = 60  # looks after which a page that still moves is at fault
HANGS_S = 180  # after which an action is told to hang
# What a page shows, but for what only the way to it decides: an open panel, the focus, a hover.
SHOWN = """() => ({
  title: document.title,
  date: document.querySelector('.time-range').getAttribute('aria-valuetext'),
  theme: document.documentElement.dataset.theme,
  lands: [...document.querySelectorAll('path.territory:not(.none)')]
    .filter(path => path.getAttribute('aria-label')).map(path => path.getAttribute('aria-label')).sort(),
  marks: [...document.querySelectorAll('.leaflet-marker-pane [aria-label]')]
    .map(mark => mark.getAttribute('aria-label')).sort(),
  table: [...document.querySelectorAll('#desk-body tbody tr')].map(row => row.textContent).join('\\n'),
})"""


class Monkey:
    """Random actions on an open page; each is told, so that a walk that fails can be read."""

    def __init__(self, page: Page, chance: random.Random) -> None:
        self.page, self.chance = page, chance
        self.told: list[str] = []
        # What was before the page is nothing to go back to.
        page.context.new_cdp_session(page).send("Page.resetNavigationHistory")
        self._stay()
        self.acts: list[tuple[int, Callable[[], str]]] = [
            (8, self.click),
            (4, self.press),
            (3, self.slide),
            (3, self.point),
            (2, self.drag),
            (2, self.wheel),
            (1, self.search),
            (1, self.go),
            (1, self.walk),
            (1, self.resize),
        ]

    def act(self) -> None:
        """Do one thing."""
        weights, acts = zip(*self.acts, strict=True)
        (act,) = self.chance.choices(acts, weights)
        self.told.append(act.__name__)
        self.told[-1] += f" {act()}"

    def _stay(self) -> None:
        """Let nothing lead away: no link, and no dialog, which no headless browser closes."""
        self.page.evaluate(
            """leaves => {
                window.print = () => {};
                document.addEventListener('click', event => {
                    if (event.target.closest?.(leaves)) event.preventDefault();
                }, true);
            }""",
            LEAVES,
        )

    def click(self) -> str:
        """Click something that can be clicked, but for what leads away or saves a file."""
        found = self.page.evaluate(
            """([what, leaves, roll]) => {
              const isSeen = one => {
                if (one.closest(leaves) || one.closest('.buttons, [download]')) return false;
                const box = one.getBoundingClientRect();
                const at = [box.x + box.width / 2, box.y + box.height / 2];
                if (!box.width || at[0] < 0 || at[1] < 0 || at[0] > innerWidth || at[1] > innerHeight) return false;
                const top = document.elementFromPoint(...at);
                return top && (top === one || one.contains(top));
              };
              const all = [...document.querySelectorAll(what)];
              let one, seed = Math.floor(roll * 2147483647);
              while (all.length && !one) {  // one after another, until one can be clicked: to ask all takes long
                seed = (seed * 48271 + 11) % 2147483647;
                const [next] = all.splice(seed % all.length, 1);
                if (isSeen(next)) one = next;
              }
              if (!one) return null;
              const box = one.getBoundingClientRect();
              const words = one.getAttribute('aria-label') || one.textContent || one.tagName;
              return [box.x + box.width / 2, box.y + box.height / 2, words.trim().slice(0, 60)];
            }""",
            [CLICKABLE, LEAVES, self.chance.random()],
        )
        if found is None:
            return "nothing"
        x, y, words = found
        self.page.mouse.click(x, y, click_count=2 if self.chance.random() < 0.1 else 1)
        return str(words)

    def press(self) -> str:
        """Press a key, wherever the focus is."""
        key = self.chance.choice(KEYS)
        if key == "Enter" and self.page.evaluate("l => Boolean(document.activeElement?.closest(l))", LEAVES):
            key = "Escape"
        if key in ("Enter", " ") and self.page.evaluate("() => Boolean(document.activeElement?.closest('.buttons'))"):
            key = "Tab"
        self.page.keyboard.press(key)
        return key

    def slide(self) -> str:
        """Move the slider to a day."""
        bar = self.page.locator(".time-range")
        low, high = (int(bar.get_attribute(end) or 0) for end in ("min", "max"))
        day = str(self.chance.randint(low, high))
        bar.evaluate(
            "(bar, day) => { bar.value = day; for (const kind of ['input', 'change'])"
            " bar.dispatchEvent(new Event(kind, { bubbles: true })); }",
            day,
        )
        return day

    def _somewhere(self) -> tuple[float, float]:
        size = self.page.viewport_size or {"width": 800, "height": 600}
        return self.chance.uniform(2, size["width"] - 2), self.chance.uniform(2, size["height"] - 2)

    def _leads_away(self, x: float, y: float) -> bool:
        return bool(
            self.page.evaluate(
                "([x, y, leaves]) => Boolean(document.elementFromPoint(x, y)?.closest(leaves + ', .buttons'))",
                [x, y, LEAVES],
            )
        )

    def point(self) -> str:
        """Click, or rest, anywhere."""
        x, y = self._somewhere()
        if self.chance.random() < 0.5 or self._leads_away(x, y):
            self.page.mouse.move(x, y)
            return f"at {x:.0f}, {y:.0f}"
        self.page.mouse.click(x, y)
        return f"click at {x:.0f}, {y:.0f}"

    def drag(self) -> str:
        """Drag from anywhere to anywhere: the map, the ruler, the divider, the sheet."""
        if self.chance.random() < 0.5:
            handles = self.page.locator(".ruler, .ruler input, .divider, .sheet-head").all()
            boxes = [box for box in (one.bounding_box() for one in handles) if box and box["width"]]
            spots = [(box["x"] + box["width"] * self.chance.random(), box["y"] + box["height"] / 2) for box in boxes]
            begin = self.chance.choice(spots) if spots else self._somewhere()
        else:
            begin = self._somewhere()
        if self._leads_away(*begin):
            return "nothing"
        end = self._somewhere()
        self.page.mouse.move(*begin)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=3)
        self.page.mouse.up()
        return f"{begin[0]:.0f}, {begin[1]:.0f} to {end[0]:.0f}, {end[1]:.0f}"

    def wheel(self) -> str:
        """Turn the wheel over anything."""
        self.page.mouse.move(*self._somewhere())
        way = self.chance.choice([-240, 240])
        self.page.mouse.wheel(0, way)
        return str(way)

    def search(self) -> str:
        """Look for something, where the search is open; open it else."""
        field = self.page.locator("input[type=search]:visible")
        if not field.count():
            tab = self.page.locator("#tab-search:visible")
            if tab.count():
                tab.first.evaluate("tab => tab.click()")  # at once, however busy the page is
            return "opened"
        word = self.chance.choice(WORDS)
        field.first.fill(word, force=True)
        return word

    def go(self) -> str:
        """Write an address by hand, sound or not."""
        day = f"{self.chance.randint(1915, 1947)}-{self.chance.randint(1, 13):02}-{self.chance.randint(1, 31):02}"
        moment = self.chance.choice([day, day[:4], f"{day[:7]}/{int(day[:4]) + 1}", "nonsense", ""])
        fragment = f"#date={quote(moment, safe='/')}" + self.chance.choice(
            ["", "&lang=pl", "&lang=en", "&layers=control", "&compare=1937", "&compare=agreed", "&step=3", "&view=x"]
        )
        self.page.evaluate("hash => { location.hash = hash; }", fragment)
        return fragment

    def walk(self) -> str:
        """Go back, or forward, within the page."""
        way = self.chance.choice(["back", "forward"])
        self.page.evaluate("way => history[way]()", way)  # Playwright's own waits for a load, which need not come
        return way

    def resize(self) -> str:
        """Turn the screen, or take another."""
        width, height = self.chance.choice(SIZES)
        self.page.set_viewport_size({"width": width, "height": height})
        return f"{width} x {height}"


def rest(page: Page) -> bool:
    """Stop the play and wait until all has followed the last action; return whether it has."""
    page.keyboard.press("Escape")
    play = page.locator(".tool.play")
    if play.get_attribute("aria-label") in PAUSE:
        play.evaluate("button => button.click()")
    seen = None
    for _ in range(RESTS):
        if seen == (seen := page.evaluate("[location.hash, document.querySelector('.time-range').value]")):
            return True
        page.wait_for_timeout(SETTLED_MS)
    return False


def shown(page: Page) -> dict[str, Any]:
    """Return what the page shows: title, day, lands, marks, and the table, which it opens for that."""
    page.locator("#tab-table").evaluate("tab => tab.click()")
    page.wait_for_timeout(SETTLED_MS)
    found: dict[str, Any] = page.evaluate(SHOWN)
    return found


def differences(page: Page, fresh: Callable[[str, dict[str, int]], Page]) -> list[str]:
    """Return where a page differs from the same page that is opened anew at the address that it has now."""
    if not rest(page):
        return [f"the page does not come to rest: {page.evaluate('location.hash')}"]
    here = shown(page)
    address = page.evaluate("location.hash")
    size = page.viewport_size or {"width": 800, "height": 600}
    other = fresh(address, dict(size))
    there = shown(other)
    again = other.evaluate("location.hash")
    other.context.close()
    found = [f"{key}: {_unlike(here[key], there[key])}" for key in here if here[key] != there[key]]
    if parse_qs(address)["#date"] != parse_qs(again)["#date"]:
        found.append(f"address: {address} opens as {again}")
    return found


def _unlike(one: Any, two: Any) -> str:
    if isinstance(one, list):
        return f"only here {[x for x in one if x not in two][:3]}, only anew {[x for x in two if x not in one][:3]}"
    return f"{str(one)[:300]!r}, anew {str(two)[:300]!r}"


def main() -> int:
    """Walk on a built map, and say what is wrong."""
    import faulthandler  # noqa: PLC0415  (a test needs neither)

    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("map", type=Path, help="a page that mapper build has built")
    parser.add_argument("--actions", type=int, default=5000)
    parser.add_argument("--every", type=int, default=50, help="actions between two looks at map, table and address")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    address = options.map.resolve().as_uri()
    wrong = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )

        def fresh(fragment: str, size: dict[str, int]) -> Page:
            page = browser.new_context(viewport=size, offline=True).new_page()  # type: ignore[arg-type]
            page.goto(f"{address}{fragment}")
            page.wait_for_selector("html.ready")
            return page

        page = fresh("", {"width": 1280, "height": 800})
        messages: list[str] = []
        page.on("pageerror", lambda error: messages.append(f"error: {error}"))
        page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
        monkey = Monkey(page, random.Random(options.seed))  # noqa: S311
        for count in range(1, options.actions + 1):
            faulthandler.dump_traceback_later(HANGS_S)
            monkey.act()
            found = messages.copy()
            if count % options.every == 0:
                sys.stderr.write(f"{count} actions, the last: {monkey.told[-1]}\n")
                found += differences(page, fresh)
            if found:
                wrong += 1
                told = [f"after {count} actions:", *found, "the last actions:", *monkey.told[-12:]]
                sys.stdout.write("\n  ".join(told) + "\n")
                sys.stdout.flush()
                messages.clear()
        browser.close()
    name = f"{options.actions} actions on {options.map.name}, seed {options.seed}"
    sys.stdout.write(f"{name}: {wrong} times something was wrong\n")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
