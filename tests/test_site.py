"""The pages of the site: snippets are run, answers of the lessons computed, links followed."""

import csv
import datetime as dt
import importlib.util
import re
import shlex
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
import shapely
from click.testing import CliRunner
from spain import spain
from test_compare import write
from test_importing import record
from world import GEODATA, ROOT

from mapper import __version__, schema
from mapper.cli import main
from mapper.evidence import key_of

DOCS = ROOT / "docs"
FENCE = re.compile(
    r"(?:^<!-- (?P<what>\w+)(?:: (?P<told>[^>]+?))? -->\n)?^```(?P<lang>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
RUN = ("start", "change", "points", "use", "new")  # pages whose every snippet is run, in the order of the page
OTHERS = (
    *("index", "maps", "plates", "searched", "sure", "teaching", "teaching.pl"),
    *("correct", "architecture", "commands", "api"),
)
TAKEN_IN = ("tables", "accuracy", "comparison", "contributing", "changelog", "schema")  # of what lies elsewhere


class Reader:
    """Does what a page tells its reader to do, in a folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.names: dict[str, object] = {}
        self.printed = ""
        monkeypatch.chdir(folder)

    def shell(self, text: str) -> None:
        """Run each line; what installs packages is a test of CI."""
        for line in text.splitlines():
            program, *words = shlex.split(line)
            if program == "cd":
                self.monkeypatch.chdir(words[0])
            elif program == "cp":
                self.copy(Path(words[1]), Path(words[2]))
            elif program == "mapper":
                result = CliRunner().invoke(main, words)
                assert result.exit_code == 0, f"{line}\n{result.output}{result.exception or ''}"
                self.printed += result.output
            else:
                assert line == f"pip install historical_mapper-{__version__}-py3-none-any.whl"

    def copy(self, old: Path, new: Path) -> None:
        for path in old.rglob("*"):
            if path.is_file():
                target = new / path.relative_to(old)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())

    def replace(self, text: str, file: Path) -> None:
        """Change a file as a difference says: what begins with - is there, and becomes what begins with +."""
        old, new = ([line[1:] for line in text.splitlines() if line[0] == sign] for sign in "-+")
        held = file.read_text(encoding="utf-8")
        assert old
        for before, after in zip(old, new, strict=True):
            assert before in held, f"{file} does not hold {before}"
            held = held.replace(before, after)
        file.write_text(held, encoding="utf-8")

    def do(self, block: re.Match[str]) -> None:
        """Do what one fenced block tells, as the comment before it says, or its language."""
        what, told, text = block["what"], block["told"] or "", block["text"]
        if what == "append":
            with Path(told).open("a", encoding="utf-8") as stream:
                stream.write(f"\n{text}" if told.endswith((".toml", ".bib")) else text)
        elif what == "write":
            Path(told).write_text(text, encoding="utf-8")
        elif what == "replace":
            self.replace(text, Path(told))
        elif what == "holds":
            assert settings(text) <= settings(Path(told).read_text(encoding="utf-8"))
        elif what == "prints":
            assert [line for line in text.splitlines() if line not in self.printed] == []
        elif what == "sql":
            file, layer = told.split()
            with closing(sqlite3.connect(file)) as base:
                found = base.execute(f'SELECT COUNT(*) FROM "{layer}" WHERE {text}').fetchone()  # noqa: S608
            assert found[0] > 100
        elif block["lang"] == "sh":
            self.shell(text)
        elif block["lang"] == "python":
            exec(compile(text, "<page>", "exec"), self.names)  # noqa: S102
        else:
            assert block["lang"] == "html", f"nothing runs this snippet:\n{text}"
            ((source, record),) = re.findall(r'="(?:maps/)?([a-z-]+)\.html#(?:record=([^"]+))?', text)
            assert source == "index" if record else (ROOT / "maps" / f"{source}.toml").is_file()
            assert not record or record in {key_of("spells", row) for row in table("spells")}


def settings(toml: str) -> set[str]:
    """Return the lines of a file without what they say beside them."""
    return {line.partition("#")[0].strip() for line in toml.splitlines()}


def blocks(page: str) -> Iterator[re.Match[str]]:
    return FENCE.finditer((DOCS / f"{page}.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", RUN)
def test_every_snippet_of_a_page_runs(document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "<!-- world: spain -->" in (DOCS / f"{document}.md").read_text(encoding="utf-8"):
        spain(tmp_path)
    west, east = shapely.box(-9, 37, -7, 42), shapely.box(-1, 43, 4, 44)
    write(tmp_path / "cshapes.geojson", (record(1, "Portugal"), west), (record(2, "France"), east))
    reader = Reader(tmp_path, monkeypatch)
    count = 0
    for block in blocks(document):
        reader.do(block)
        count += 1
    assert count > 5


def test_no_page_has_a_snippet_that_nothing_runs() -> None:
    assert {path.name.removesuffix(".md") for path in DOCS.glob("*.md")} == {*RUN, *OTHERS, *TAKEN_IN}
    for document in (*OTHERS, *TAKEN_IN):
        for block in blocks(document):
            assert block["lang"] not in ("sh", "python"), f"{document}.md has a snippet that nothing runs"


# --- the lessons

LESSONS = ("teaching", "teaching.pl")
MONTHS = {
    "teaching": [f"{dt.date(1939, month, 1):%B}" for month in range(1, 13)],
    "teaching.pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(),  # noqa: SIM905, E501
}


def text_of(page: str) -> str:
    return (DOCS / f"{page}.md").read_text(encoding="utf-8")


def answers(page: str) -> list[str]:
    """Return the lines of all answers."""
    found = re.findall(r"^### (?:Answers|Odpowiedzi): .*?\n\n((?:\d+\. .*\n)+)", text_of(page), re.MULTILINE)
    return [line for part in found for line in part.splitlines()]


def facts(text: str) -> list[str]:
    return re.findall(r"<!-- fact: (.+?) -->", text)


def days(text: str, page: str) -> set[str]:
    """Return the whole dates that a text names, as ISO days."""
    months = "|".join(MONTHS[page])
    found = re.findall(rf"(\d+) ({months}) (\d{{4}})", text)
    return {f"{year}-{MONTHS[page].index(month) + 1:02}-{int(day):02}" for day, month, year in found}


def table(name: str) -> list[dict[str, str]]:
    with (GEODATA / schema.TABLES[name].file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def on(name: str, day: str, **cells: str) -> list[dict[str, str]]:
    """Return the rows of a table that hold on a day and have some cells."""
    here = [row for row in table(name) if row["from"] <= day < row["to"]]
    return [row for row in here if all(row[key] == value for key, value in cells.items())]


def holder(land: str, day: str, controller: str, status: str) -> bool:
    (row,) = on("spells", day, territory=land)
    assert row["rule"] != "captures", f"{land}, {day}: towns divide the land on that day"
    return (row["controller"], row["status"]) == (controller, status)


def railway(name: str, day: str, owners: str) -> bool:
    (row,) = on("railway_spells", day, railway=name)
    return row["owner"].split(" | ") == owners.split("+")


def recognition(viewer: str, of: str, land: str, day: str, stance: str) -> bool:
    here = on("recognitions", day, by=viewer, of=of, stance=stance)
    return any(land in schema.parts(row["territories"]) for row in here)


def has(name: str, *columns: str) -> Callable[..., bool]:
    """Return what tells whether a table has a row with these cells; of a span of days the first counts."""
    return lambda *cells: any([row[key].split("/")[0] for key in columns] == [*cells] for row in table(name))


KINDS: dict[str, Callable[..., bool]] = {
    "holder": holder,
    "railway": railway,
    "recognition": recognition,
    "town": has("captures", "id", "date", "taken_by"),
    "sphere": has("spheres", "agreement", "territory", "sphere"),
    "agreement": has("agreements", "id", "from"),
    "event": has("events", "id", "date"),
}


def says_so(fact: str) -> bool:
    """Whether the tables say what a fact states."""
    kind, *told = fact.split()
    return KINDS[kind](*told)


ANSWERS = [pytest.param(page, line, id=f"{page}: {line[:40]}") for page in LESSONS for line in answers(page)]


@pytest.mark.parametrize(("document", "line"), ANSWERS)
def test_an_answer_is_what_the_atlas_says(document: str, line: str) -> None:
    stated = facts(line)
    assert stated, "an answer states no fact that could be checked"
    for fact in stated:
        assert says_so(fact), fact
    told = days(line.partition("<!--")[0], document)
    assert told <= set(re.findall(r"\d{4}-\d\d-\d\d", " ".join(stated))), "a date of the answer is of no fact"


def test_a_fact_that_is_wrong_is_found() -> None:
    for fact in (
        "holder vilnius-region 1939-10-28 poland sovereign",
        "town mukden-1931-09-19 1931-09-18 japan",
        "sphere secret-protocol-1939-08 estonia germany",
        "event 1939-08-mr-pact 1939-08-24",
        "railway cer-main 1935-03-23 ussr+manchukuo",
        "recognition china manchukuo changchun 1932-09-15 recognises",
    ):
        assert not says_so(fact), fact


def test_each_question_has_its_answer_and_the_languages_agree() -> None:
    for page in LESSONS:
        asked = re.findall(r"^### (?:Worksheet|Karta pracy): .*?\n\n((?:\d+\. .*\n)+)", text_of(page), re.MULTILINE)
        assert [part.count("\n") for part in asked] == [7, 7, 6]
        assert len(answers(page)) == sum(part.count("\n") for part in asked)
        minutes = [int(one) for one in re.findall(r"^\| (\d+) \|", text_of(page), re.MULTILINE)]
        assert sum(minutes) == 45 * 3
    assert facts(text_of("teaching")) == facts(text_of("teaching.pl"))
    english, polish = (re.findall(r"\(map:([^)]+?)(?:&lang=\w\w)?\)", text_of(page)) for page in LESSONS)
    assert english == polish


@pytest.mark.parametrize("document", LESSONS)
def test_a_link_opens_the_day_that_it_says(document: str) -> None:
    links = re.findall(r"\[([^\]]+)\]\(map:[a-z-]+#date=([\d-]+)", text_of(document))
    dated = [(days(words, document), day) for words, day in links if days(words, document)]
    assert len(dated) >= 15
    for told, day in dated:
        assert told == {day}


# --- the site


@pytest.fixture(scope="module")
def site_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_script", DOCS / "site.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_link_that_leads_nowhere_is_found(site_script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html#here">b</a><a href="c.html">c</a><a href="b.html#x">x</a>')
    (tmp_path / "b.html").write_text('<p id="here"></p><iframe src="maps/none.html#date=1"></iframe>')
    assert site_script.broken(tmp_path, maps=True) == [
        "a.html: c.html leads nowhere",
        "a.html: b.html#x leads nowhere",
        "b.html: maps/none.html#date=1 leads nowhere",
    ]
    assert len(site_script.broken(tmp_path, maps=False)) == 2


def test_a_directive_that_is_shown_as_text_is_found(site_script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>.. option:: -q</p><p>and so on ...</p>")
    assert site_script.broken(tmp_path, maps=True) == ["a.html: .. option:: is shown, not done"]


def test_an_address_is_printed_in_its_letters(site_script: ModuleType, tmp_path: Path) -> None:
    link = '<a class="reference external" href="https://a.org/%D0%9C%E2%80%93x%20y?b&amp;c">'
    (tmp_path / "teaching.html").write_text(link, encoding="utf-8")
    site_script.mend(tmp_path)
    told = (tmp_path / "teaching.html").read_text(encoding="utf-8")
    assert told == link[:-1] + ' data-address="https://a.org/\u041c\u2013x%20y?b&amp;c">'
