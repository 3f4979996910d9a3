"""Say what is wrong with a wheel and an sdist: python .ci/wheel.py FOLDER (that holds one of each)."""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUST = [
    r"mapper/py\.typed",
    r"mapper/api\.py",
    r"mapper/assets/vendor/(mapper|foreign|proj4|projections/aea)\.js",
    r"mapper/assets/vendor/icons\.json",
    r"mapper/assets/vendor/(leaflet|proj4|proj4leaflet|topojson-client|bootstrap)/LICENSE(\.md)?",
    r"mapper/assets/vendor/@fortawesome/free-solid-svg-icons/LICENSE\.txt",
    r"mapper/assets/i18n/en\.json",
    r"mapper/data/geodata/atlas\.toml",
    r"mapper/data/geodata/README\.md",
    r"mapper/data/geodata/base/[a-z]+\.topojson",
    r"mapper/data/maps/[a-z-]+\.toml",
    r".*\.dist-info/licenses/LICENSE",
]
MUST_NOT = [
    r".*(^|/)(tests|docs|benchmarks|node_modules|\.ci|\.git|__pycache__)/.*",
    r".*\.(html|ipynb|py[co]|tgz|deb|jpg|map)",
    r"mapper/assets/(js/.*|.*\.js|package.*\.json|[a-z]+config\.json|biome\.json)",
    r"mapper/data/.*\.py",
]
NO_PAGE = r"mapper/assets/html/.*\.html"  # a template, which is no page that was built
LIMIT = 4e6  # bytes of the wheel


def faults(wheel: Path, sdist: Path) -> list[str]:
    """Return what is missing, what is too much, and what differs from the source."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        found = [f"the wheel lacks {want}" for want in MUST if not any(re.fullmatch(want, name) for name in names)]
        for unwanted in MUST_NOT:
            for name in names:
                inside = name.startswith("mapper/assets/vendor/")
                if re.fullmatch(unwanted, name) and not re.fullmatch(NO_PAGE, name) and not inside:
                    found.append(f"the wheel holds {name}")
        for folder in ("geodata", "maps"):
            for path in sorted((ROOT / folder).rglob("*")):
                here = path.relative_to(ROOT).as_posix()
                wanted = path.is_file() and path.suffix in (".csv", ".geojson", ".topojson", ".toml", ".bib")
                if wanted and f"mapper/data/{here}" not in names:
                    found.append(f"the wheel lacks {here}")
                elif wanted and archive.read(f"mapper/data/{here}") != path.read_bytes():
                    found.append(f"{here} of the wheel is another")
    if wheel.stat().st_size > LIMIT:
        found.append(f"the wheel has {wheel.stat().st_size / 1e6:.1f} MB")
    with tarfile.open(sdist) as archive:
        sources = {name.partition("/")[2] for name in archive.getnames()}
    wanted = ("hatch_build.py", "geodata/atlas.toml", "mapper/assets/package-lock.json", "mapper/assets/js/main.js")
    found += [f"the sdist lacks {name}" for name in wanted if name not in sources]
    found += [
        f"the sdist holds {name}" for name in sorted(sources) if re.search(r"maps/.*\.html$|vendor/|\.venv/", name)
    ]
    return found


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    wrong = faults(wheel, sdist)
    print("\n".join(wrong) or f"{wheel.name}: {wheel.stat().st_size / 1e6:.2f} MB, nothing missing, nothing too much")
    sys.exit(bool(wrong))
