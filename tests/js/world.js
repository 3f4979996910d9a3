/** A tiny world to count by hand: two squares of one degree side by side, sharing the arc between them. */
import { indexTheatre } from "../../mapper/assets/js/model/chains.js";

export const spell = (from, to, controller, sovereign = controller, status = "sovereign", source = [["peace-1921", "art. 2"]]) => ({
  from, to, controller, sovereign, status, source,
});

export function rawWorld() {
  return {
    name: { en: "World", pl: "Świat" },
    window: [20, 50, 22, 51],
    proj: "+proj=aea +lat_1=50 +lat_2=51 +lat_0=50.5 +lon_0=21 +datum=WGS84 +units=m",
    places: 4,
    arcs: [
      [210000, 500000, 0, 10000], // the border, south to north
      [210000, 510000, -10000, 0, 0, -10000, 10000, 0], // the rest of the west square
      [210000, 510000, 10000, 0, 0, -10000, -10000, 0], // the rest of the east square
    ],
    territories: [
      { id: "west-land", name: { en: "West", pl: "Zachód" }, today: { en: "" }, note: "", km2: 7900, arcs: [[[0, 1]]], point: [20.5, 50.5], spells: [
        spell("1918-11-11", "1939-09-19", "poland"), spell("1939-09-19", "1939-10-28", "ussr", "poland", "occupied"), spell("1939-10-28", "1946-01-01", "lithuania")] },
      { id: "east-land", name: { en: "East", pl: "Wschód" }, today: { en: "" }, note: "", km2: 8100, arcs: [[[~0, ~2]].map((ring) => ring.reverse())], point: [21.5, 50.5], spells: [
        spell("1918-11-11", "1930-01-01", "ussr"), spell("1930-01-01", "1946-01-01", "ussr", "ussr", "sovereign", [["other-1930", ""]])] },
    ],
    borders: [[0, 0, 1, 0]],
    coast: [1, 2],
    lines: [{ id: "line", name: "Line", kind: "border", certainty: "approximate", km: 3, source: [["peace-1921", ""]] }],
    lakes: [],
    rivers: [],
  };
}

export const world = () => indexTheatre("west", rawWorld());
