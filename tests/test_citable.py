"""What the project says of itself to those who cite it is the same everywhere."""

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from world import ROOT

from mapper.about import read_about
from mapper.described import dataset, script
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
    (quick,) = re.findall(r"tests/test_\{([a-z,]+)\}\.py", text)
    for name in quick.split(","):
        assert (ROOT / "tests" / f"test_{name}.py").is_file(), name
    scripts = json.loads((ROOT / "mapper" / "assets" / "package.json").read_text(encoding="utf-8"))["scripts"]
    assert set(re.findall(r"assets run (\w+)", text)) <= set(scripts)
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / link).exists(), link


def test_search_engines_are_told_of_the_data() -> None:
    about = read_about(ROOT / "geodata", Problems())
    told = dataset(about)
    assert told["temporalCoverage"] == "1918-11-11/1945-12-31"
    assert told["license"] == about.licence_url
    assert told["version"] == about.version
    west = next(one for one in told["spatialCoverage"] if one["name"] == "Eastern Europe")
    assert west["geo"]["box"] == "43.2 8.5 71 42"
    hostile = replace(about, title={"en": "</script><script>alert(1)"})
    assert script(hostile).count("</script>") == 1


def test_every_licence_has_its_text() -> None:
    named = set(re.findall(r'^SPDX-License-Identifier = "(.+)"$', (ROOT / "REUSE.toml").read_text(), re.MULTILINE))
    assert {path.stem for path in (ROOT / "LICENSES").iterdir()} == named
    assert {read_about(ROOT / "geodata", Problems()).licence, PROJECT["license"]} <= named
