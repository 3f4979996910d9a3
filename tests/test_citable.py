"""What the project says of itself to those who cite it is the same everywhere."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from world import ROOT

from mapper.about import read_about
from mapper.errors import Problems

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
ZENODO = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
CODEMETA = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def cited(key: str) -> str:
    return re.search(rf'^{key}: "?([^"\n]+)"?$', CITATION, re.MULTILINE)[1]  # type: ignore[index]


def test_the_version_is_the_same_everywhere() -> None:
    assert {PROJECT["version"], cited("version"), ZENODO["version"], CODEMETA["version"]} == {PROJECT["version"]}


def test_title_authors_and_keywords_agree() -> None:
    assert cited("title") == ZENODO["title"]
    author = re.search(r'^authors:\n  - name: "([^"]+)"', CITATION, re.MULTILINE)[1]  # type: ignore[index]
    assert [one["name"] for one in ZENODO["creators"]] == [one["name"] for one in CODEMETA["author"]] == [author]
    assert re.findall(r"^  - ([a-zA-Z -]+)$", CITATION.partition("keywords:")[2], re.MULTILINE) == ZENODO["keywords"]
    assert CODEMETA["keywords"] == PROJECT["keywords"]
    assert CODEMETA["identifier"] == PROJECT["name"]


def test_licences_are_those_of_code_and_data() -> None:
    data = read_about(ROOT / "geodata", Problems()).licence
    assert ZENODO["license"] == data
    assert re.findall(
        r"^  - ([A-Z0-9.-]+)$", CITATION.partition("license:")[2].partition("keywords:")[0], re.MULTILINE
    ) == [
        data,
        PROJECT["license"],
    ]
    assert CODEMETA["license"].endswith(f"/{PROJECT['license']}")


@pytest.mark.parametrize(
    "form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.stem
)
def test_a_form_asks_for_a_source(form: Path) -> None:
    text = form.read_text(encoding="utf-8")
    ids = re.findall(r"^    id: (\w+)$", text, re.MULTILINE)
    assert len(ids) == len(set(ids)) == text.count("  - type: ")
    assert {"source", "work"} & set(ids)


def test_the_commands_of_contributing_name_what_there_is() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in re.findall(r"tests/\w+\.py", text):
        assert (ROOT / path).is_file(), path
    scripts = json.loads((ROOT / "mapper" / "assets" / "package.json").read_text(encoding="utf-8"))["scripts"]
    assert set(re.findall(r"assets run (\w+)", text)) <= set(scripts)
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / link).exists(), link
