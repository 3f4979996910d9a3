"""Spoil the code in one place at a time and see whether a test fails: `python -m tests.mutants`.

Without an option: the mutants of `NAMED`, each of which a reviewer thought of. `--sample 120 --seed 1` draws as many
places of the core rooms by chance, with `--js` of the scripts' model. A mutant is killed by a failing test, or by tests
that work for longer than they are given; it exits with 1 if any lives. Nothing of the checkout is touched: Python modules are
spoilt as they are imported, in a process of their own, scripts in a copy. Only tests that need neither a browser nor
the atlas itself are run; of those of Python, the quickest that run the line, as a run without a mutant measures.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import functools
import importlib.abc
import importlib.util
import itertools
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import coverage
import geopandas  # noqa: F401  (loaded once, before the processes part)
import pyogrio  # noqa: F401
import pyproj  # noqa: F401
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
PATIENCE, SCRIPT_PATIENCE = 60, 10  # seconds of the processor: a busy machine kills no mutant
ENOUGH = 60  # seconds of tests that a mutant meets; its patience grows with them, so that their own time kills none
BROKEN = 99  # the exit status of a process that could not run the tests
SCRIPTS = "mapper/assets/js"
MODEL = f"{SCRIPTS}/model"

CORE = (
    *("administrations", "atlas", "belligerents", "borders", "captures", "chains", "dates", "dating", "degrees"),
    *("errors", "evidence", "files", "fronts", "ground", "joining", "partition", "placing", "reading", "recipes"),
    *("scope", "yardsticks", "zones"),
)
TESTS = (
    *("anchors", "api", "atlas", "build", "cache", "campaigns", "captures", "dated", "dates", "dating", "degrees"),
    *("diff", "doubts", "evidence", "files", "fuzz", "geometry", "join", "joining", "partition", "points"),
    *("polygons", "schema", "sources", "zones"),
)


@dataclass(frozen=True)
class Mutant:
    """A file of the repository, what stands there once, what is put in its place, and what that means."""

    file: str
    old: str
    new: str
    what: str


def js(room: str, old: str, new: str, what: str) -> Mutant:
    """Return a mutant of a script."""
    return Mutant(f"{SCRIPTS}/{room}.js", old, new, what)


NAMED = (
    Mutant(
        "mapper/borders.py",
        "self.accuracy[arc], kind[arc]",
        "self.accuracy[arc - 1], kind[arc]",
        "accuracy of another line",
    ),
    Mutant(
        "mapper/ground.py",
        "self.kinds = [*STATE, *FURTHER]",
        "self.kinds = [*STATE[1:], *STATE[:1], *FURTHER]",
        "border by sovereign",
    ),
    Mutant("mapper/ground.py", "ASHORE_KM = 3.0", "ASHORE_KM = 30.0", "30 km ashore"),
    Mutant("mapper/page.py", "base-uri 'none'; ", "", "no base-uri"),
    Mutant("mapper/page.py", '"data: blob:") -> str', '"*") -> str', "img-src *"),
    Mutant(
        "mapper/files.py",
        'fresh = room / f"fresh{ending or place.suffix}"\n            yield fresh\n            _move({fresh: place})',
        "yield place",
        "writes that are not atomic",
    ),
    Mutant(
        "mapper/record.py",
        'cites += tuple(spell for railway in railways for spell in railway["spells"])',
        "cites += ()",
        "sources of railways dropped",
    ),
    Mutant("mapper/cache.py", "yield name.as_posix().encode()", 'yield b""', "stamp without names"),
    Mutant("mapper/recipes.py", 'if on == "coast":', 'if on == "shore":', "nothing lies on the coast"),
    Mutant("mapper/recipes.py", 'ends_draw=on != "coast"', "ends_draw=True", "ends of coast draw"),
    Mutant("mapper/placing.py", ' & (joined["waiver"] == "")', "", "waiver ignored"),
    Mutant(
        "mapper/page.py",
        'any(theatre.get("rivers") for theatre in record["theatres"].values())',
        "True",
        "rivers always listed",
    ),
    Mutant("mapper/glossary.py", 'known.get(f"{name} ({now})") or ', "", "a town by its name alone"),
    Mutant("mapper/glossary.py", 'now if now != told else ""', "now", "today's name in every language"),
    js(
        "model/chains",
        "{ [first]: told,",
        "{ [first]: pick(name, first),",
        "town of a zone",
    ),
    js("model/chains", "recognition?.as ?? spell", "spell", "seenAs"),
    js("model/moments", "days[0] > bounds.last", "days[0] >= bounds.last", "last day in a link"),
    js("model/moments", "Math.min(last, to)", "Math.min(last - 1, to)", "last day in a link cut"),
    js("model/state", "divider <= 100", "divider <= 1000", "divider over 100"),
    js("model/chains", "gainer.gained += change", "gainer.lost += change", "balance"),
    js("model/chains", "b.gained + b.lost - a.gained", "b.gained - b.lost - a.gained", "its order"),
    js("model/chains", 'is === polity ? "gained"', 'was === polity ? "gained"', "ledger"),
    js(
        "model/borders",
        "left.controller !== right.controller",
        "left.status !== right.status",
        "borderClass",
    ),
    js("model/chains", "day > first && day <= last", "day >= first && day < last", "mergeDays"),
    js("model/geometry", "(dy / length) * by", "(dy / length) * -by", "side of a band"),
    js(
        "labels/inland",
        "owners[y * columns + x] === owner",
        "owners[y * columns + x] >= 0",
        "a quiz's number on another's land",
    ),
    js("files/signs", "open.find((room) => clear(room, boxes)) ?? open[0]", "open[0]", "a quiz's number over a name"),
    js("files/signs", "room.depth >= ROOM && ", "", "a quiz's number over a border"),
    js("model/changes", "rank(a) - rank(b) || ", "", "the largest change is told before a capital"),
    js("model/changes", "towns.startsWith(own) ? towns.slice(own.length) : towns", "towns", "a town told twice"),
    js("files/holders", "b.changed - a.changed ||", "", "a quiz asks for large quiet lands"),
    js("files/holders", "day > from && day <= moment.day", "day <= moment.day", "all changes are late"),
)


class Spoilt(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module of the package from another text."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text, self.name = path, text, f"mapper.{path.stem}"

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """Return where the module is."""
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def create_module(self, _: object) -> None:
        """Leave it to Python."""

    def exec_module(self, module: object) -> None:
        """Run the text."""
        exec(compile(self.text, str(self.path), "exec"), module.__dict__)  # noqa: S102  (that is what is tested)


class Quick:
    """Leaves out what needs the atlas itself, and what a process of its own does, in which nothing is spoilt."""

    def pytest_collection_modifyitems(self, items: list) -> None:
        """Keep the others."""
        slow = {"atlas", "data", "page", "browser"}
        items[:] = [
            one
            for one in items
            if not slow & set(one.fixturenames) and "subprocess" not in one.function.__code__.co_names
        ]


class Measured(Quick):
    """Notes which tests run each line of the package, and for how long each works.

    What a fixture of several tests runs counts for each that asks for it.
    """

    def __init__(self) -> None:
        self.coverage = coverage.Coverage(data_file=None, config_file=False, include=[str(ROOT / "mapper/*")])
        self.coverage.start()
        self.seconds: dict[str, float] = {}
        self.asking: dict[str, list[str]] = defaultdict(list)
        self.at = [""]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Iterator[None]:
        """Measure a test."""
        for name in item.fixturenames:
            self.asking[name].append(item.nodeid)
        begun = time.process_time()
        with self._within(item.nodeid):
            done = yield
        self.seconds[item.nodeid] = time.process_time() - begun
        return done

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[None]:
        """Measure a fixture."""
        if fixturedef.scope == "function":
            return (yield)
        with self._within(f"fixture {fixturedef.argname}"):
            return (yield)

    @contextlib.contextmanager
    def _within(self, context: str) -> Iterator[None]:
        self.at.append(context)
        self.coverage.switch_context(context)
        yield
        self.at.pop()
        self.coverage.switch_context(self.at[-1])

    def told(self) -> dict:
        """Return the seconds of the tests, and the tests of the lines of the files."""
        self.coverage.stop()
        data = self.coverage.get_data()
        lines: dict[str, dict[int, list[str]]] = {}
        for file in data.measured_files():
            lines[Path(file).relative_to(ROOT).as_posix()] = {
                line: sorted({
                    test
                    for one in contexts
                    if one
                    for test in (self.asking[one.removeprefix("fixture ")] if one.startswith("fixture ") else [one])
                })
                for line, contexts in data.contexts_by_lineno(file).items()
            }  # fmt: skip
        return {"seconds": self.seconds, "lines": lines}


class Chosen:
    """Runs some tests, the quickest first."""

    def __init__(self, tests: list[str]) -> None:
        self.tests = tests

    def pytest_collection_modifyitems(self, items: list) -> None:
        """Keep them."""
        found = {one.nodeid: one for one in items}
        items[:] = [found[test] for test in self.tests if test in found]


def in_a_process(work: Callable[[], int], seconds: int) -> int:
    """Return what work returns in a process of its own that is silent and patient so long, with the libraries loaded before."""
    child = os.fork()
    if not child:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        signal.alarm(10 * seconds)
        code = BROKEN
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(plugin: object, files: Iterable[str], *more: str) -> int:
    """Run tests, and return pytest's exit status."""
    return int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:playwright", *more, *files], plugins=[plugin]))


