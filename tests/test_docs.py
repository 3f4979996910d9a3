"""What the documents say is there."""

import csv
import re
import tomllib

import pytest
from test_architecture import ROOMS
from world import GEODATA, MAPS, ROOT

import mapper
from mapper import schema
from mapper.cli import main

README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLES = (GEODATA / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme_with_options_that_it_has(command: str) -> None:
    told = [line for line in README.splitlines() if line.startswith(f"mapper {command} ")]
    assert told
    known = {name for option in main.commands[command].params for name in option.opts}
    assert set(re.findall(r"(?:\[| )(--?[a-z]+)", " ".join(told))) <= known


@pytest.mark.parametrize(
    ("table", "column"),
    [(table.file, column) for table in schema.TABLES.values() for column in table.columns],
)
def test_every_table_and_column_is_explained(table: str, column: str) -> None:
    assert f"`{table}`" in TABLES
    assert f"`{column}`" in TABLES


WORDS = {*schema.STATUSES, *schema.CERTAINTIES, *schema.LINE_KINDS, *schema.MATCHES}


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_of_the_vocabularies_is_explained(word: str) -> None:
    assert f"`{word}`" in TABLES


def test_the_two_command_lines_are_there_for_ci() -> None:
    for name in ("build", "test"):
        assert re.search(rf"<!-- command: {name} -->\n```\n[^\n]+\n```", README)


def test_every_map_and_picture_of_the_readme_exists() -> None:
    for path in MAPS.glob("*.toml"):
        assert f"`{path.stem}.html`" in README
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture


def test_what_the_readme_calls_in_python_is_there() -> None:
    called = set(re.findall(r"\batlas\.(\w+)\(", README))
    assert called == {"at", "state", "changes", "join", "diff", "map"}
    for name in called:
        assert callable(getattr(mapper.OpenAtlas, name))


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


COUNTED = {
    "territories": r"more than (\S+) territories",
    "campaigns": r"in (\S+) campaigns",
    "agreements": r"more than (\S+) agreements",
    "recognitions": r"more than (\S+) recognitions",
    "anchors": r"more than (\S+) towns beside borders",
    "official_areas": r"and (\S+) official areas",
    "captures": r"more than (\S+) captures",
    "essay": r"(\S+) claims",
}


@pytest.mark.parametrize("table", COUNTED)
def test_the_changelog_counts_what_there_is(table: str) -> None:
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n## ")[2].partition("\n## ")[0]
    (figure,) = re.findall(COUNTED[table], told)
    with (GEODATA / schema.TABLES[table].file).open(encoding="utf-8", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream)) - 1
    least = int(figure.replace(",", ""))
    assert least <= rows < 1.15 * least, rows


def test_links_between_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", GEODATA / "README.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_architecture_page_has_the_rooms_of_the_package() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = {
        row[1]: re.findall("`([a-z]+)`", row[2])
        for row in re.finditer(r"^\| ([a-z]+) \|.*\| ((?:`\w+`,? ?)+)\|$", page, re.MULTILINE)
    }
    assert told == ROOMS


def test_the_architecture_page_has_the_rooms_of_the_scripts() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    scripts = (ROOT / "tests" / "js" / "rooms.test.js").read_text(encoding="utf-8")
    rooms = re.findall(r"^  (\w+): \[", scripts, re.MULTILINE)
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(rooms)
