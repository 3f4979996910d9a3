"""The atlas in the Linked Places format, which the World Historical Gazetteer takes: GeoJSON-LD with dated parts.

Places, territories and polities are features. Geometry is EPSG:4326, longitude first. The end of a timespan is the
last day, included, as the format has it; our own intervals are half-open.

Format: `Linked Places format v1.3 <https://github.com/LinkedPasts/linked-places-format>`_; the types are of the Getty
Art & Architecture Thesaurus, the classes those of GeoNames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from mapper import schema
from mapper.atlas import chains_of
from mapper.dated import name_on
from mapper.dates import shift
from mapper.geometry import polygons
from mapper.record import place_records, polity_records
from mapper.sources import citation, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from mapper.about import About
    from mapper.geodata import Geodata

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
PLACE = ("P", "aat:300008347", "inhabited place")
TERRITORY = ("A", "aat:300387178", "historical region")
POLITY = ("A", "aat:300417385", "polity")
HELD_BY = "gvp:broaderPartitive"
CERTAINTY = {"high": "certain", "medium": "less-certain", "low": "uncertain"}

Record = dict[str, Any]


def indexing(about: About) -> Record:
    """Return what search engines and gazetteers index of the whole, a Dataset of schema.org."""
    first = about.languages[0]
    windows = [theatre.window for theatre in about.theatres.values()]
    boxes = [f"{south:g} {west:g} {north:g} {east:g}" for west, south, east, north in windows]
    told: Record = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title[first],
        "description": about.lede.get(first) or about.title[first],
        "license": about.licence_url or about.licence,
        "identifier": about.uri,
        "creditText": about.credit,
        "version": about.version,
        "temporalCoverage": f"{about.period.first}/{about.period.last}",
        "spatialCoverage": [{"@type": "Place", "geo": {"@type": "GeoShape", "box": box}} for box in boxes],
    }
    return {key: value for key, value in told.items() if value}


def linked_features(data: Geodata, drawn: Callable[[shapely.Geometry], Record]) -> list[Record]:
    """Return the places, territories and polities of a geodata folder as features.

    A territory is part of each polity that held it, dated and with its sources. A polity is drawn as the land that it
    held on the day on which it held most, inside the windows.

    Parameters
    ----------
    drawn
        Turns a geometry into GeoJSON.
    """
    about = data.about
    own = [{"label": ". ".join(filter(None, (about.title[about.languages[0]], about.credit, about.licence)))}]
    maker = _Maker(data, own, drawn)
    places = [maker.place(record) for record in place_records(data)]
    chains = chains_of(data.atlas.spells)
    territories = [
        maker.territory(str(name), row, chains[str(name)])
        for name, row in data.atlas.territories.sort_index().iterrows()
        if not row["part_of"]
    ]
    return [*places, *territories, *maker.polities()]


def when(spans: Iterable[tuple[str, str]]) -> Record:
    """Return half-open spans of days as the format has them, their last day included."""
    return {"timespans": [{"start": {"in": first}, "end": {"in": shift(after, -1)}} for first, after in spans]}


class _Maker:
    """Makes the features of one atlas; ``own`` cites the data themselves."""

    def __init__(self, data: Geodata, own: list[Record], drawn: Callable[[shapely.Geometry], Record]) -> None:
        self.about, self.atlas = data.about, data.atlas
        self.own, self.drawn, self.powers = own, drawn, polity_records(data)

    def cite(self, source: str) -> list[Record]:
        """Return the sources of a record, each as one line with its locator."""
        found = []
        for key, locator in schema.parse_citations(source):
            fields = self.atlas.sources[key]
            label = f"{citation(fields)}{f' [{locator}]' if locator else ''}"
            found.append({"label": label, **({"@id": plain(fields["url"])} if fields.get("url") else {})})
        return found

    def read(self, record: str) -> list[Record]:
        """Return the texts that were read and that support a record, at least in part, each once."""
        found = {}
        for row in self.atlas.evidence.supporting(record):
            where = f" [{row['locator']}]" if row["locator"] else ""
            label = f"{citation(self.atlas.sources[row['source']])}{where}"
            found[label, row["url"]] = {"label": label, **({"@id": row["url"]} if row["url"] else {})}
        return list(found.values())

    def feature(self, table: str, name: str, title: str, sort: tuple[str, str, str], **parts: Any) -> Record:  # noqa: ANN401
        """Return a feature; ``parts`` are its further members."""
        letter, identifier, label = sort
        return {
            "@id": self.about.uri_of(f"{table}/{name}"),
            "type": "Feature",
            "properties": {"title": title, "fclasses": [letter]},
            "types": [{"identifier": identifier, "label": label}],
            **parts,
        }

    def collection(self, shape: shapely.Geometry, **more: Any) -> Record:  # noqa: ANN401  (JSON)
        """Return a collection of one geometry."""
        return {"type": "GeometryCollection", "geometries": [{**self.drawn(shape), **more}]}

    def names(self, texts: Mapping[str, str], source: list[Record]) -> list[Record]:
        """Return a name in each language that has its own, the first with its source."""
        first = self.about.languages[0]
        found: list[Record] = [{"toponym": texts[first], "lang": first, "citations": source}]
        more = ((lang, text) for lang, text in texts.items() if text != texts[first])
        return [*found, *({"toponym": text, "lang": lang} for lang, text in more)]

    def dated(self, names: Mapping[str, list[list[str]]]) -> list[Record]:
        """Return the names of some time in each language."""
        return [
            {
                "toponym": name,
                **({} if one == self.about.languages[0] else {"lang": one}),
                "when": when([(first, after)]),
            }
            for one, dated in names.items()
            for name, first, after in dated
        ]

    def place(self, record: Record) -> Record:
        """Return a town with the names that it bore."""
        names = [*self.names(record["name"], self.own), *self.dated(record["names"])]
        first = self.about.languages[0]
        today = [{"value": f"Today {record['today'][first]}.", "lang": first}] if record["today"][first] else []
        shape = self.collection(shapely.Point(record["lon"], record["lat"]))
        title = record["name"][first]
        return self.feature("places", record["id"], title, PLACE, names=names, geometry=shape, descriptions=today)

    def territory(self, name: str, row: pd.Series, chain: pd.DataFrame) -> Record:
        """Return a territory, dated as a whole, with a dated relation to each polity that held it."""
        relations = []
        for spell in chain.to_dict("records"):
            polity = name_on(self.atlas.powers[spell["controller"]], spell["from"])
            relations.append(
                {
                    "relationType": HELD_BY,
                    "relationTo": self.about.uri_of(f"polities/{spell['controller']}"),
                    "label": f"held by {polity} ({spell['status']}); evidence: {spell['level']}",
                    "when": when([(spell["from"], spell["to"])]),
                    "citations": [*self.cite(spell["source"]), *self.read(spell["record"])],
                    "certainty": CERTAINTY[spell["confidence"]],
                }
            )
        texts = self.about.words(row, "name")
        return self.feature(
            "territories",
            name,
            texts[self.about.languages[0]],
            TERRITORY,
            when=when([(chain["from"].iloc[0], chain["to"].iloc[-1])]),
            names=self.names(texts, self.own),
            geometry=self.collection(row["geometry"]),
            relations=relations,
        )

    def polities(self) -> list[Record]:
        """Return every polity that held land, dated by the days on which it did."""
        spells = self.atlas.spells.assign(km2=self.atlas.spells["territory"].map(self.atlas.territories["km2"]))
        polities = {str(key): row for key, row in self.atlas.polities.iterrows()}
        found = []
        for polity, mine in spells.groupby("controller"):
            texts = self.about.words(polities[str(polity)], "name")
            days = sorted(set(mine["from"]))
            sizes = [float(mine.loc[(mine["from"] <= day) & (day < mine["to"]), "km2"].sum()) for day in days]
            widest = days[sizes.index(max(sizes))]
            lands = mine.loc[(mine["from"] <= widest) & (widest < mine["to"]), "territory"]
            held = polygons(shapely.coverage_union_all(list(self.atlas.territories.geometry.loc[list(lands)])))
            on_that_day = when([(widest, shift(widest, 1))])
            found.append(
                self.feature(
                    "polities",
                    str(polity),
                    texts[self.about.languages[0]],
                    POLITY,
                    when=when(_merged(mine)),
                    names=[*self.names(texts, self.own), *self.dated(self.powers[str(polity)]["names"])],
                    geometry=self.collection(held, when=on_that_day),
                )
            )
        return found


def _merged(spells: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the spans of days that spells cover together."""
    spans: list[tuple[str, str]] = []
    for first, after in sorted(zip(spells["from"], spells["to"], strict=True)):
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], after))
        else:
            spans.append((first, after))
    return spans
