"""Write anew what follows from the tables after a change: README's shares, accuracy.md and datapackage.json."""

from __future__ import annotations

from pathlib import Path

from mapper.cli import main
from mapper.evidence import LEVELS, shares
from mapper.geodata import load

GEODATA = Path(__file__).resolve().parent
README = GEODATA.parent / "README.md"


def share_rows() -> dict[str, str]:
    """Return the README's row of each table of records, by its first cell."""
    told = {}
    for one in shares(load(GEODATA).records).to_dict("records"):
        counts = " | ".join(str(one[level]) for level in LEVELS)
        start = f"| `{one['table']}` | "
        told[start] = f"{start}{one['records']:,} | {counts} | {one['read']:.0%} |"
    return told


def write_shares() -> None:
    """Write the shares of records that were read into the README's table."""
    rows = share_rows()
    lines = README.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        start = next((start for start in rows if line.startswith(start) and line.endswith("% |")), None)
        if start:
            lines[number] = rows[start]
    README.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_shares()
    for name, options in {
        "accuracy.md": ["accuracy"],
        "datapackage.json": ["export", "--format", "datapackage"],
    }.items():
        main([*options, "--geodata", str(GEODATA), "-o", str(GEODATA / name)], standalone_mode=False)
