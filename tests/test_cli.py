"""The command: its contract of words, files and exit codes."""

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result
from world import World

from mapper.cli import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def test_a_shell_completes_the_names_of_maps(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    completer = ShellComplete(main, {}, "mapper", "_MAPPER_COMPLETE")
    given = ["build", "--geodata", str(world.geodata), "--maps", str(world.maps)]
    names = sorted(path.stem for path in world.maps.glob("*.toml"))
    assert [one.value for one in completer.get_completions(given, "")] == names
    assert [one.value for one in completer.get_completions(given, names[0][:2])] == [names[0]]
    monkeypatch.chdir(world.root)
    assert [one.value for one in completer.get_completions(["build"], names[0])] == [names[0]]
    assert completer.get_completions(["build", "--maps", "none"], "") == []


@pytest.mark.parametrize(
    "call",
    ["check --geodata", "at 1939-09-01 --geodata", "build --maps", "compare", "accuracy --geodata", "watch --geodata"],
)
def test_a_name_that_no_file_can_have_is_told_in_a_line(call: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*call.split(), "9" * 300)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"{'9' * 80}: its name is too long\n")
    assert not list(tmp_path.iterdir())


def test_help_and_version() -> None:
    for option in ("--help", "-h", "--version"):
        assert run(option).exit_code == 0
    for command in main.commands:
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "Usage" in result.output


def test_the_help_says_what_each_command_does_in_a_whole_line() -> None:
    listed = CliRunner().invoke(main, ["--help"], terminal_width=80).output.partition("Commands:\n")[2]
    lines = dict(line.split(maxsplit=1) for line in listed.partition("\n\n")[0].splitlines())
    assert set(lines) == set(main.commands)
    assert {name for name, told in lines.items() if not told.endswith(".") or told.endswith("...")} == set()


def test_build_prints_a_line_a_map(world: World) -> None:
    result = run("build", "--geodata", world.geodata, "--maps", world.maps)
    assert result.exit_code == 0
    assert "tiny.html: 3 territories, 4 events, " in result.stdout
    assert "index.html" in result.stdout
    assert result.stderr == ""


def test_check_says_what_is_there(world: World) -> None:
    result = run("check", "--geodata", world.geodata)
    assert result.exit_code == 0
    assert "4 territories, 2 lines, 7 spells, 4 events, 2 sources; no problem found" in result.output


def test_check_lists_every_problem_and_exits_with_1(world: World) -> None:
    world.replace("spells.csv", "blue,occupied", "blue,conquered")
    world.replace("events.csv", "march,1939-09-17", "march,1939-09-31")
    result = run("check", "--geodata", world.geodata)
    assert result.exit_code == 1
    assert "spells.csv, row 4, status" in result.stderr
    assert "events.csv, row 2, date" in result.stderr
    assert "problems in the data" in result.stderr


def test_check_reads_the_maps_that_go_with_the_data(world: World) -> None:
    text = (world.maps / "tiny.toml").read_text(encoding="utf-8")
    (world.maps / "tiny.toml").write_text(text.replace('"book-1950"', '"book-1951"'), encoding="utf-8")
    result = run("check", "--geodata", world.geodata)
    assert result.exit_code == 1
    assert "tiny.toml, story step 1, source: 'book-1951' is not in sources.bib" in result.stderr


def test_at_lists_polities_and_writes_them(world: World, tmp_path: Path) -> None:
    out = tmp_path / "state.geojson"
    result = run("at", "1939-09-17", "--geodata", world.geodata, "-o", out)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == ["polity", "green", "red"]
    assert sorted(gpd.read_file(out)["controller"]) == ["green", "red"]
    assert json.loads(out.read_text())["type"] == "FeatureCollection"
    again = tmp_path / "again.geojson"
    run("at", "1939-09-17", "--geodata", world.geodata, "-o", again)
    assert again.read_bytes() == out.read_bytes()


