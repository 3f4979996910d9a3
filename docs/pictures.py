"""Take the pictures of the maps as they are: `python docs/pictures.py [MAPS]`; it needs Chromium."""

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
OVER = "control,movements,railways,rivers,towns,events:war"
PLATES = {  # for plates.md
    "1933-05-31": f"japanese-advance.html#date=1933-05-31&layers={OVER},agreed&view=42.5,119,4&lang=en",
    "1939-08-23": "nazi-soviet-pact.html#date=1939-08-23&layers=control,agreed,rivers,towns&view=54.6,24,3.5&lang=en",
    "1939-09-17": "nazi-soviet-pact.html#date=1939-09-17&layers=control,movements,rivers,towns,events:war"
    "&view=52.3,23,4.5&lang=en",
    "1939-09-28": "nazi-soviet-pact.html#date=1939-09-28&layers=control,agreed,towns&view=54,24,3.5&lang=en",
    "1940-08-07-compared": "nazi-soviet-pact.html#date=1940-08-07&layers=control,towns&view=54.6,24,3.5&lang=en"
    "&compare=1939-08-23&divider=47",
    "1941-01-01-as-united-states": "nazi-soviet-pact.html#date=1941-01-01&layers=control,towns&view=56.5,25,4"
    "&as=united-states&lang=en",
    "1945-08-20": f"japanese-advance.html#date=1945-08-20&layers={OVER}&view=44.5,122,3.5&lang=en",
}


def main() -> None:
    """Open each map at its day and save what it shows."""
    maps = Path(sys.argv[1] if len(sys.argv) > 1 else "maps").resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for pictures, width, height, scale, quality in (
            (PICTURES, 1280, 800, 1.0, 80),
            (PLATES, 1440, 900, 1100 / 1440, 75),
        ):
            page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
            for name, address in pictures.items():
                page.goto("about:blank")
                page.goto(f"file://{maps}/{address}")
                page.wait_for_selector("html.ready")
                page.wait_for_timeout(800)  # fades
                page.screenshot(path=HERE / f"{name}.jpg", type="jpeg", quality=quality)
        browser.close()


if __name__ == "__main__":
    main()
