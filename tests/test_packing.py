"""A record travels as numbers and comes back whole."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from pages import unpacked
from world import PERIOD

from mapper import assets
from mapper.errors import Problems
from mapper.maps import read_specs
from mapper.packing import embedded, packed
from mapper.record import Recorder

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.geodata import Geodata

HOSTILE = "</script><script>alert(1)</script><!-- {{ 7*7 }} \u2028 `${x}` \\ 瀋陽"


@pytest.fixture(scope="module")
def record(tiny: Geodata, pristine_world: Path) -> dict[str, Any]:
    """Return what the page of the tiny world is told."""
    (spec,) = read_specs(pristine_world / "maps", tiny.atlas, Problems())
    return Recorder(tiny, spec.theatres, assets.catalogues(tiny.about.languages), "stamp").record(spec)


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as JSON would bring it back."""
    return json.loads(json.dumps(record))


def test_a_record_comes_back_as_it_was(record: dict[str, Any]) -> None:
    told = unpacked(plain(packed(record)))
    assert told == {**plain(record), "version": "2"}


def test_texts_citations_and_states_travel_once(record: dict[str, Any]) -> None:
    told = packed(record)
    for table in ("texts", "citations", "states"):
        values = [json.dumps(value) for value in told[table]]
        assert len(values) == len(set(values)), table
    lands = told["theatres"]["west"]["territories"]
    assert all(isinstance(number, int) for land in lands for number in land["spells"])
    assert PERIOD.first not in json.dumps({key: told[key] for key in ("theatres", "agreements", "recognitions")})


def test_what_a_page_holds_is_inert_and_has_no_time_in_it(record: dict[str, Any]) -> None:
    told = {**record, "stamp": HOSTILE}
    text = embedded(told)
    assert re.fullmatch("[A-Za-z0-9+/]+=*", text)
    raw = base64.b64decode(text)
    assert raw[4:8] == bytes(4), "the header of the gzip names a time"
    assert unpacked(json.loads(gzip.decompress(raw)))["stamp"] == HOSTILE
    assert text == embedded(told)


def test_records_with_other_keys_are_no_table(record: dict[str, Any]) -> None:
    places = [{"id": "one", "note": "a"}, {"id": "two", "km": 3}]
    assert unpacked(plain(packed({**record, "places": places})))["places"] == places
