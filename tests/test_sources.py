"""Sources as text and as BibTeX."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mapper.atlas import read_sources
from mapper.errors import Problems
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
