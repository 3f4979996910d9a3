"""Builds: the same bytes for the same input, and nothing touched when something is wrong."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import folium
import numpy as np
import pytest
from pages import blob_of
from world import GEODATA, MAPS, ROOT, TABLES, World

import mapper
from mapper.build import build, data_stamp, prepare
from mapper.cache import CACHE
from mapper.errors import BuildError, CallError, DataError
from mapper.geodata import Geodata, load
from mapper.page import overlays
from mapper.placing import place_points
from mapper.record import packed, unpacked

HOSTILE = "<img src=x onerror=alert(1)> </script><script>alert(2)</script> ${alert(3)} `{{ 7*7 }}` \" ' \u202e \u2028"


def test_a_build_writes_each_map_and_an_index(world: World) -> None:
    built = build(world.geodata, world.maps, world.root / "out")
    assert [made.path.name for made in built] == ["tiny.html"]
    assert sorted(p.name for p in (world.root / "out").iterdir()) == ["index.html", "tiny.html"]
    assert 'href="tiny.html"' in (world.root / "out" / "index.html").read_text(encoding="utf-8")


def test_a_page_is_told_the_towns_in_each_language(world: World) -> None:
    world.replace("towns.csv", "Hamlet,", "Hamlet,pl:Przysiółek")
    (world.geodata / "exonyms.csv").write_text("name,name_pl\nMidtown,Środek\nHamlet (now),Nic\n", encoding="utf-8")
    build(world.geodata, world.maps, world.maps)
    towns = blob_of(world.maps / "tiny.html")["towns"]
    assert towns["names"] == "Midtown\nHamlet"
    assert towns["today"] == "New Midtown\nPrzysiółek"
    assert towns["more"] == {"pl": "Środek\nPrzysiółek"}
    (world.geodata / "exonyms.csv").write_text("name,name_pl\nHamlet (Przysiółek),Siółko\n", encoding="utf-8")
    build(world.geodata, world.maps, world.maps)
    assert blob_of(world.maps / "tiny.html")["towns"]["more"] == {"pl": "\nSiółko"}
    (world.geodata / "exonyms.csv").unlink()
    world.replace("towns.csv", "pl:", "")
    build(world.geodata, world.maps, world.maps)
    assert blob_of(world.maps / "tiny.html")["towns"]["more"] == {}


def test_a_page_is_told_where_mistakes_are_told(world: World) -> None:
    for told in ("", "../correct.html", "https://example.org/issues/new?template=date.yml"):
        build(world.geodata, world.maps, world.maps, corrections=told)
        assert blob_of(world.maps / "tiny.html")["corrections"] == told
    with pytest.raises(CallError, match="'javascript:alert"):
        build(world.geodata, world.maps, world.maps, corrections="javascript:alert(1)")


def test_the_index_is_there_in_both_languages(world: World) -> None:
    text = (world.maps / "tiny.toml").read_text(encoding="utf-8")
    text = text.replace('title = "Tiny"', 'title = "Tiny & <b>"', 1).replace('"Malutka"', '"Malutka w <i>"', 1)
    (world.maps / "tiny.toml").write_text(text, encoding="utf-8")
    build(world.geodata, world.maps, world.root / "out")
    index = (world.root / "out" / "index.html").read_text(encoding="utf-8")
    english, polish = index.split('<section class="sheet" id="pl" lang="pl">')
    assert '<section class="sheet" id="en" lang="en">' in english
    assert "Tiny &amp; &lt;b&gt;" in english
    assert "West: 3 territories, 2 days on which land changed hands." in english
    assert 'href="#pl" lang="pl"' in english
    assert "Malutka w\u00a0&lt;i&gt;" in polish, "no line ends with a word of one letter"
    assert "Zachód. Ziemie: 3; dni," in polish
    assert 'href="tiny.html#lang=pl"' in polish
    assert index.count("<script>") == 1, "the one that shows the edition in the reader's language"
    assert "script-src 'sha256-" in index


def test_the_blob_holds_the_land_the_events_and_their_join(world: World) -> None:
    further = "polity,red,The Reds\n"
    world.replace("aliases.csv", further, f"{further}event,march,The Great March\nagreement,pact,Middle Pact\n")
    build(world.geodata, world.maps, world.maps)
    blob = blob_of(world.maps / "tiny.html")
    land = {t["id"]: t for t in blob["theatres"]["west"]["territories"]}
    assert [s["controller"] for s in land["north-east"]["spells"]] == ["blue", "red"]
    events = {e["id"]: e["join"] for e in blob["events"]}
    assert events["march"]["candidates"][0]["controller"] == "red"
    assert [c["controller"] for c in events["doubt"]["candidates"]] == ["blue", "red"]
    assert events["talks"]["theatre"] is None
    assert blob["places"][0]["names"]["en"] == [
        ["Blueburg", "1918-11-11", "1939-09-17"],
        ["Redgrad", "1939-09-17", "1946-01-01"],
    ]
    assert blob["places"][0]["names"]["pl"] == [["Niebiesk", "1930-01-01", "1939-09-17"]]
    assert blob["places"][0]["name"] == {"en": "Northtown"}, "a town without a Polish name has none in the page"
    assert set(blob["sources"]) == {"treaty-1918", "book-1950"}
    also = {one["id"]: one["also"] for one in (*blob["events"], *blob["agreements"]) if one["also"]}
    assert also == {"march": ["The Great March"], "pact": ["Middle Pact"]}


def records(world: World) -> list[dict]:
    """Return what the pages of the maps are told."""
    specs, _, _, recorder = prepare(world.geodata, world.maps, [])
    return [recorder.record(spec) for spec in specs]


@pytest.mark.parametrize("layer", ["rivers", "movements", "railways"])
def test_a_layer_with_nothing_to_show_is_not_offered(world: World, layer: str) -> None:
    offered = [overlays(record) for record in records(world)]
    assert all(layer in one for one in offered)
    world.write_features(f"{layer}.geojson", [])
    if layer == "railways":
        (world.geodata / "railway_spells.csv").write_text(TABLES["railway_spells.csv"].splitlines()[0] + "\n")
    assert not any(layer in overlays(record) for record in records(world))


def test_a_window_without_a_view_of_its_own_opens_at_its_middle(world: World) -> None:
    path = world.maps / "tiny.toml"
    text = path.read_text(encoding="utf-8").replace('["west"]', '["west", "east"]')
    path.write_text(text.replace("[[story]]", "[views]\nwest = [6, 4, 5]\n\n[[story]]"), encoding="utf-8")
    build(world.geodata, world.maps, world.maps)
    assert blob_of(world.maps / "tiny.html")["map"]["views"] == {"west": [6, 4, 5], "east": [5.0, 105.0, 3.5]}


def test_two_builds_are_alike_to_the_byte_whatever_the_surroundings(tmp_path: Path, site: Path) -> None:
    outs = [{p.name: p.read_bytes() for p in sorted(site.iterdir())}]  # that of the run, which may have used its cache
    for name, seed, zone, language in (("a", "1", "Asia/Tokyo", "C"), ("b", "77", "America/New_York", "tr_TR.UTF-8")):
        folder = tmp_path / name
        folder.mkdir()
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "LC_ALL": language}
        surroundings[CACHE] = ""
        call = [sys.executable, "-m", "mapper", "build", "--geodata", str(GEODATA), "--maps", str(MAPS), "--out", "out"]
        subprocess.run(call, cwd=folder, env=surroundings, check=True, capture_output=True)
        outs.append({p.name: p.read_bytes() for p in sorted((folder / "out").iterdir())})
    assert outs[0].keys() == outs[1].keys() == outs[2].keys()
    assert not [name for name in outs[0] if not outs[0][name] == outs[1][name] == outs[2][name]]


def test_bad_data_leave_the_maps_of_the_last_good_build(world: World) -> None:
    build(world.geodata, world.maps, world.maps)
    before = {p.name: p.read_bytes() for p in world.maps.iterdir()}
    world.replace("spells.csv", "blue,occupied", "blue,conquered")
    with pytest.raises(DataError):
        build(world.geodata, world.maps, world.maps)
    assert {p.name: p.read_bytes() for p in world.maps.iterdir()} == before


def test_a_disk_that_takes_nothing_leaves_the_maps(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    build(world.geodata, world.maps, world.maps)
    before = {p.name: p.read_bytes() for p in world.maps.iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(BuildError, match="the disk is full"):
        build(world.geodata, world.maps, world.maps)
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in world.maps.iterdir()} == before


@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        ('date = "1939-09-17"', 'date = "1939-09-31"', "date", "not a day in the calendar"),
        ('date = "1939-09-17"', 'date = "1950-01-01"', "date", "outside the period"),
        ('theatres = ["west"]', 'theatres = ["moon"]', "theatres", "'moon' is none of the theatres"),
        ('"events:war"]', '"events:love"]', "layers", "'events:love' is none of the layers"),
        ('title = "Tiny"\n', "", "title", "the key is missing"),
        ('source = "book-1950"', 'source = "book-1"', "source", "'book-1' is not in sources.bib"),
        ('text = "The first step."', "", "text", "missing or empty"),
        ('title = "Tiny"', "title = ", "", "not TOML"),
        ('id = "one"', 'dat = "one"', "dat", "no such key is known"),
    ],
)
def test_faults_of_a_map_are_named(world: World, old: str, new: str, column: str, words: str) -> None:
    path = world.maps / "tiny.toml"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        build(world.geodata, world.maps, world.maps)
    assert any(
        p.file.endswith("tiny.toml") and p.column == column and words in p.message for p in caught.value.problems
    )


def test_a_map_that_is_not_there_is_a_wrong_call(world: World) -> None:
    with pytest.raises(CallError, match="no map 'huge'"):
        build(world.geodata, world.maps, world.maps, ["huge"])
    with pytest.raises(CallError, match="holds no map"):
        build(world.geodata, world.root, world.maps)


def test_hostile_text_stays_in_the_blob_and_comes_back_whole(world: World) -> None:
    rows = world.rows("events.csv")
    rows[0].update(title=HOSTILE, text=HOSTILE, place=HOSTILE)
    world.write("events.csv", rows)
    build(world.geodata, world.maps, world.maps)
    text = (world.maps / "tiny.html").read_text(encoding="utf-8")
    assert "<img src=x" not in text
    assert "49" not in blob_of(world.maps / "tiny.html")["events"][0]["title"]["en"]
    titles = [e["title"]["en"] for e in blob_of(world.maps / "tiny.html")["events"]]
    assert HOSTILE.strip() in titles


def test_a_town_may_have_had_its_name_of_today_then_too(world: World) -> None:
    world.replace("towns.csv", "Hamlet,", "Hamlet,=")
    build(world.geodata, world.maps, world.maps)
    towns = blob_of(world.maps / "tiny.html")["towns"]
    names, today = (towns[key].split("\n") for key in ("names", "today"))
    assert dict(zip(names, today, strict=True)) == {"Midtown": "New Midtown", "Hamlet": "Hamlet"}


def test_what_a_page_is_told_comes_back_and_ends_no_script() -> None:
    record = {"a": HOSTILE, "theatres": {"one": {"b": HOSTILE}, "other": {}}}
    assert unpacked(packed(record)) == record
    assert not set("<>&\u2028\u2029") & set(packed(record))


def test_a_page_names_no_address(world: World) -> None:
    build(world.geodata, world.maps, world.maps)
    text = (world.maps / "tiny.html").read_text(encoding="utf-8")
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.findall(r"""(?:src|href)\s*=(?!"data:)""", markup)
    sheets = "".join(re.findall(r"<style>(.*?)</style>", text, flags=re.DOTALL))
    assert not re.findall(r"""@import|url\((?!"?data:|#)""", sheets)


