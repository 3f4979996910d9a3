"""No damage to a file of a folder, and no argument of a command, ends in a traceback or a hang, or blames another file.

A short run is part of the suite; ``pytest tests/fuzz --cases 10000`` is a long one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from damage import NASTY, damages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import ROOT, Child, dated_world, drawn_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DataObject
    from worlds import Files, Outcome, Put

GEODATA, MAPS, OUT = f"{ROOT}/geodata", f"{ROOT}/maps", f"{ROOT}/out"
CHECK = ["check", "--geodata", GEODATA]
BUILD = ["build", "--geodata", GEODATA, "--maps", MAPS, "--out", OUT]
AT = ["at", "1939-09-17", "--geodata", GEODATA]
SUMMARY = " in the data"
ALL = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    made = Child(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return drawn_world(tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return dated_world(tmp_path_factory.mktemp("dated"))


def hold(outcomes: list[Outcome], put: Put) -> None:
    """Hold what was said to the rules."""
    for outcome in outcomes:
        assert not outcome.trace, f"{put}\n{outcome.trace}"
        assert outcome.status in {0, 1, 2}
        lines = outcome.err.splitlines()
        assert bool(lines) == bool(outcome.status), f"{put}\n{outcome.err}"
        if outcome.status:
            assert outcome.out == "", f"{put}\nprinted: {outcome.out}"
        if outcome.status == 1:
            assert lines[-1].endswith(SUMMARY), outcome.err
        name = "holds no map" if put.kind == "missing" and put.path.startswith("maps") else put.path.rsplit("/", 1)[-1]
        blamed = [line for line in lines if name not in line and not line.endswith(SUMMARY)]
        assert not blamed, f"{put}\nblames another: {blamed[:5]}"
    if len(outcomes) > 1:
        assert not outcomes[-1].status, f"{put}\nsound for check, and yet: {outcomes[-1].err}"


def test_damaged_files_of_a_drawn_folder(child: Child, drawn: Files, cases: int) -> None:
    paths = [path for path in drawn if path.startswith("geodata")]

    @settings(ALL, max_examples=cases // 2)
    @given(damages(drawn, paths))
    def run(put: Put) -> None:
        hold(child.run(drawn, put, [CHECK, BUILD]), put)

    run()


def test_damaged_files_of_dated_polygons(child: Child, dated: Files, cases: int) -> None:
    paths = [path for path in dated if path.startswith("geodata")]

    @settings(ALL, max_examples=cases // 5)
    @given(damages(dated, [*paths, *["geodata/boundaries.geojson"] * len(paths)]))
    def run(put: Put) -> None:
        hold(child.run(dated, put, [CHECK, AT]), put)

    run()


def test_damaged_maps(child: Child, drawn: Files, cases: int) -> None:
    @settings(ALL, max_examples=cases // 5)
    @given(damages(drawn, ["maps/tiny.toml"]))
    def run(put: Put) -> None:
        hold(child.run(drawn, put, [BUILD]), put)

    run()


OPTIONS = ("--geodata", "--maps", "--out", "-o", "--over", "--date", "--format", "--windows", "--help", "--nonsense")
COMMANDS = ("build", "check", "at", "export", "import", "diff", "compare", "nonsense")
WORDS = ("1939-09-17", "cshapes", "tiny", GEODATA, MAPS, f"{OUT}/x.geojson", f"{GEODATA}/boundaries.geojson", "geojson")


def test_arguments_of_commands(child: Child, drawn: Files, cases: int) -> None:
    words = st.sampled_from((*WORDS, *OPTIONS)) | NASTY.map(lambda text: text.replace("\0", ""))

    @settings(ALL, max_examples=cases // 10)
    @given(st.data())
    def run(data: DataObject) -> None:
        command = data.draw(st.sampled_from(COMMANDS))
        args = [f"{ROOT}/{word}" if word in {"~", "x"} else word for word in data.draw(st.lists(words, max_size=5))]
        if command in {"build", "check", "at", "export", "compare"} and data.draw(st.booleans()):
            args += ["--geodata", GEODATA]
        (outcome,) = child.run(drawn, None, [[command, *args]])
        assert not outcome.trace, f"{command} {args}\n{outcome.trace}"
        assert outcome.status in {0, 1, 2}
        assert bool(outcome.status) == bool(outcome.err), f"{command} {args}\n{outcome.out}\n{outcome.err}"

    run()
