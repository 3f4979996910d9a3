/** A tiny world to count by hand: two squares of one degree side by side, sharing the arc between them, on a plane in degrees. */
import { indexTheatre } from "../../mapper/assets/js/model/chains.js";

export const spell = (from, to, controller, sovereign = controller, status = "sovereign", source = [["peace-1921", "art. 2"]]) => ({
  from, to, controller, sovereign, status, source,
});

export function rawWorld() {
  return {
    name: { en: "World", pl: "Świat" },
    window: [20, 50, 22, 51],
    proj: "+proj=aea +lat_1=50 +lat_2=51 +lat_0=50.5 +lon_0=21 +datum=WGS84 +units=m",
    coarsest: 8000,
    unit: 1,
    arcs: [
      [21, 50, 21, 51], // the border, south to north
      [21, 51, 20, 51, 20, 50, 21, 50], // the rest of the west square
      [21, 51, 22, 51, 22, 50, 21, 50], // the rest of the east square
    ],
    territories: [
      { id: "west-land", name: { en: "West", pl: "Zachód" }, today: { en: "" }, note: "", km2: 7900, arcs: [[[0, 1]]], point: [20.5, 50.5], spells: [
        spell("1918-11-11", "1939-09-19", "poland"), spell("1939-09-19", "1939-10-28", "ussr", "poland", "occupied"), spell("1939-10-28", "1946-01-01", "lithuania")] },
      { id: "east-land", name: { en: "East", pl: "Wschód" }, today: { en: "" }, note: "", km2: 8100, arcs: [[[~0, ~2]].map((ring) => ring.reverse())], point: [21.5, 50.5], spells: [
        spell("1918-11-11", "1930-01-01", "ussr"), spell("1930-01-01", "1946-01-01", "ussr", "ussr", "sovereign", [["other-1930", ""]])] },
    ],
    coast: [1, 2],
    lines: [{ id: "line", name: "Line", kind: "border", certainty: "approximate", km: 3, source: [["peace-1921", ""]], arcs: [0] }],
    lakes: [],
    rivers: [],
  };
}

export const world = () => indexTheatre("west", rawWorld());

/**
 * The same world with a campaign in September 1939 that cuts the west land into a northern and a southern zone, and another in 1945 that
 * cuts it into a western and an eastern one. The north falls on the 10th, the south on the 12th; in 1945 the west on the 5th of May.
 */
export function rawWorldAtWar() {
  const raw = rawWorld();
  raw.arcs = [
    [21, 50, 21, 50.5], // the border, its southern half
    [21, 50.5, 21, 51],
    [21, 51, 20.5, 51], // round the west square from the north of the border
    [20.5, 51, 20, 51, 20, 50.5],
    [20, 50.5, 20, 50, 20.5, 50],
    [20.5, 50, 21, 50],
    [21, 51, 22, 51, 22, 50, 21, 50], // the rest of the east square
    [20, 50.5, 20.5, 50.5], // between north and south
    [20.5, 50.5, 21, 50.5],
    [20.5, 50, 20.5, 50.5], // between west and east
    [20.5, 50.5, 20.5, 51],
  ];
  raw.lines[0].arcs = [0, 1];
  raw.coast = [2, 3, 4, 5, 6];
  const [west, east] = raw.territories;
  west.arcs = [[[0, 1, 2, 3, 4, 5]]];
  east.arcs = [[[6, 0, 1].map((arc) => ~arc).reverse()]];
  const under = (...args) => ({ ...spell(...args), rule: "captures" });
  west.spells = [spell("1918-11-11", "1939-09-01", "poland"), spell("1939-10-06", "1945-05-01", "germany", "poland", "occupied"), spell("1945-06-01", "1946-01-01", "poland")];
  const zone = (id, campaign, km2, arcs, spells) => ({ id, of: "west-land", campaign, name: west.name, today: west.today, note: "", km2, arcs: [[arcs]], point: [0, 0], spells });
  const fallen = (from, day, to) => [under(from, day, "poland"), under(day, to, "germany", "poland", "occupied")];
  const freed = (from, day, to) => [under(from, day, "germany", "poland", "occupied"), under(day, to, "poland")];
  raw.territories.push(
    zone("west-land--1", "september", 3900, [1, 2, 3, 7, 8], fallen("1939-09-01", "1939-09-10", "1939-10-06")),
    zone("west-land--2", "september", 4000, [0, ~8, ~7, 4, 5], fallen("1939-09-01", "1939-09-12", "1939-10-06")),
    zone("west-land--3", "may", 3950, [9, 10, 3, 4], freed("1945-05-01", "1945-05-05", "1945-06-01")),
    zone("west-land--4", "may", 3950, [0, 1, 2, ~10, ~9, 5], [under("1945-05-01", "1945-06-01", "germany", "poland", "occupied")]),
  );
  raw.meets = [[2, 4, 1900], [2, 5, 2000], [3, 4, 2050], [3, 5, 1950]];
  return raw;
}

export const worldAtWar = () => indexTheatre("west", rawWorldAtWar());
