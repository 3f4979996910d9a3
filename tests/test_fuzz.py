"""A short run of damaged inputs; `python -m tests.fuzz --cases 10000` is the long one."""

import json

import pytest
from fuzz.damage import Case, Field
from hypothesis import HealthCheck, Phase, given, settings

TRUCE = "pact,Pact of the Middle,Pakt,1939-09-17,1946-01-01,parallel,book-1950 [p. 3],in secret\n"


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    """Return a world to be damaged."""
    return Field(tmp_path_factory.mktemp("fuzz") / "world")


@pytest.mark.filterwarnings("ignore")
def test_what_is_damaged_gives_an_answer_or_a_clear_error(field: Field) -> None:
    @settings(max_examples=30, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(field.cases())
    def attempt(case: Case) -> None:
        assert not (fault := field.fault(case)), fault

    attempt()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("geodata/polities.csv", b"id,name,name_pl,today,colour,note\nr d,Red,,,#000000,\n"),
        (
            "geodata/polities.csv",
            b"id,name,name_pl,today,colour,note\nred,Redland,,,#c77b6b,\nblue,Blueland,,,#93a4b5,\ngr",
        ),
        ("geodata/polities.csv", b"id,name,name_pl,today,colour,note\n.,,#c77b6b,\nblue,Blueland,,,#93a4b5,\n"),
        ("geodata/polities.csv", b"id,name,name_pl,today,colour,note,x\nred,Red,,,#c77b6b,,\nblue,Blue,,,#93a4b5,,\n"),
        ("geodata/agreements.csv", b"id,name,name_pl,from,to,lines,source,note\n" + 2 * TRUCE.encode()),
        ("geodata/sources.bib", b"@book{book-1950,\n title = {}\n publisher = {Press},\n}"),
    ],
)
def test_what_the_long_run_found_is_mended(field: Field, file: str, content: bytes) -> None:
    assert not field.fault(Case(file, content))


def test_a_line_that_is_gone_blames_no_seed(field: Field) -> None:
    told = json.loads(field.whole["geodata/lines.geojson"])
    told["features"] = [one for one in told["features"] if one["properties"]["id"] == "parallel"]
    assert not field.fault(Case("geodata/lines.geojson", json.dumps(told).encode()))


def test_a_line_that_is_faulty_blames_no_agreement_that_has_it_drawn(field: Field) -> None:
    head, _, tail = field.whole["geodata/lines.geojson"].decode().rpartition("treaty-1918")
    assert not field.fault(Case("geodata/lines.geojson", f"{head}treaty-1919{tail}".encode()))


def test_a_traceback_and_a_blamed_neighbour_would_be_found(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.damage.prepare", lambda *_: 1 / 0)
    assert "ZeroDivisionError" in field.fault(Case("geodata/towns.csv", b""))
