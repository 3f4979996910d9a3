"""Sources as text and as BibTeX."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.atlas import read_sources
from mapper.errors import Problems
from mapper.scope import out_of_scope
from mapper.sources import bibtex, citation, cited

BOOK = {
    "ENTRYTYPE": "book",
    "author": "Davies, Norman",
    "title": "White Eagle, Red Star",
    "publisher": "Macdonald",
    "year": "1972",
}


def test_a_book_in_one_line() -> None:
    assert citation(BOOK) == "Davies, Norman. White Eagle, Red Star. Macdonald, 1972."


def test_a_treaty_in_one_line() -> None:
    treaty = {"ENTRYTYPE": "misc", "title": "{Treaty of Peace}, Riga", "year": "1921", "note": "LNTS 6:51, pp. 51--169"}
    assert citation(treaty) == "Treaty of Peace, Riga. 1921. LNTS 6:51, pp. 51\N{EN DASH}169."


@given(
    st.dictionaries(
        st.sampled_from(["author", "year", "note"]), st.text("abc XYZ-'.", min_size=1).map(str.strip).filter(bool)
    )
)
def test_bibtex_is_read_back(tmp_path_factory: object, fields: dict[str, str]) -> None:
    folder: Path = tmp_path_factory.mktemp("bib")  # type: ignore[attr-defined]
    path = folder / "sources.bib"
    entry = {"ENTRYTYPE": "misc", "title": "A title", **{k: " ".join(v.split()) for k, v in fields.items()}}
    path.write_text(bibtex("key-1", entry), encoding="utf-8")
    problems = Problems()
    assert read_sources(folder, problems) == {"key-1": entry}
    assert not problems


def test_an_entry_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sources.bib"
    path.write_text(bibtex("twice", BOOK) + bibtex("twice", BOOK), encoding="utf-8")
    problems = Problems()
    read_sources(tmp_path, problems)
    assert [p.row for p in problems] == ["line 7"]


def test_cited_keys_are_sorted_and_single() -> None:
    assert cited(["b-1 [p. 2]; a-1", "a-1", ""]) == ["a-1", "b-1"]


COVERED = {"book": {"covers": "1920/1928"}, "later": {"covers": "1937/1945"}, "treaty": {}}


@pytest.mark.parametrize(
    ("source", "year", "until", "told"),
    [
        ("book", "1920", "1920", ""),
        ("book", "1928", "1946", ""),
        ("book", "1919", "1919", "book covers 1920-1928, the record is of 1919-1919"),
        ("book; treaty", "1929", "1930", "book covers 1920-1928, the record is of 1929-1930"),
        ("book", "1918", "1922", "none of book covers 1918, the year of its first day"),
        ("book [p. 3]; later", "1918", "1940", "none of book, later covers 1918, the year of its first day"),
        ("book; treaty", "1918", "1922", ""),
        ("treaty", "1918", "1918", ""),
    ],
)
def test_a_work_bears_the_years_that_it_covers(source: str, year: str, until: str, told: str) -> None:
    row = {"table": "spells", "record": "spells/here/1918-11-11", "source": source, "year": year, "until": until}
    assert [problem.message for problem in out_of_scope(pd.DataFrame([row]), COVERED)] == ([told] if told else [])


@pytest.mark.parametrize("covers", ["1920", "1920-1928", "1928/1920", "1920/28"])
def test_years_that_cannot_be_read_are_told(tmp_path: Path, covers: str) -> None:
    (tmp_path / "sources.bib").write_text(bibtex("book-1", {**BOOK, "covers": covers}), encoding="utf-8")
    problems = Problems()
    read_sources(tmp_path, problems)
    assert [(p.row, p.column) for p in problems] == [("line 1", "covers")]