@pytest.mark.parametrize("name", ["tiny.html", "index.html"])
def test_a_page_asks_nobody_for_anything(world: World, name: str) -> None:
    build(world.geodata, world.maps, world.maps)
    text = (world.maps / name).read_text(encoding="utf-8")
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]  # type: ignore[index]
    policy = dict(part.split(" ", 1) for part in found.split("; "))
    told = {name: policy.pop(name) for name in ("script-src", "style-src")}
    assert policy == {"default-src": "'none'", "img-src": "data: blob:", "base-uri": "'none'", "form-action": "'none'"}
    assert all(one.startswith(("'sha256-", "'none'")) for some in told.values() for one in some.split())


def test_a_map_for_a_notebook_is_a_folium_map(world: World) -> None:
    chart = mapper.atlas_map("tiny", world.geodata, world.maps)
    assert isinstance(chart, folium.Map)
    folium.Marker([7, 7]).add_to(chart)
    text = chart.get_root().render()
    assert "L.marker" in text
    assert "atlas-data" in text


def test_no_library_is_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert "mapper/assets/vendor" not in listed
    assert "node_modules" not in listed


def test_the_stamp_knows_names_and_contents_and_no_copies_of_editors(world: World) -> None:
    first = data_stamp(world.geodata, world.maps)
    (world.geodata / ".#spells.csv").symlink_to("nowhere")
    (world.geodata / ".spells.csv").write_text("x", encoding="utf-8")
    (world.maps / "tiny.html").write_text("a page", encoding="utf-8")
    assert data_stamp(world.geodata, world.maps) == first
    (world.maps / "tiny.toml").rename(world.maps / "other.toml")
    renamed = data_stamp(world.geodata, world.maps)
    assert renamed != first
    world.replace("spells.csv", "the chief town", "the chief towns")
    assert data_stamp(world.geodata, world.maps) not in (first, renamed)


