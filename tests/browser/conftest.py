"""Pages in a real browser, opened from a file with the network off. Skipped, loudly, where there is no such browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from firefox import FIREFOX
from playwright.sync_api import expect

from mapper.doctor import BROWSERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

CHROMIUM = next(filter(None, map(shutil.which, BROWSERS["Chromium"])), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # a busy machine fails no test
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 667}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            if item.path.stem == "test_firefox":
                if FIREFOX is None:
                    item.add_marker(
                        pytest.mark.skip(reason="NO FIREFOX ON THIS MACHINE: the page was not tested in Firefox")
                    )
            elif CHROMIUM is None and not os.environ.get("MAPPER_REQUIRE_BROWSER"):
                item.add_marker(
                    pytest.mark.skip(reason="NO CHROMIUM ON THIS MACHINE: the page was not tested in a browser")
                )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    assert CHROMIUM, "MAPPER_REQUIRE_BROWSER is set, but there is no Chromium"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


class Visit:
    """A page that was opened, with all that it asked for and all that it said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.messages: list[str] = []
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.requests.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        self.messages.append(f"{message.type}: {message.text}")

    def assert_quiet(self) -> None:
        """Check that the page asked for itself alone, and that the console is empty."""
        assert [url for url in self.requests if not url.startswith("file:")] == []
        assert len(self.requests) == 1, self.requests
        assert self.messages == []


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a file offline: visit(path, hash, size, **options of the browser's context)."""
    contexts = []

    def go(path: Path, fragment: str = "", size: dict[str, int] | None = None, **options: Any) -> Visit:
        context = browser.new_context(viewport=size or DESKTOP, offline=True, **options)
        contexts.append(context)
        made = Visit(context.new_page())
        made.page.goto(f"file://{path}{fragment}")
        made.page.wait_for_selector("html.ready")
        return made

    yield go
    for context in contexts:
        context.close()
