"""How Sphinx makes the site; `python docs/site.py` runs it. Pages take in texts of the repository, and the schema."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import yaml

from mapper import __version__, schema
from mapper.atlas import read_atlas
from mapper.evidence import keys_in
from mapper.schema import Choice, Column, Range

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent
REPOSITORY = os.environ.get("GITHUB_REPOSITORY")  # owner/name, where the site is made for one
PAGES = {  # texts of the repository, and the pages of the site that hold them, or what they tell
    "README.md#change-the-data-and-see-it-on-the-map": "change.md",
    "README.md": "index.md",
    "geodata": "tables.md",
    "geodata/README.md": "tables.md",
    "geodata/accuracy.md": "accuracy.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
WORDS = {
    schema.identifier: "an id: lower-case words of a-z and 0-9 joined by hyphens",
    schema.colour: "a colour, such as #c9a27e",
    schema.calendar_day: "a day, YYYY-MM-DD",
    schema.holders: "holders and their days, 'poland 1930-06-01 1938-11-15; ussr 1939-10-15'",
    schema.edtf_date: "a date in EDTF",
    schema.seeds: "points, 'longitude latitude', separated by ';'",
    schema.citations: "sources, 'key [locator]', separated by ';'",
    schema.web_address: "an address of the web",
    schema.text: "text",
}

TOLD = {  # what a reader is told of a block, by the comment before it that says what is done with it
    "write": "Write this into `{}`:",
    "append": "Add this to `{}`:",
    "replace": "In `{}`, what stands behind - becomes what stands behind +:",
    "holds": "In `{}`:",
    "prints": "Among what it says:",
}

project = "mapper"
author = "The mapper developers"
project_copyright = "the mapper developers; code MIT, data CC BY 4.0"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
exclude_patterns = ["README*"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
myst_url_schemes = {
    "http": None,
    "https": None,
    "map": "maps/{{path}}.html#{{fragment}}",  # a built map beside the pages
}
autodoc_typehints = "none"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
default_role = "code"  # in docstrings, where single backticks name things
html_theme = "furo"
html_title = "mapper"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_search_summary = False  # it would fetch pages, which one opened as a file cannot
html_show_sphinx = False
html_theme_options = {"source_edit_link": ""}


def taken_in(page: str) -> str:
    """Return a page with the texts that its comments name, whole, one section, or one paragraph that begins so."""

    def text_of(match: re.Match[str]) -> str:
        path = PurePosixPath(match["path"])
        text = (ROOT / path).read_text(encoding="utf-8")
        if match["section"]:
            text = text.partition(f"## {match['section']}\n")[2].partition("\n## ")[0].strip()
        if match["begin"]:
            text = next(one for one in text.split("\n\n") if one.startswith(match["begin"]))
        if not text:
            raise ValueError(f"{path} has no such part: {match[0]}")
        return relinked(text, path.parent)

    form = r"<!-- text: (?P<path>[^#@ ]+)(#(?P<section>[^>]+?))?( @ (?P<begin>[^>]+?))? -->"
    return re.sub(form, text_of, page)


def relinked(text: str, folder: PurePosixPath) -> str:
    """Return a text of a folder with links that lead on from a page of the site."""

    def link(match: re.Match[str]) -> str:
        path, mark, anchor = match[1].partition("#")
        whole = (ROOT / folder / path).resolve().relative_to(ROOT).as_posix()
        found = PAGES.get(f"{whole}#{anchor}") or PAGES.get(whole)
        if found and f"{whole}#{anchor}" not in PAGES and found != "index.md":
            found += mark + anchor
        if not found and whole.startswith("docs/"):
            found = whole.removeprefix("docs/") + mark + anchor
        return f"]({found or f'../{whole}'})"

    return re.sub(r"\]\((?!#|[a-z]+:)([^)\s]+)\)", link, text)


def readings(page: str) -> str:
    """Return a page with the texts of evidence.csv about the records that its comments name."""

    def listed(match: re.Match[str]) -> str:
        atlas = read_atlas(ROOT / "geodata")
        told = {}
        for record in keys_in(match[1]):
            for row in atlas.evidence.texts(record):
                if row["url"]:
                    title, locator = re.sub(r"[{}]", "", atlas.sources[row["source"]]["title"]), row["locator"]
                    said = [locator] if locator.casefold().startswith(title.casefold()) else [title, locator]
                    title = ", ".join(filter(None, said)).replace("[", "(").replace("]", ")")
                    told[row["url"]] = f"- [{title}](<{row['url']}>) ({row['kind']}): {row['says']}"
        return "\n".join(told.values())

    return re.sub(r"<!-- readings: (.+?) -->", listed, page)


def forms() -> str:
    """Return what the forms of the repository ask for, each with its address where that is known."""
    told = []
    for path in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        told.append(f"## {form['name']}\n\n{form['description']}.\n")
        if REPOSITORY:
            told.append(f"[Open the form](https://github.com/{REPOSITORY}/issues/new?template={path.name})\n")
        for field in form["body"]:
            asked, needed = field["attributes"], field.get("validations", {}).get("required")
            more = f": {asked['description']}" if "description" in asked else ""
            told.append(f"- **{asked['label']}**{' (needed)' if needed else ''}{more}")
        told.append("")
    return "\n".join(told)


def captioned(page: str) -> str:
    """Return a page that tells of each block to which file it goes."""
    form = rf"<!-- ({'|'.join(TOLD)})(?:: (.+?))? -->\n"
    return re.sub(form, lambda match: f"{TOLD[match[1]].format(match[2])}\n\n", page)


def schema_tables() -> str:
    """Return every table of the schema: its columns, what a cell must be, and what it names."""
    told = []
    for table in schema.TABLES.values():
        rows = [f"| `{name}` | {_cell(column)} | {_needs(column)} |" for name, column in table.columns.items()]
        unique = f"No two rows have the same {', '.join(f'`{one}`' for one in table.unique)}. " if table.unique else ""
        may = "A folder may do without it." if table.optional or table.with_lines else ""
        head = f"## {table.file}\n\n{unique}{may}\n\n| column | a cell is | and |\n|---|---|---|\n"
        told.append(head + "\n".join(rows) + "\n")
    return "\n".join(told)


def _cell(column: Column) -> str:
    if isinstance(column.check, Range):
        return f"a number from {column.check.low:g} to {column.check.high:g}: {column.check.what}"
    if isinstance(column.check, Choice):
        return ", ".join(f"`{one}`" for one in column.check.options)
    told = (column.check.__doc__ or "").partition("\n")[0]
    return WORDS.get(column.check) or told.removeprefix("Check for ").rstrip(".")


def _needs(column: Column) -> str:
    """Return whether a cell must be filled, in which languages, and which table or list has what it names."""
    places = {"sources": "sources.bib", "theatres": "atlas.toml", "themes": "atlas.toml", "statuses": "the statuses"}
    known = schema.TABLES.get(column.refers)
    refers = known.file if known else places.get(column.refers, "")
    told = [
        "" if column.required else "may be empty",
        "also in each further language" if column.translated else "",
        "in the period of the atlas" if column.in_period else "",
        f"one of {refers}" if refers else "",
    ]
    return "; ".join(filter(None, told))


def read_page(_app: Sphinx, _name: str, source: list[str]) -> None:
    """Fill in what a page takes in from elsewhere."""
    page = relinked(source[0], PurePosixPath("docs"))
    page = captioned(taken_in(readings(page)))
    releases = f" ([here](https://github.com/{REPOSITORY}/releases))" if REPOSITORY else ""
    page = page.replace("<!-- schema -->", schema_tables()).replace("<!-- forms -->", forms())
    source[0] = page.replace("<!-- releases -->", releases)


def setup(app: Sphinx) -> None:
    """Tell Sphinx of the above."""
    app.connect("source-read", read_page)
