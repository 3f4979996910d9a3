"""A tiny world, drawn on whole degrees, that can be checked by hand.

The tiny world's west window is 0..10 by 0..10 degrees: a continent (1..9 by 1..9) of two modern countries, `westland`
(lon < 5) and `eastland`, and an island of each. A line follows their border, and a hand-drawn one cuts eastland at
lat 5, so that there are three territories. Its east window is one square, `farland`. There is something of every kind
that lies over the land, and it is new on 17 September 1939.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import shapely

from mapper.about import read_about
from mapper.dates import Period
from mapper.errors import Problems
from mapper.geometry import topology, write_topojson
from mapper.reading import Reader

ROOT = Path(__file__).resolve().parent.parent
GEODATA = ROOT / "geodata"
MAPS = ROOT / "maps"
FIRST, AFTER = "1918-11-11", "1946-01-01"  # the period of the tiny world and of the atlas, half-open
PERIOD = Period(FIRST, AFTER)

ATLAS = """title = "The tiny atlas"
title_pl = "Malutki atlas"
lede = "Who held the tiny world."
from = 1918-11-11
to = 1946-01-01
languages = ["en", "pl"]
credit = "the tiny cartographers"
licence = "CC-BY-4.0"
uri = "urn:tiny:"

[theatres.west]
name = "West"
name_pl = "Zachód"
window = [0, 0, 10, 10]
projection = "+proj=aea +lat_1=2 +lat_2=8 +lat_0=5 +lon_0=5 +datum=WGS84 +units=m +no_defs"

[theatres.east]
name = "East"
name_pl = "Wschód"
window = [100, 0, 110, 10]
projection = "+proj=aea +lat_1=2 +lat_2=8 +lat_0=5 +lon_0=105 +datum=WGS84 +units=m +no_defs"
""" + "".join(
    f'\n[[themes]]\nid = "{theme}"\nname = "{theme}"\nname_pl = "{theme} (pl)"\nglyph = "{theme}"\n'
    for theme in ("diplomacy", "war", "politics")
)

TABLES = {
    "polities.csv": """id,name,name_pl,today,colour,note
red,Redland,Czerwonia,Redland today,#c77b6b,
blue,Blueland,Niebieszczyzna,Blueland today,#93a4b5,
green,Greenland,Zielonia,Greenland today,#9cc29b,
""",
    "nodes.csv": """id,theatre,lon,lat,on,name
north,west,5,9,coast,the border at the northern sea
south,west,5,1,coast,the border at the southern sea
middle,west,5,5,eastland|westland,the middle
shore,west,9,5,coast,the eastern shore
""",
    "territories.csv": """id,theatre,name,name_pl,today,seeds,note
westland,west,Westland,Zachodnia,Westland,3 5,
north-east,west,North-east,Północny wschód,Eastland,7 7,
south-east,west,South-east,Południowy wschód,Eastland,7 3,the island goes with it
farland,east,Farland,Daleka,Farland,105 5,
""",
    "spells.csv": """territory,from,to,controller,sovereign,status,rule,source,confidence,note
westland,1918-11-11,1946-01-01,red,red,sovereign,act,treaty-1918,high,
north-east,1918-11-11,1939-09-17,blue,blue,sovereign,act,treaty-1918 [art. 1],high,
north-east,1939-09-17,1946-01-01,red,blue,occupied,front,treaty-1918 [art. 2]; book-1950,medium,the chief town
south-east,1918-11-11,1938-10-01,blue,blue,sovereign,act,treaty-1918,high,
south-east,1938-10-01,1939-09-17,green,green,annexed,act,treaty-1918,high,
south-east,1939-09-17,1946-01-01,green,green,sovereign,act,treaty-1918,high,
farland,1918-11-11,1946-01-01,green,green,sovereign,act,treaty-1918,low,
""",
    "events.csv": """\
