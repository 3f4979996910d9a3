"""The shape of the package: imports point one way, and each big library has one door."""

import ast
from functools import cache

import pytest
from world import ROOT

PACKAGE = ROOT / "mapper"
ROOMS = {  # a module imports only from rooms before its own, and within its room from those before it
    "words": [
        "errors",
        "files",
        "cache",
        "opening",
        "dates",
        "dateforms",
        "truces",
        "barriers",
        "schema",
        "about",
        "packaged",
        "naming",
        "columns",
        "palette",
        "assets",
    ],
    "read": ["reading", "dated", "sources", "evidence", "geometry", "base"],
    "land": [
        "recipes",
        "partition",
        "polygons",
        "nearness",
        "zones",
        "campaigns",
        "captures",
        "coast",
        "doubts",
        "administrations",
        "atlas",
        "arcs",
        "belligerents",
    ],
    "join": [
        "events",
        "chains",
        "borders",
        "between",
        "fronts",
        "ground",
        "placing",
        "overlays",
        "arrows",
        "glossary",
        "claims",
        "scope",
        "geodata",
    ],
    "points": ["dating", "degrees", "batches", "codepages", "delimited", "features", "gml", "columnar", "gdal"],
    "file": ["points", "frames", "cluster", "outputs", "joining"],
    "measure": ["reference", "compare", "diff", "accuracy", "yardsticks"],
    "page": [
        "maps",
        "languages",
        "vouched",
        "gazetteer",
        "overlaid",
        "claimed",
        "record",
        "beside",
        "preview",
        "markup",
        "foreign",
        "described",
        "page",
        "build",
        "watch",
        "serve",
    ],
    "new": [
        "intake",
        "fitting",
        "folder",
        "importing",
        "starter",
        "parts",
        "newland",
        "newevents",
        "new",
    ],
    "out": ["linked", "qgis", "datapackage", "export"],
    "python": ["api"],
    "command": ["doctor", "terminal", "making", "asking", "states", "cli"],
}
ORDER = [module for room in ROOMS.values() for module in room]
DOORS = {
    "folium": {"foreign", "page"},
    "branca": {"foreign", "page"},
    "click": {"terminal", "making", "asking", "states", "cli"},
    "platformdirs": {"cache"},
    "edtf": {"dates"},
    "bibtexparser": {"sources"},
    "pyogrio": {"gdal"},
    "openpyxl": {"columnar"},
    "dask": {"cluster"},
    "dask_geopandas": {"cluster"},
    "distributed": {"cluster"},
    "watchfiles": {"watch"},
}
LENGTH = 450
LONGER = {"schema": 560, "record": 500}  # a table of tables, what a page is told


@cache
def imports_of(module: str) -> frozenset[str]:
    path = PACKAGE / module / "__init__.py" if module == "assets" else PACKAGE / f"{module}.py"
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "mapper":
                found |= {f"mapper.{alias.name}" for alias in node.names}
    return frozenset(found)


def test_every_module_has_its_place() -> None:
    names = {p.stem for p in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert names | {"assets"} == set(ORDER)


@pytest.mark.parametrize("module", ORDER)
def test_imports_point_one_way(module: str) -> None:
    inner = {name.split(".")[1] for name in imports_of(module) if name.startswith("mapper.")}
    later = set(ORDER[ORDER.index(module) :])
    assert not (inner & set(ORDER)) & later, f"{module} imports {inner & later}, which come after it"


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    users = {module for module in ORDER if any(n.split(".")[0] == library for n in imports_of(module))}
    assert users == DOORS[library]


@pytest.mark.parametrize("module", sorted(set(ORDER) - {"assets"}))
def test_no_module_grows_too_long(module: str) -> None:
    assert len((PACKAGE / f"{module}.py").read_text(encoding="utf-8").splitlines()) <= LONGER.get(module, LENGTH)