def test_at_lists_one_theatre_and_writes_its_territories(world: World, tmp_path: Path) -> None:
    out = tmp_path / "state.gpkg"
    result = run("at", "1939-09-17", "--geodata", world.geodata, "--theatre", "west", "-o", out)
    assert result.exit_code == 0, result.output
    assert sorted(gpd.read_file(out, layer="polities")["controller"]) == ["green", "red"]
    land = gpd.read_file(out, layer="territories").set_index("territory")
    assert land.loc["north-east", ["controller", "sovereign", "status"]].tolist() == ["red", "blue", "occupied"]
    assert str(land.loc["north-east", "from"])[:10] == "1939-09-17"
    assert land.crs == "EPSG:4326"
    east = run("at", "1939-09-17", "--geodata", world.geodata, "--theatre", "east")
    assert [line.split()[-1] for line in east.output.splitlines()] == ["name", "Greenland"]
    assert "west" not in east.output
    wrong = run("at", "1939-09-17", "--geodata", world.geodata, "--theatre", "moon")
    assert wrong.exit_code == 2
    assert "no theatre 'moon'; there are west, east" in wrong.stderr


def test_changes_lists_what_changed_hands_between_two_days(world: World, tmp_path: Path) -> None:
    result = run("changes", "1939-09-17", "1939-09-18", "--geodata", world.geodata)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("1939-09-17  north-east  ")
    assert lines[0].endswith("km2: blue -> red, status sovereign -> occupied")
    assert lines[1].endswith("km2: status annexed -> sovereign")
    gained = float(lines[0].split()[2].replace(",", ""))
    assert lines[2:] == [f"blue {-gained:+,.0f} km2", f"red {gained:+,.0f} km2"]
    told = json.loads(run("changes", "1939-09-17", "1939-09-18", "--geodata", world.geodata, "--json").output)
    assert [row["territory"] for row in told["changes"]] == ["north-east", "south-east"]
    for out in (tmp_path / "changes.csv", tmp_path / "changes.geojson", tmp_path / "changes.gpkg"):
        assert run("changes", "1938-01-01", "1946-01-01", "--geodata", world.geodata, "-o", out).exit_code == 0
        more = {"layer": "changes"} if out.suffix == ".gpkg" else {}
        table = pd.read_csv(out) if out.suffix == ".csv" else gpd.read_file(out, **more)
        assert table["territory"].tolist() == ["south-east", "north-east", "south-east"]
        assert [str(day)[:10] for day in table["day"]] == ["1938-10-01", "1939-09-17", "1939-09-17"]
    quiet = run("changes", "1939-09-18", "1939-09-19", "--geodata", world.geodata)
    assert quiet.output == "no land changed hands, sovereign or status\n"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("1939-09-18", "1939-09-17"), "no day lies from 1939-09-18 up to 1939-09-17"),
        (("1939-09-17", "1939-09-17"), "no day lies from"),
        (("1939-09-17", "1950-01-01"), "1950-01-01 lies outside the period"),
        (("1900-01-01", "1939-09-17"), "1900-01-01 lies outside the period"),
        (("1939-09-31", "1939-10-01"), "1939-09-31"),
    ],
)
def test_days_between_which_nothing_can_change_are_told(world: World, days: tuple[str, str], words: str) -> None:
    result = run("changes", *days, "--geodata", world.geodata)
    assert result.exit_code == 2
    assert words in result.stderr


def test_join_adds_columns_and_keeps_rows(world: World, tmp_path: Path) -> None:
    events = tmp_path / "mine.csv"
    events.write_text("who,lon,lat,date\nB,7,7,1939-09-17\nA,3,5,1930\n", encoding="utf-8")
    out = tmp_path / "joined.csv"
    result = run("join", events, "--geodata", world.geodata, "-o", out)
    assert result.exit_code == 0, result.output
    table = pd.read_csv(out)
    assert table.columns.tolist() == [
        "who", "lon", "lat", "date", "territory", "controller", "sovereign", "status", "match", "border_km", "border",
        "front_first", "front_last", "administration", "level",
    ]  # fmt: skip
    assert table["who"].tolist() == ["B", "A"]
    assert table["controller"].tolist() == ["red", "red"]


