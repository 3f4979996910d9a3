"""Damaged inputs of every kind, and what is right for them: an answer or a clear error, soon, and of the right file.

One file of the tiny world is damaged at a time, or a file of points and the arguments of a command are made up. What is
wrong with an outcome is a traceback, a command that works for longer than `PATIENCE` or waits for longer than `WAIT`, a
message of several lines where one is due, or another file that is blamed although the damaged one is faulty.
"""

from __future__ import annotations

import csv
import io
import json
import signal
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from hypothesis import strategies as st
from test_captures import LAND, campaign, taken
from world import World

from mapper.build import prepare
from mapper.cli import main
from mapper.errors import DataError, MapperError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE = 20  # seconds of the processor: a busy machine is no hang
WAIT = 300  # seconds of the clock
NASTY = (
    *("", " ", "0", "-1", "1.5", "1_0", "1e999", "nan", "NaN", "inf", "9" * 400, "-0", "0x7", "7,5", "true", "null"),
    *("1939-02-30", "1939-09", "1939/", "../1939", "9999-12-31", "0000-00-00", "1939-09-17/1939-09-18", "1939S2"),
    *("red", "nobody", "westland; nope", "constructor", "__proto__", "../x", "index", "=1+1", "a;b", "a | b"),
    *("\0", "\ufeff", "\u200b", "\u202e", "\ud7ff", "e\u0301", "\U0001f600", "a\nb", "a\r\nb", "x" * 5000),
    *('"', "''", "\\", "{", "}", "%s", "[art. 1]"),
    *(
        ";",
        "brook 7.6 9 7.6 6",
        "brook 7 7 7 7",
        "red blue 1939-09-06/1939-09-08",
        "Old 1930-01-01/1931-01-01",
        "march",
    ),
    *("7 7", "7 7; 700 700", "105 5", "#fff", "#c77b6b", "http://a.b/", "javascript:alert(1)", "<b>", "treaty-1918"),
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
TABLES = (
    *(
        "polities",
        "nodes",
        "territories",
        "spells",
        "events",
        "places",
        "towns",
        "waters",
        "exonyms",
        "glossary",
        "aliases",
    ),
    *("anchors", "official_areas", "agreements", "spheres", "recognitions", "railway_spells"),
    *("campaigns", "captures", "successions", "administrations", "evidence", "essay"),
)
JSONS = (
    *("lines.geojson", "movements.geojson", "railways.geojson", "rivers.geojson"),
    *("base/west.topojson", "base/east.topojson", "base/lakes.topojson"),
)
TOMLS = ("geodata/atlas.toml", "maps/tiny.toml")
DATES = st.one_of(st.dates().map(str), TEXTS, st.sampled_from(["1939~", "193X", "1939-21", "17.09.1939", "9/17/1939"]))
DEGREES = st.one_of(st.floats(-10, 115).map(str), st.sampled_from(["7", "105", "7,5", "7°30'E", "700", "1e6"]), TEXTS)


MORE = {
    "administrations.csv": f"""id,name,name_pl,controller,from,to,territories,source,note
office,The Office,,red,1939-09-20,1940-01-01,{LAND},book-1950,
""",
    "evidence.csv": """record,source,locator,url,kind,says,verdict,read
spells/westland/1918-11-11,treaty-1918,art. 1,https://example.org/,document,Redland has it,supports,2026-01-01
""",
    "essay.csv": """id,claim,claim_pl,judgement,reason,reason_pl,events,steps
marched,The reds marched.,Czerwoni maszerowali.,right,They did.,To prawda.,march; feast,tiny/one
""",
}


def furnished(world: World) -> World:
    """Add to the tiny world what it lacks: a campaign, a doubtful day, names for a time, and more tables."""
    campaign(world, taken([(7, 7, 3), (8.2, 7, 12)]), [f"march,1939-09-05,red,green,{LAND},occupied,book-1950,"])
    world.replace("campaigns.csv", "occupied,,,", "occupied,red blue 1939-09-06/1939-09-08,brook 7.6 9 7.6 6,")
    world.replace("rivers.geojson", "[[3, 8], [4, 5], [3, 2]]", "[[7.6, 4], [7.6, 10]]")
    spans = {"south-east 1938-10-01": {"from_earliest": "1938-09-20", "from_latest": "1938-10-05"}}
    names = {"blue": {"names": "Old Blueland 1930-01-01/1931-01-01"}}
    spells, polities = world.rows("spells.csv"), world.rows("polities.csv")
    none = {"from_earliest": "", "from_latest": ""}
    world.write("spells.csv", [{**row, **none, **spans.get(f"{row['territory']} {row['from']}", {})} for row in spells])
    world.write("polities.csv", [{**row, "names": "", **names.get(row["id"], {})} for row in polities])
    for file, text in MORE.items():
        (world.geodata / file).write_text(text, encoding="utf-8")
    return world


@dataclass(frozen=True)
class Case:
    """One file, by its path in the world, and what it holds; or the arguments of a command and a file for it."""

    file: str
    content: bytes
    args: tuple[str, ...] = ()


class Field:
    """A tiny world that is damaged again and again, and made whole after each time."""

    def __init__(self, root: Path) -> None:
        self.world = furnished(World(root))
        self.root = root
        whole = (path for path in root.rglob("*") if path.is_file())
        self.whole = {path.relative_to(root).as_posix(): path.read_bytes() for path in whole}

    def cases(self) -> st.SearchStrategy[Case]:
        """Return a strategy of cases of every kind."""
        tables = st.sampled_from([f"geodata/{name}.csv" for name in TABLES]).flatmap(self._table)
        features = st.sampled_from([f"geodata/{name}" for name in JSONS]).flatmap(self._json)
        texts = st.sampled_from([*TOMLS, "geodata/sources.bib"]).flatmap(self._text)
        broken = st.sampled_from(sorted(self.whole)).flatmap(self._bytes)
        return st.one_of(tables, features, texts, broken, self._points(), self._arguments())

    def _table(self, file: str) -> st.SearchStrategy[Case]:
        rows = list(csv.reader(io.StringIO(self.whole[file].decode())))

        @st.composite
        def damaged(draw: Callable[..., Any]) -> Case:
            cells = [list(row) for row in rows]
            for _ in range(draw(st.integers(1, 2))):
                row = draw(st.integers(0, len(cells) - 1))
                column = draw(st.integers(0, len(cells[row]) - 1))
                how = draw(st.sampled_from(["cell", "cell", "cell", "row gone", "row twice", "column gone", "longer"]))
                if how == "cell":
                    cells[row][column] = draw(TEXTS)
                elif how == "row gone" and len(cells) > 1:
                    del cells[row]
                elif how == "row twice":
                    cells.insert(row, list(cells[row]))
                elif how == "column gone":
                    cells = [one[:column] + one[column + 1 :] or [""] for one in cells]
                else:
                    cells[row].append(draw(TEXTS))
            stream = io.StringIO()
            csv.writer(stream).writerows(cells)
            return Case(file, stream.getvalue().encode("utf-8", "surrogatepass"))

        return damaged()

    def _json(self, file: str) -> st.SearchStrategy[Case]:
        text = self.whole[file].decode()

        @st.composite
        def damaged(draw: Callable[..., Any]) -> Case:
            raw = json.loads(text)
            at: Any = raw
            while True:
                keys = list(at) if isinstance(at, dict) else list(range(len(at)))
                key = draw(st.sampled_from(keys))
                if isinstance(at[key], (dict, list)) and at[key] and draw(st.integers(0, 4)):
                    at = at[key]
                    continue
                break
            how = draw(st.sampled_from(["value", "value", "gone", "renamed", "twice"]))
            if how == "gone":
                del at[key]
            elif how == "renamed" and isinstance(at, dict):
                at[draw(TEXTS)] = at.pop(key)
            elif how == "twice" and isinstance(at, list):
                at.insert(key, at[key])
            else:
                at[key] = draw(VALUES)
            return Case(file, json.dumps(raw).encode())

        return damaged()

    def _text(self, file: str) -> st.SearchStrategy[Case]:
        lines = self.whole[file].decode().splitlines()

        @st.composite
        def damaged(draw: Callable[..., Any]) -> Case:
            made = list(lines)
            number = draw(st.integers(0, len(made) - 1))
            key, mark, _ = made[number].partition(" = ")
            how = draw(st.sampled_from(["value", "value", "gone", "twice", "letters"]))
            if how == "value" and mark:
                value = draw(VALUES)
                quoted = f"{{{value}}}," if file.endswith(".bib") else json.dumps(value)
                made[number] = key + mark + draw(st.sampled_from([quoted, str(value), "1939-09-17", "[[]]", "{}"]))
            elif how == "gone":
                del made[number]
            elif how == "twice":
                made.insert(number, made[number])
            else:
                place = draw(st.integers(0, len(made[number])))
                made[number] = made[number][:place] + draw(TEXTS) + made[number][place + draw(st.integers(0, 3)) :]
            return Case(file, "\n".join(made).encode("utf-8", "surrogatepass"))

        return damaged()

    def _bytes(self, file: str) -> st.SearchStrategy[Case]:
        whole = self.whole[file]

        @st.composite
        def damaged(draw: Callable[..., Any]) -> Case:
            place, gone = draw(st.integers(0, len(whole))), draw(st.sampled_from([0, 1, 3, 20, len(whole)]))
            more = draw(st.one_of(st.binary(max_size=4), st.sampled_from([b"\xff", b"\0", b"[" * 10_000, b"9" * 5000])))
            return Case(file, whole[:place] + more + whole[place + gone :])

        return damaged()

    def _points(self) -> st.SearchStrategy[Case]:
        names = st.sampled_from(["lon", "lat", "date", "LON", "end", "territory", "match", "fid", "geometry", "x", ""])

        @st.composite
        def made(draw: Callable[..., Any]) -> Case:
            header = draw(st.one_of(st.just(["lon", "lat", "date"]), st.lists(names, min_size=1, max_size=6)))
            rows = draw(st.lists(st.tuples(DEGREES, DEGREES, DATES, TEXTS), max_size=4))
            ending = draw(st.sampled_from(["csv", "tsv", "geojson", "json"]))
            if ending in ("csv", "tsv"):
                stream = io.StringIO()
                csv.writer(stream, delimiter=draw(st.sampled_from(",;\t"))).writerows([header, *rows])
                content = stream.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])), "replace")
            else:
                shapes = draw(st.lists(st.one_of(VALUES, st.fixed_dictionaries({
                    "type": st.sampled_from(["Point", "MultiPoint", "LineString", "Polygon"]),
                    "coordinates": st.lists(st.one_of(st.floats(), st.lists(st.floats(), max_size=3)), max_size=3),
                })), min_size=len(rows), max_size=len(rows)))  # fmt: skip
                features = [
                    {"type": "Feature", "properties": {"date": row[2], "note": row[3]}, "geometry": shape}
                    for row, shape in zip(rows, shapes, strict=True)
                ]
                content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
            out = draw(st.sampled_from(["csv", "tsv", "geojson", "gpkg", "parquet"]))
            args = ["join", f"mine.{ending}", "-o", f"out.{out}"]
            options = st.sampled_from(["--date-format", "--crs", "--prefix", "--lon", "--date-column", "--encoding"])
            if draw(st.integers(0, 3)) == 0:
                args += [draw(options), draw(st.one_of(TEXTS, st.sampled_from(["%d.%m.%Y", "EPSG:2180", "cp1250"])))]
            return Case(f"mine.{ending}", content, tuple(args))

        return made()

    def _arguments(self) -> st.SearchStrategy[Case]:
        words = st.one_of(DATES, st.sampled_from(["-o", "--geodata", "--maps", "--from", "--by", "nowhere", "geodata"]))
        names = st.sampled_from(["at", "check", "export", "diff", "compare", "import", "new", "build", "accuracy"])
        return st.builds(
            lambda name, more: Case("mine.csv", b"lon,lat,date\n7,7,1939-09-17\n", (name, *more)),
            names,
            st.lists(words, max_size=4),
        )

    def fault(self, case: Case) -> str:
        """Return what is wrong with the outcome of a case, or ''."""
        path = self.root / case.file
        path.write_bytes(case.content)
        clocks = {signal.SIGPROF: (signal.ITIMER_PROF, PATIENCE), signal.SIGALRM: (signal.ITIMER_REAL, WAIT)}
        before = {number: signal.signal(number, _late) for number in clocks}
        for clock, seconds in clocks.values():
            signal.setitimer(clock, seconds)
        try:
            return self._run(case.args) if case.args else self._read(case.file)
        except TimeoutError:
            return f"it works for longer than {PATIENCE} s, or waits for longer than {WAIT} s"
        except Exception as error:  # noqa: BLE001  (that is what is looked for)
            last = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__} at {last.filename.rpartition('/')[2]}:{last.lineno}: {str(error)[:200]}"
        finally:
            for number, (clock, _) in clocks.items():
                signal.setitimer(clock, 0)
                signal.signal(number, before[number])
            path.write_bytes(self.whole[case.file]) if case.file in self.whole else path.unlink()

    def _read(self, file: str) -> str:
        """Read the world as a build does, and make the records of its map."""
        try:
            specs, _, _, recorder = prepare(self.world.geodata, self.world.maps, [])
            for spec in specs:
                recorder.record(spec)
        except DataError as error:
            name = file.rpartition("/")[2]
            # what a row refers to in the damaged file, and is not there any more, can be told of the row alone
            named = {one.file for one in error.problems if one.file.endswith(file) or name not in one.message}
            others = sorted(one for one in named if not one.endswith(file))
            if others and any(one.endswith(file) for one in named):
                blamed = next(problem for problem in error.problems if problem.file == others[0])
                own = next(problem for problem in error.problems if problem.file.endswith(file))
                return f"{blamed} is told beside {own}"
            if several := [problem for problem in error.problems if "\n" in str(problem)]:
                return f"{several[0]!r} has several lines"
        except MapperError as error:
            return "" if "\n" not in str(error) else f"{error!r} has several lines"
        return ""

    def _run(self, args: tuple[str, ...]) -> str:
        """Run a command in the folder of the world."""
        runner = CliRunner()
        with runner.isolated_filesystem(self.root):
            given = [str(self.root / "mine.csv").replace("mine.csv", a) if a.startswith("mine.") else a for a in args]
            if args[0] not in ("diff", "import", "new") and "--geodata" not in args:
                given[1:1] = ["--geodata", str(self.world.geodata)]  # an option at the end may lack its value
            result = runner.invoke(main, [one.replace("\0", "") for one in given])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return "" if result.exit_code in (0, 1, 2) else f"exit status {result.exit_code}"


def _late(*_: object) -> None:
    raise TimeoutError
