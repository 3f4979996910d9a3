"""The claims of a text on the maps: the steps that carry them, and what a page is told of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper import reading, schema

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from mapper.errors import Problems
    from mapper.geodata import Geodata
    from mapper.maps import MapSpec

Record = dict[str, Any]


def check_steps(data: Geodata, specs: Collection[MapSpec], problems: Problems) -> None:
    """Tell every step that carries a claim and that no map has; of a map that is faulty, or no map, nobody knows."""
    if not specs:
        return
    known = {f"{spec.id}/{step['id']}" for spec in specs for step in spec.story}
    file = data.atlas.geodata / schema.TABLES["essay"].file
    faulty = {Path(problem.file).stem for problem in problems if problem.file.endswith(".toml")}
    hint = "Write it as map/step, such as nazi-soviet-pact/munich."
    for row, cell in data.claims["steps"].items():
        for one in schema.parts(cell):
            if one not in known and one.partition("/")[0] not in faulty:
                problems.add(file, reading.place_of(row), "steps", f"'{one}' is no step of a map", hint)


def claim_records(data: Geodata, spec: MapSpec, events: Container[str]) -> Record:
    """Return what a page is told: how many claims there are, and those that its ``events`` or its own steps carry.

    Steps are told by their number, from 1.
    """
    numbers = {f"{spec.id}/{step['id']}": number for number, step in enumerate(spec.story, start=1)}
    here = [
        {
            "id": claim["id"],
            "claim": data.about.words(claim, "claim"),
            "judgement": claim["judgement"],
            "reason": data.about.words(claim, "reason"),
            "events": [one for one in schema.parts(claim["events"]) if one in events],
            "steps": [numbers[one] for one in schema.parts(claim["steps"]) if one in numbers],
        }
        for claim in reading.records(data.claims)
    ]
    return {"of": len(here), "here": [one for one in here if one["events"] or one["steps"]]}