def measure(folder: Path, kept: Path | None) -> dict:
    """Run all tests without a mutant, unless that is kept, and return what `Measured` tells."""
    note, log = kept or folder / "measured.json", folder / "failed"
    if note.exists():
        return json.loads(note.read_text(encoding="utf-8"))

    def work() -> int:
        plugin = Measured()
        code = run(plugin, [str(ROOT / f"tests/test_{name}.py") for name in TESTS], f"--junit-xml={log}")
        if code == 0:
            note.write_text(json.dumps(plugin.told()), encoding="utf-8")
        return code

    if in_a_process(work, 60 * PATIENCE):
        failed = re.findall(r'name="([^"]+)"[^>]*><failure', log.read_text(encoding="utf-8")) if log.exists() else []
        sys.exit(f"these tests fail without a mutant: {failed or 'all'}")
    return json.loads(note.read_text(encoding="utf-8"))


def chosen(measured: dict, file: str, lines: Iterable[int]) -> list[str]:
    """Return tests that run some lines of a module, `ENOUGH`, those of the module where importing it does.

    The quickest come first; the second case of a test counts twice its time, the third three times, for many cases of
    one test tell little more than the first.
    """
    told = measured["lines"].get(file, {})
    tests = {test for line in lines for test in told.get(str(line), [])} or {
        test for some in told.values() for test in some
    }
    met: Counter[str] = Counter()
    cost = {}
    for test in sorted(tests, key=lambda test: (measured["seconds"][test], test)):
        function = test.partition("[")[0]
        met[function] += 1
        cost[test] = measured["seconds"][test] * met[function]
    quick = sorted(cost, key=cost.__getitem__)
    spent = itertools.accumulate(measured["seconds"][test] for test in quick)
    return [test for test, by in zip(quick, spent, strict=True) if by < ENOUGH]