id,date,title,title_pl,place,lon,lat,theme,text,text_pl,essay,essay_pl,correction,correction_pl,held_by,waiver,source,confidence
march,1939-09-17,Red marches,,Northtown,7,7,war,The red army crosses the border.,,a claim,twierdzenie,a note,uwaga,red,,book-1950,high
feast,1925-06,A feast,,Westtown,3,5,politics,They feast.,,,,,,red,,book-1950,high
doubt,1939-09,A doubtful month,,Northtown,7,7,war,Nobody knows the day.,,,,,,,,book-1950,low
talks,1930-01-01,Talks,,Elsewhere,50,50,diplomacy,They talk.,,,,,,,,book-1950,high
""",  # noqa: E501
    "places.csv": """id,lon,lat,rank,name,name_pl,names,names_pl,today
northtown,7,7,1,Northtown,,Blueburg 1918-11-11/1939-09-17; Redgrad 1939-09-17/1946-01-01,Niebiesk 1930-01-01/1939-09-17,"Northtown, Eastland"
""",  # noqa: E501
    "towns.csv": """id,lon,lat,zoom,name,today
17,6.5,6.5,5,Midtown,New Midtown
18,3.5,3.5,7,Hamlet,
""",
    "waters.csv": """id,lon,lat,zoom,name,name_pl
tiny-sea,1,1,0,Tiny Sea,Morze Małe
""",
    "glossary.csv": """name,name_pl,note
Westtown,Zachodnie Miasto,
""",
    "aliases.csv": """of,id,name
place,northtown,Nordstadt
polity,red,The Reds
""",
    "anchors.csv": """town,lon,lat,held,source,note
Northtown,7,7,blue 1930-01-01 1938-01-01,treaty-1918,by the parallel
""",
    "official_areas.csv": """id,what,polity,territories,date,km2,tolerance_pct,source,note
the-west,Westland with its island,,westland,1930-01-01,394000,5,book-1950,no waters
""",
    "agreements.csv": """id,name,name_pl,from,to,lines,ended_by,source,note
truce,Truce of Westtown,Rozejm,1925-01-01,1939-09-17,,red,treaty-1918,it lapsed
pact,Pact of the Middle,Pakt,1939-09-17,1946-01-01,parallel,,book-1950 [p. 3],in secret
""",
    "spheres.csv": """agreement,territory,sphere,kind
truce,westland,red,
pact,north-east,red,
pact,south-east,green,interest
""",
    "recognitions.csv": """by,of,territories,from,to,stance,controller,sovereign,status,source,note
blue,red,north-east,1939-09-17,1946-01-01,refuses,blue,blue,sovereign,book-1950,a protest
green,red,north-east; westland,1939-09-17,1946-01-01,recognises,red,red,annexed,book-1950,
""",
    "railway_spells.csv": """railway,from,to,owner,manager,status,source,note
southern,1918-11-11,1939-09-17,blue,a company,leased,treaty-1918,
southern,1939-09-17,1946-01-01,red | blue,both,shared,book-1950,sold
""",
    "sources.bib": """@misc{treaty-1918,
  title = {Treaty of the Tiny World},
  year = {1918},
  note = {art. 1--9},
}
@book{book-1950,
  author = {Writer, Ann},
  title = {A Tiny History},
  publisher = {Press},
  year = {1950},
}
""",
}

LINES = [
    {
        "id": "old-border",
        "from_node": "south",
        "to_node": "north",
        "follow": "eastland|westland",
        "certainty": "surveyed",
    },
    {"id": "parallel", "from_node": "middle", "to_node": "shore", "follow": "", "certainty": "approximate"},
]
WAY = {"theatre": "west", "source": "book-1950", "note": "a note"}
MARCH = {"from": "1939-09-17", "to": "1939-09-20", "polity": "red"}
OVERLAYS = {
    "movements.geojson": [
        (
            {"id": "march", "name": "March", "name_pl": "Marsz", "kind": "advance", "side": "", **MARCH},
            [[2, 6], [5, 6], [8, 7]],
        ),
        (
            {"id": "stand", "name": "Stand", "name_pl": "Opór", "kind": "front", "side": "left", **MARCH},
            [[6, 2], [6, 5], [6, 8]],
        ),
    ],
    "railways.geojson": [
        ({"id": "southern", "name": "Southern Railway", "name_pl": "Kolej"}, [[2, 3], [5, 4], [8, 3]])
    ],
    "rivers.geojson": [({"id": "brook", "name": "Brook", "name_pl": "Strumień"}, [[3, 8], [4, 5], [3, 2]])],
}
CHORDS = {"parallel": [[5.0, 5.0], [7.0, 5.0], [9.0, 5.0]]}

MAP = """title = "Tiny"
title_pl = "Malutka"
lede = "A tiny map."
date = "1939-09-17"
theatres = ["west"]
layers = ["control", "towns", "events:war"]