@pytest.mark.parametrize(
    "args",
    [
        ("at", "1939-09-31"),
        ("at", "1950-01-01"),
        ("at", "1939-09-17", "-o", "x.shp"),
        ("build", "nothing-of-that-name"),
        ("join", "no-such-file.csv", "-o", "x.csv"),
    ],
    ids=" ".join,
)
def test_wrong_calls_exit_with_2(world: World, args: tuple[str, ...]) -> None:
    more = ("--maps", world.maps) if args[0] == "build" else ()
    result = run(*args, "--geodata", world.geodata, *more)
    assert result.exit_code == 2
    assert result.stderr


def test_a_folder_that_is_not_there_exits_with_2(tmp_path: Path) -> None:
    assert run("check", "--geodata", tmp_path / "nowhere").exit_code == 2


def example_calls() -> list[tuple[str, str]]:
    """Return each call that the help of a command shows, with the command."""
    found = []
    for name, command in main.commands.items():
        assert command.epilog, f"mapper {name} shows no example"
        found += [(name, line.strip()) for line in command.epilog.splitlines() if line.startswith("  ")]
    return found


@pytest.mark.parametrize(("name", "call"), example_calls())
def test_an_example_of_the_help_is_a_call_of_its_command(name: str, call: str) -> None:
    program, *words = shlex.split(call)
    assert program == "mapper"
    assert words[0] == name
    with main.commands[name].make_context(name, words[1:]):  # raises where an option or an argument is none
        pass


def json_of(*args: object) -> Any:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_answers_for_programs(world: World, tmp_path: Path) -> None:
    at = json_of("at", "1939-09-17", "--geodata", world.geodata)
    assert at["date"] == "1939-09-17"
    assert [one["controller"] for one in at["polities"]] == ["green", "red"]
    checked = json_of("check", "--geodata", world.geodata)
    assert checked["problems"] == []
    assert checked["records"]["spells"] == 7
    mine = tmp_path / "mine.csv"
    mine.write_text("lon,lat,date\n7,7,1939-09-17\n,,\n", encoding="utf-8")
    joined = json_of("join", mine, "-o", tmp_path / "out.csv", "--geodata", world.geodata)
    assert joined["rows"] == 2
    assert joined["matches"] == {"inside": 1, "no place": 1}
    before = tmp_path / "before"
    shutil.copytree(world.geodata, before)
    world.replace("spells.csv", "1938-10-01", "1938-10-02")
    differs = json_of("diff", before, world.geodata)
    assert {one["polity"] for one in differs["changes"]} == {"blue", "green"}
    assert {one["from"] for one in differs["changes"]} == {"1938-10-01"}
    assert json_of("accuracy", "--geodata", world.geodata) == {"campaigns": []}


def test_problems_for_programs(world: World) -> None:
    world.replace("spells.csv", "blue,occupied", "blue,conquered")
    result = run("check", "--geodata", world.geodata, "--json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)["problems"]
    assert (problem["row"], problem["column"]) == ("row 4", "status")
    assert problem["file"].endswith("spells.csv")


def test_quiet_and_verbose(world: World) -> None:
    folders = ("--geodata", world.geodata, "--maps", world.maps)
    for calls in ((("-q", "build"), ("-v", "build")), (("build", "-q"), ("build", "-v"))):
        quiet, loud = (run(*call, *folders) for call in calls)
        assert quiet.exit_code == loud.exit_code == 0
        assert quiet.output == ""
        assert "tiny.html" in loud.stdout
        assert re.search(r"^ +\d+\.\d\d s  tiny$", loud.stderr, re.MULTILINE)
    wrong = run("-q", "at", "1939-09-31", "--geodata", world.geodata)
    assert wrong.exit_code == 2
    assert wrong.stderr


def test_the_doctor_finds_what_is_there_and_what_is_not(world: World, tmp_path: Path) -> None:
    found = {one["what"]: one for one in json_of("doctor", "--geodata", world.geodata)}
    assert found["geopandas"]["state"] == found["page scripts"]["state"] == "ok"
    assert "The tiny atlas" in found["geodata"]["found"]
    lost = run("doctor", "--geodata", tmp_path / "nowhere")
    assert lost.exit_code == 1
    assert re.search(r"^missing +geodata", lost.stdout, re.MULTILINE)