def python_lives(texts: dict[str, str], tests: list[str], patience: int) -> bool:
    """Whether the tests pass with other texts of some modules."""

    def work() -> int:
        sys.meta_path[:0] = [Spoilt(ROOT / file, text) for file, text in texts.items()]
        return run(Chosen(tests), sorted({str(ROOT / test.split("::")[0]) for test in tests}), "-x")

    code = in_a_process(work, patience) if tests else 0
    if code == BROKEN:
        sys.exit(f"the tests of {', '.join(texts)} could not be run")
    return code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def control(measured: dict, mutants: list[tuple[str, str, str, range]]) -> None:
    """Stop where a test that mutants meet fails, in their order, with the modules as mutants write them but unspoilt."""
    files = sorted({file for file, *_ in mutants if file.endswith(".py")})
    tests = dict.fromkeys(test for file in files for test in chosen(measured, file, ()))
    whole = {file: ast.unparse(ast.parse((ROOT / file).read_text(encoding="utf-8"))) for file in files}
    if not python_lives(whole, list(tests), len(files) * PATIENCE):
        sys.exit(f"tests of these modules fail without a mutant: {', '.join(files)}")


def script_lives(copy: Path, file: str, text: str, tests: str) -> bool:
    """Whether the tests pass with a script spoilt in a copy."""
    path = copy / file
    whole = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    imports = "".join(f'await import("{copy}/tests/js/{name}.test.js");' for name in tests.split())
    command = ["node", "--test-reporter=tap", "--input-type=module", "-"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        node = subprocess.Popen(command, text=True, encoding="utf-8", **pipes)
        resource.prlimit(node.pid, resource.RLIMIT_CPU, (SCRIPT_PATIENCE, SCRIPT_PATIENCE))
        with node:
            node.stdin.write(imports)
            node.stdin.close()
            if any("not ok " in line for line in node.stdout):
                node.kill()
                return False
        return node.returncode == 0
    finally:
        path.write_text(whole, encoding="utf-8")


def copied(folder: Path) -> Path:
    """Make a copy of what the tests of the scripts read, and return it."""
    shutil.copytree(ROOT / SCRIPTS, folder / SCRIPTS)
    shutil.copytree(ROOT / "tests/js", folder / "tests/js")
    for name in (
        "geodata",
        "maps",
        "docs",
        "README.md",
        *(f"mapper/assets/{p.name}" for p in (ROOT / "mapper/assets").iterdir()),
    ):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    return folder


FLIPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


def spoilings(source: str) -> Iterator[tuple[range, str, Callable[[], str]]]:
    """Yield every mutant of a module: its lines, what it is, and what makes the whole text."""
    whole = ast.parse(source)
    skipped = {id(inner) for node in ast.walk(whole) for part in _unread(node) for inner in ast.walk(part)}
    for number, node in enumerate(ast.walk(whole)):
        if id(node) in skipped:
            continue
        for what in _ways(node):
            yield (
                range(node.lineno, node.end_lineno + 1),
                f"{what}: {ast.unparse(node)[:150]}",
                functools.partial(_spoilt, source, number, what),
            )


def _spoilt(source: str, number: int, what: str) -> str:
    """Return a module with one node changed."""
    tree = ast.parse(source)
    _spoil(next(itertools.islice(ast.walk(tree), number, None)), what)
    return ast.unparse(ast.fix_missing_locations(tree))


def _unread(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a node that do nothing: annotations, imports for types, words of errors, and mere safeguards."""
    parts: list = [getattr(node, "annotation", None), getattr(node, "returns", None)]
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        parts.append(node)
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg in ("strict", "frozen")):
        parts.append(node)
    return [part for part in parts if part is not None]


def _ways(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.Compare, ast.BinOp, ast.BoolOp)):
        op = node.ops[0] if isinstance(node, ast.Compare) else node.op
        return ["flip"] if type(op) in FLIPS else []
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
        return ["no not"]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
        return ["constant"]
    if isinstance(node, ast.Return) and node.value and ast.unparse(node.value) != "None":
        return ["none"]
    dropped = isinstance(node, (ast.AugAssign, ast.Continue)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    )
    return ["drop"] if dropped else []


def _spoil(node: ast.AST, what: str) -> None:
    """Change a node in one way."""
    if what == "flip" and isinstance(node, ast.Compare):
        node.ops[0] = FLIPS[type(node.ops[0])]()
    elif what == "flip":
        node.op = FLIPS[type(node.op)]()  # type: ignore[attr-defined]
    elif what == "no not":
        node.__class__, node.__dict__ = node.operand.__class__, node.operand.__dict__  # type: ignore[attr-defined]
    elif what == "constant":
        node.value = _other(node.value)  # type: ignore[attr-defined]
    elif what == "none":
        node.value = ast.Constant(None)  # type: ignore[attr-defined]
    else:
        node.__class__, node.__dict__ = ast.Pass, {"lineno": node.lineno, "col_offset": 0}  # type: ignore[attr-defined]


def _other(value: float) -> float:
    """Return another constant, a truth value or a number: of a hundred and more twice as much, for a metre of kilometres is no other behaviour."""
    return not value if isinstance(value, bool) else value * 2 if abs(value) >= 100 else value + 1


# in a line of a script, as the formatter writes it
SWAPS = (
    (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "), (r" === ", " !== "), (r" !== ", " === "),
    (r" && ", " || "), (r" \|\| ", " && "), (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" / ", " * "),
    (r"(?<=[(&|] )!(?=\w)|(?<=\()!(?=\w)", ""), (r"\bMath\.max\b", "Math.min"), (r"\bMath\.min\b", "Math.max"),
    (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r"(?<![\w.#\"'])0(?![\w.])", "1"), (r"(?<![\w.#\"'])1(?![\w.])", "2"),
    (r"^\s+return .+;$", "return;"), (r"^\s+[\w.]+\([^{}]*\);$", ";"), (r"^\s+continue;$", ";"), (r" \?\? ", " && "),
)  # fmt: skip


def script_spoilings(source: str) -> Iterator[tuple[range, str, Callable[[], str]]]:
    """Yield every mutant of a script: its line, what it is, and what makes the whole text."""
    lines = source.splitlines()
    for number, line in enumerate(lines):
        code = re.sub(r"/\*.*?\*/", lambda found: " " * len(found[0]), line)
        code = re.sub(r"//.*", "", code)
        if ".sort((" in code or "? -1 : 1" in code:  # of a comparator the sign alone counts
            code = re.sub(r"(?<![\w.])-?[01](?![\w.])", lambda found: "\x00" * len(found[0]), code)
        code = re.sub(r"`[^`]*`|\"[^\"]*\"|/\^[^ ]*", lambda found: "\x00" * len(found[0]), code)
        if code.lstrip().startswith(("*", "/*", "import")):
            continue
        for pattern, new in SWAPS:
            for found in re.finditer(pattern, code.rstrip()):
                made = line[: found.start()] + new + line[found.end() :]
                yield (
                    range(number + 1, number + 2),
                    f"{line.strip()[:150]}  ->  {made.strip()[:150]}",
                    functools.partial("\n".join, [*lines[:number], made, *lines[number + 1 :]]),
                )


def tests_of(script: str) -> str:
    """Return the tests that import a script, straight or by another."""
    found = []
    for path in sorted((ROOT / "tests/js").glob("*.test.js")):
        seen: set[Path] = set()
        left = [path]
        while left:
            one = left.pop()
            if one in seen or not one.exists():
                continue
            seen.add(one)
            left += [
                (one.parent / name).resolve()
                for name in re.findall(r'from "(\.[^"]+\.js)"', one.read_text(encoding="utf-8"))
            ]
        if (ROOT / script) in seen and path.name not in ("rooms.test.js", "bundle.test.js"):
            found.append(path.name.removesuffix(".test.js"))
    return " ".join(found)


def sampled(count: int, seed: int, *, scripts: bool) -> Iterator[tuple[str, str, str, range]]:
    """Yield mutants drawn by chance: the file, what it is, the whole text, and its lines."""
    chance = random.Random(seed)  # noqa: S311  (a sample, no secret)
    paths = sorted((ROOT / MODEL).glob("*.js")) if scripts else [ROOT / f"mapper/{name}.py" for name in CORE]
    make = script_spoilings if scripts else spoilings
    places = []
    for path in paths:
        source = path.read_text(encoding="utf-8")
        places += [(path, *one) for one in make(source)]
    for path, lines, what, text in chance.sample(places, min(count, len(places))):
        yield path.relative_to(ROOT).as_posix(), f"line {lines[0]}, {what}", text(), lines


def named() -> Iterator[tuple[str, str, str, range]]:
    """Yield the mutants of `NAMED`, likewise."""
    for one in NAMED:
        source = (ROOT / one.file).read_text(encoding="utf-8")
        if source.count(one.old) != 1:
            sys.exit(f"{one.file} does not hold once: {one.old}")
        first = source[: source.index(one.old)].count("\n") + 1
        yield one.file, one.what, source.replace(one.old, one.new), range(first, first + one.old.count("\n") + 1)


def main() -> None:
    """Try the mutants."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--js", action="store_true")
    parser.add_argument(
        "--measured", type=Path, help="keep what a run without a mutant measures, or take it from there"
    )
    asked = parser.parse_args()
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    mutants = list(named() if asked.sample is None else sampled(asked.sample, asked.seed, scripts=asked.js))
    lived = 0
    with tempfile.TemporaryDirectory() as folder:
        measured = {} if asked.js else measure(Path(folder), asked.measured)
        copy = copied(Path(folder))
        control(measured, mutants)
        sound: set[str] = set()
        for file, what, text, lines in mutants:
            if file.endswith(".js"):
                tests = tests_of(file)
                if tests not in sound and not script_lives(
                    copy, file, (ROOT / file).read_text(encoding="utf-8"), tests
                ):
                    sys.exit(f"these tests fail without a mutant: {tests}")
                sound.add(tests)
                alive = not tests or script_lives(copy, file, text, tests)
            else:
                tests = chosen(measured, file, lines)
                spent = sum(measured["seconds"][test] for test in tests)
                alive = python_lives({file: text}, tests, PATIENCE + 2 * int(spent))
            lived += alive
            print(f"{'LIVED ' if alive else 'killed'} {file}, {what}", flush=True)
    count = len(mutants)
    print(f"{count - lived} of {count} killed, {(count - lived) / max(1, count):.0%}")
    sys.exit(1 if lived else 0)


if __name__ == "__main__":
    main()
