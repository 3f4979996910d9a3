"""Take the README's pictures of the maps as they are: `python docs/pictures.py [MAPS]`; it needs Chromium."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PICTURES = {
    "nazi-soviet-pact": "nazi-soviet-pact.html#date=1939-09-28&layers=control,towns&view=54.6,24,3.5&lang=en",
    "japanese-advance": "japanese-advance.html#date=1938-10-27&layers=control,towns&view=41,118,3.25&lang=en",
    "soviet-foreign-policy": "soviet-foreign-policy.html#date=1939-09-17&lang=en",
}


def main() -> None:
    """Open each map at its day and save what it shows."""
    maps = Path(sys.argv[1] if len(sys.argv) > 1 else "maps").resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for name, address in PICTURES.items():
            page.goto("about:blank")
            page.goto(f"file://{maps}/{address}")
            page.wait_for_selector("html.ready")
            page.wait_for_timeout(800)  # fades
            page.screenshot(path=HERE / f"{name}.jpg", type="jpeg", quality=80)
        browser.close()


if __name__ == "__main__":
    main()