[[story]]
id = "one"
title = "One"
text = "The first step."
date = "1939-09-16"
source = "book-1950"
"""


def write_tiny_base(folder: Path) -> None:
    """Write the base geometry of the tiny world."""
    folder.mkdir(parents=True)
    west = shapely.MultiPolygon([shapely.box(1, 1, 5, 9), shapely.box(0.2, 0.2, 0.5, 0.5)])
    east = shapely.MultiPolygon([shapely.box(5, 1, 9, 9), shapely.box(9.3, 2, 9.6, 2.5)])
    write_topojson(folder / "west.topojson", topology([east, west]), ["eastland", "westland"], {})
    far = shapely.MultiPolygon([shapely.box(101, 1, 109, 9)])
    write_topojson(folder / "east.topojson", topology([far]), ["farland"], {})
    lakes = shapely.MultiPolygon([shapely.box(2, 3, 3, 4)])
    write_topojson(folder / "lakes.topojson", topology([lakes]), ["west"], {}, kind="lakes")


def line_feature(record: dict) -> dict:
    """Return a line of the tiny world as a GeoJSON feature."""
    properties = {
        "theatre": "west",
        "name": record["id"],
        "kind": "border",
        "accuracy_km": 1,
        "source": "treaty-1918",
        "note": "",
        **record,
    }
    points = CHORDS.get(record["id"])
    geometry = {"type": "LineString", "coordinates": [[*point] for point in points]} if points else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def way_feature(record: dict, points: list[list[float]]) -> dict:
    """Return a movement, a railway or a river of the tiny world as a GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": {**WAY, **record},
        "geometry": {"type": "LineString", "coordinates": points},
    }


def reader_of(geodata: Path, problems: Problems | None = None) -> Reader:
    """Return a reader of a geodata folder."""
    found = Problems() if problems is None else problems
    return Reader(geodata, read_about(geodata, found), found)


class World:
    """A geodata folder and a maps folder that a test may spoil."""

    def __init__(self, root: Path) -> None:
        self.root, self.geodata, self.maps = root, root / "geodata", root / "maps"
        write_tiny_base(self.geodata / "base")
        (self.geodata / "atlas.toml").write_text(ATLAS, encoding="utf-8")
        for name, text in TABLES.items():
            (self.geodata / name).write_text(text, encoding="utf-8")
        self.write_lines([line_feature(record) for record in LINES])
        for name, ways in OVERLAYS.items():
            features = [way_feature(*way) for way in ways]
            for feature in features if name == "rivers.geojson" else []:
                del feature["properties"]["source"]
            self.write_features(name, features)
        self.maps.mkdir()
        (self.maps / "tiny.toml").write_text(MAP, encoding="utf-8")

    def reader(self, problems: Problems | None = None) -> Reader:
        """Return a reader of the folder."""
        return reader_of(self.geodata, problems)

    def write_lines(self, features: list[dict]) -> None:
        """Replace the lines."""
        self.write_features("lines.geojson", features)

    def features(self, file: str) -> list[dict]:
        """Return the features of a file."""
        return json.loads((self.geodata / file).read_text(encoding="utf-8"))["features"]

    def write_features(self, file: str, features: list[dict]) -> None:
        """Replace the features of a file."""
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (self.geodata / file).write_text(text, encoding="utf-8")

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return a table's rows."""
        return list(csv.DictReader(io.StringIO((self.geodata / table).read_text(encoding="utf-8"))))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        """Replace a table's rows."""
        with (self.geodata / table).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace a piece of text in a file, which must hold it."""
        path = self.geodata / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")
