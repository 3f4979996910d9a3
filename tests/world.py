"""A tiny world, drawn on whole degrees, that can be checked by hand.

The tiny world's west window is 0..10 by 0..10 degrees: a continent (1..9 by 1..9) of two modern countries, `westland`
(lon < 5) and `eastland`, and an island of each. A line follows their border, and a hand-drawn one cuts eastland at
lat 5, so that there are three territories. Its east window is one square, `farland`.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import shapely

from mapper.geometry import topology, write_topojson

ROOT = Path(__file__).resolve().parent.parent
GEODATA = ROOT / "geodata"
MAPS = ROOT / "maps"

THEATRES = """
[west]
name = "West"
name_pl = "Zachód"
frame = [0, 0, 10, 10]
projection = "+proj=aea +lat_1=2 +lat_2=8 +lat_0=5 +lon_0=5 +datum=WGS84 +units=m +no_defs"

[east]
name = "East"
name_pl = "Wschód"
frame = [100, 0, 110, 10]
projection = "+proj=aea +lat_1=2 +lat_2=8 +lat_0=5 +lon_0=105 +datum=WGS84 +units=m +no_defs"
"""

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
id,date,title,title_pl,place,lon,lat,theme,text,text_pl,essay,correction,held_by,waiver,source,confidence
march,1939-09-17,Red marches,,Northtown,7,7,war,The red army crosses the border.,,a claim,a note,red,,book-1950,high
feast,1925-06,A feast,,Westtown,3,5,politics,They feast.,,,,red,,book-1950,high
doubt,1939-09,A doubtful month,,Northtown,7,7,war,Nobody knows the day.,,,,,,book-1950,low
talks,1930-01-01,Talks,,Elsewhere,50,50,diplomacy,They talk.,,,,,,book-1950,high
""",
    "places.csv": """id,lon,lat,rank,name,name_pl,names,names_pl,today
northtown,7,7,1,Northtown,,Blueburg 1918-11-11/1939-09-17; Redgrad 1939-09-17/1946-01-01,Niebiesk 1930-01-01/1939-09-17,"Northtown, Eastland"
""",  # noqa: E501
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
    (folder / "lakes.geojson").write_text('{"type":"FeatureCollection","features":[]}\n')


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
    geometry = {"type": "LineString", "coordinates": points} if points else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


class World:
    """A geodata folder and a maps folder that a test may spoil."""

    def __init__(self, root: Path) -> None:
        self.root, self.geodata, self.maps = root, root / "geodata", root / "maps"
        write_tiny_base(self.geodata / "base")
        (self.geodata / "theatres.toml").write_text(THEATRES)
        for name, text in TABLES.items():
            (self.geodata / name).write_text(text, encoding="utf-8")
        self.write_lines([line_feature(record) for record in LINES])
        self.maps.mkdir()
        (self.maps / "tiny.toml").write_text(MAP, encoding="utf-8")

    def write_lines(self, features: list[dict]) -> None:
        """Replace the lines."""
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (self.geodata / "lines.geojson").write_text(text)

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
