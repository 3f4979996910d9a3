"""What a map is told of the maps beside it: their titles, and what can be found on them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.record import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.maps import MapSpec
    from mapper.record import Recorder

Record = dict[str, Any]


class Beside:
    """Tells each of an atlas's maps of the others; the titles of a map are made once."""

    def __init__(self, specs: Sequence[MapSpec], recorder: Recorder) -> None:
        self.specs = specs
        self.titles = {spec.id: map_titles(spec, recorder) for spec in specs}

    def record(self, spec: MapSpec) -> Record:
        """Return what a map's record says of the maps: ``maps``, itself among them, and ``elsewhere``.

        What several other maps have stands under the first of them.
        """
        told = {(one["kind"], one["id"]) for one in self.titles[spec.id]}
        found = []
        for other in self.specs:
            for one in self.titles[other.id]:
                if (one["kind"], one["id"]) not in told:
                    told.add((one["kind"], one["id"]))
                    found.append({"map": other.id, **one})
        maps = [{"id": one.id, "title": one.title, "theatres": one.theatres} for one in self.specs]
        return {"maps": maps, "elsewhere": found}


def map_titles(spec: MapSpec, recorder: Recorder) -> list[Record]:
    """Return events, towns and lands that a map draws, and the steps of its story, by which other maps find them.

    Each has kind, id, label, further names, day (ISO), theatre and ``at``: longitude and latitude (EPSG:4326), or none.
    """
    found = [_titled("step", step, step["title"], [], step["date"]) for step in spec.story]
    for theatre in spec.theatres:
        land = recorder.land[theatre]
        events = [e for e in recorder.events if e["join"]["theatre"] == theatre or _lies_in(e, land)]
        towns = [town for town in recorder.places if within(town, [land["window"]])]
        here = [
            *(
                _titled("event", e, e["title"], [*e["also"], *e["place"].values()], e["earliest"], _at(e))
                for e in events
            ),
            *(_titled("place", p, p["name"], _further_names(p), spec.date, _at(p)) for p in towns),
            *(
                _titled("territory", t, t["name"], [], spec.date, t["point"])
                for t in land["territories"]
                if "name" in t
            ),
        ]
        found += [{**one, "theatre": theatre} for one in here]
    return found


def _lies_in(event: Record, land: Record) -> bool:
    """Tell whether an event that fell on no land lies in a theatre's window."""
    return event["join"]["theatre"] is None and within(event, [land["window"]])


def _titled(
    kind: str, one: Record, label: dict[str, str], names: list[str], day: str, at: list[float] | None = None
) -> Record:
    return {"kind": kind, "id": one["id"], "label": label, "names": names, "date": day, "theatre": "", "at": at}


def _at(point: Record) -> list[float]:
    return [round(point["lon"], 2), round(point["lat"], 2)]


def _further_names(place: Record) -> list[str]:
    """Return the names of a town beside those of its label, each once."""
    dated = [name for names in place["names"].values() for name, *_ in names]
    return list(dict.fromkeys([*dated, *place["today"].values(), *place["also"]]))