def test_a_page_tells_the_sources_of_its_railways(world: World) -> None:
    world.replace("railway_spells.csv", "leased,treaty-1918", "leased,rails-1919 [p. 7]")
    with (world.geodata / "sources.bib").open("a", encoding="utf-8") as stream:
        stream.write("@misc{rails-1919, title = {The Rails}}\n")
    specs, _, _, recorder = prepare(world.geodata, world.maps, [])
    assert "rails-1919" in json.dumps(recorder.record(specs[0])["sources"])


@pytest.mark.parametrize("waiver", ["", "both held a part of it"])
def test_a_waiver_lets_an_event_contradict_the_map_and_nothing_else_does(world: World, waiver: str) -> None:
    world.replace("events.csv", ",red,,book-1950,high\nfeast", f",green,{waiver},book-1950,high\nfeast")
    if waiver:
        load(world.geodata)
    else:
        with pytest.raises(DataError, match="held_by"):
            load(world.geodata)


@pytest.mark.parametrize(("lon", "territory"), [(9.02, "north-east"), (9.027, "north-east"), (9.0273, ""), (9.2, "")])
def test_a_port_within_three_kilometres_of_the_land_is_on_it(tiny: Geodata, lon: float, territory: str) -> None:
    day = np.array(["1939-09-20"], dtype="datetime64[D]")
    found = place_points(tiny.ground, np.array([[lon, 7.0]]), day, day)
    assert found["territory"][0] == territory
