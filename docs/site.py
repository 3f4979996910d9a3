"""Make the site: `python docs/site.py [FOLDER] [--no-maps]`. It takes `pip install -e ".[docs]"` and no network.

The maps are built into FOLDER/maps, the pages beside them; a warning of Sphinx, or a link that leads nowhere inside the
site, is an error. FOLDER is ./site by default, and is opened from the disk: FOLDER/index.html.
"""

from __future__ import annotations

import logging
import re
import shutil
import sys
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.cmd.build import build_main

from mapper.about import read_about
from mapper.build import build
from mapper.described import script
from mapper.errors import Problems

MENDED = {
    'class="caption" role="heading"': 'class="caption" role="heading" aria-level="2"',
    '<aside class="sidebar-drawer"': '<aside aria-label="Pages" class="sidebar-drawer"',
    '<aside class="toc-drawer"': '<aside aria-label="On this page" class="toc-drawer"',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    '<div id="search-results">': '<h1>Search</h1><div id="search-results">',
}
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


class Links(HTMLParser):
    """What a page leads to, the anchors that it has, and directives that stand in it as text."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.undone: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down what an element leads to, and its id."""
        told = dict(attrs)
        self.anchors |= {one for one in (told.get("id"), told.get("name")) if one}
        if found := told.get("href" if tag in ("a", "link") else "src"):
            self.links.append(found)

    def handle_data(self, data: str) -> None:
        """Take down what Sphinx was to do and took for text."""
        self.undone += re.findall(r"^\.\. [a-z-]+::", data)


def broken(site: Path, *, maps: bool) -> list[str]:
    """Return every link inside the site that leads nowhere, and every directive that a page shows as text."""
    pages = {path: Links(path) for path in sorted(site.glob("*.html"))}
    found = []
    for path, page in pages.items():
        found += [f"{path.name}: {one} is shown, not done" for one in page.undone]
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_relative_to(site / "maps"):
                ok = target.is_file() or not maps
            elif target in pages and parts.fragment:
                ok = unquote(parts.fragment) in pages[target].anchors
            else:
                ok = target.is_file()
            if not ok:
                found.append(f"{path.name}: {link} leads nowhere")
    return found


def readable(link: re.Match[str]) -> str:
    """Return the address of a link with itself in letters beside it, for paper."""
    shown = re.sub(r"(?:%[89A-F][0-9A-F])+", lambda octets: unquote(octets[0]), unescape(link[1]))
    return f'{link[0]} data-address="{escape(shown)}"'


def mend(site: Path) -> None:
    """Give pages what access needs: levels, names, a way to scroll; keep days whole; say what the data are."""
    told = script(read_about(ROOT / "geodata", Problems()))
    for path in site.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        for old, new in MENDED.items():
            text = text.replace(old, new)
        text = re.sub(r"<td><p>(\d{4}-\d\d-\d\d/)(\d{4}-\d\d-\d\d)</p>", r'<td class="days"><p>\1<br>\2</p>', text)
        text = re.sub(r'(?<=class="reference external" )href="([^"]*%[^"]*)"', readable, text)
        if path.name == "index.html":
            text = text.replace("</head>", f"{told}</head>", 1)
        path.write_text(text, encoding="utf-8")


def make(site: Path, *, maps: bool = True) -> int:
    """Make the site in a folder; return 0 if all is well."""
    site = site.resolve()
    if maps:
        build(ROOT / "geodata", ROOT / "maps", site / "maps", corrections="../correct.html")
    logging.getLogger("mapper").setLevel(logging.WARNING)  # a style of Pygments has all loggers write what they do
    failed = build_main(["-q", "-W", "--keep-going", "-E", "-d", str(site / ".doctrees"), str(HERE), str(site)])
    shutil.rmtree(site / ".doctrees", ignore_errors=True)
    mend(site)
    wrong = broken(site, maps=maps)
    sys.stdout.write("".join(f"{one}\n" for one in wrong) or f"{site / 'index.html'}\n")
    return failed or bool(wrong)


if __name__ == "__main__":
    names = [one for one in sys.argv[1:] if one != "--no-maps"]
    sys.exit(make(Path(names[0] if names else ROOT / "site"), maps="--no-maps" not in sys.argv))
