"""What the project says of itself to those who cite it is the same everywhere."""

import json
import re
import shutil
import subprocess
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager
from world import ROOT

from mapper.about import read_about
from mapper.described import dataset, script
from mapper.errors import Problems

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
ZENODO = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
CODEMETA = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))

VERSION = PROJECT["version"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def cited(key: str) -> str:
    return re.search(rf'^{key}: "?([^"\n]+)"?$', CITATION, re.MULTILINE)[1]  # type: ignore[index]


def test_the_version_is_the_same_everywhere() -> None:
    data = read_about(ROOT / "geodata", Problems()).version
    assert {cited("version"), ZENODO["version"], CODEMETA["version"], data} == {PROJECT["version"]}
    assert f"version {PROJECT['version']}." in (ROOT / "docs" / "use.md").read_text(encoding="utf-8")


def test_a_package_built_for_a_repository_leads_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    alone = ProjectMetadata(str(ROOT), PluginManager()).core
    assert alone.urls == {}
    assert alone.readme == (ROOT / "README.md").read_text(encoding="utf-8")
    monkeypatch.setenv("GITHUB_REPOSITORY", "some/where")
    core = ProjectMetadata(str(ROOT), PluginManager()).core
    assert core.urls["Repository"] == "https://github.com/some/where"
    links = re.findall(r"(!?)\[[^\]]*\]\(([^)]+)\)", core.readme)
    assert all(target.startswith(("https:", "#")) for _, target in links)
    pictures = [target for mark, target in links if mark]
    raw = f"https://github.com/some/where/raw/v{PROJECT['version']}/docs/nazi-soviet-pact.jpg"
    assert pictures[0] == raw


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a repository with what `.ci/release` looks at, all of it sound."""
    for name in (".ci/release", "pyproject.toml", "geodata/atlas.toml", "CHANGELOG.md", "CITATION.cff"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".ci" / "artefacts").write_text("#!/bin/sh\necho made $1 into $2\n")
    (tmp_path / ".ci" / "artefacts").chmod(0o755)
    told = (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
    head = re.sub(rf"^## {VERSION} .*$", f"## {VERSION} (2026-01-31)", told, flags=re.MULTILINE)
    (tmp_path / "CHANGELOG.md").write_text(head, encoding="utf-8")
    dated = re.sub(r"^date-released: .*\n", "", CITATION, flags=re.MULTILINE) + "date-released: 2026-01-31\n"
    (tmp_path / "CITATION.cff").write_text(dated, encoding="utf-8")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A state")


def release(folder: Path, version: str, dry: str = "--dry-run") -> subprocess.CompletedProcess[str]:
    command = [str(folder / ".ci" / "release"), version, dry]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_release_of_what_is_sound_is_made(checkout: Path) -> None:
    done = release(checkout, VERSION)
    assert done.stdout == f"made {VERSION} into release/{VERSION}\nrelease/{VERSION} is made; nothing was tagged\n"
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("pyproject.toml", f'version = "{VERSION}"', 'version = "9.9.9"', "pyproject.toml has another version"),
        ("geodata/atlas.toml", f'version = "{VERSION}"', 'version = "9"', "geodata/atlas.toml has another version"),
        ("CHANGELOG.md", f"## {VERSION} (2026-01-31)", "## Of late", f"CHANGELOG.md has no '## {VERSION} (its day)'"),
        ("CITATION.cff", "date-released: 2026-01-31", "", "CITATION.cff has no 'date-released: 2026-01-31'"),
    ],
)
def test_a_release_that_is_not_said_everywhere_is_refused(
    checkout: Path, file: str, old: str, new: str, said: str
) -> None:
    text = (checkout / file).read_text(encoding="utf-8")
    assert old in text
    (checkout / file).write_text(text.replace(old, new), encoding="utf-8")
    assert release(checkout, VERSION).stdout == "commit first\n"
    commit(checkout)
    refused = release(checkout, VERSION)
    assert (refused.returncode, refused.stdout) == (1, f"{said}\n")


def test_a_dry_run_says_that_the_day_is_open_and_goes_on(checkout: Path) -> None:
    told = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    (checkout / "CHANGELOG.md").write_text(told.replace("(2026-01-31)", "(unreleased)"), encoding="utf-8")
    commit(checkout)
    lines = release(checkout, VERSION).stdout.splitlines()
    missing = f"CHANGELOG.md has no '## {VERSION} (its day)'"
    assert [lines[0], lines[-1]] == [missing, f"release/{VERSION} is made; nothing was tagged"]
    refused = release(checkout, VERSION, "")
    assert (refused.returncode, refused.stdout) == (1, f"{missing}\n"), "what is published has its day"


def test_a_version_is_released_once(checkout: Path) -> None:
    git(checkout, "tag", f"v{VERSION}")
    assert release(checkout, VERSION).stdout == f"v{VERSION} is tagged already\n"


@pytest.mark.parametrize("flow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_scripts_that_there_are(flow: Path) -> None:
    text = flow.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["jobs"]
    used = re.findall(r"uses: (\S+)", text)
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one)] == [], "a tag can be moved"
    called = re.findall(r"(?<![\w/])\.ci/\w+", text)
    assert called
    for path in called:
        assert (ROOT / path).stat().st_mode & 0o111, path


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


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_for_a_source(form: Path) -> None:
    told = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert set(told) == {"name", "description", "labels", "body"}
    ids = [field["id"] for field in told["body"]]
    assert len(ids) == len(set(ids))
    assert {"source", "work"} & set(ids)
    for field in told["body"]:
        assert field["type"] in ("input", "textarea")
        assert set(field["attributes"]) <= {"label", "description"}, "a comma in a label needs quotes"


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
