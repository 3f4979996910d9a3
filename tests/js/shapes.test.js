/** What is drawn, to the tenth of a pixel, where it can be reckoned by hand; and colours by figures that others published. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { indexTheatre } from "../../mapper/assets/js/model/chains.js";
import { colourDistance, contrast, greyOf, hexOf, leastContrast, linearRgb, mixColours, nightColour, shade, simulate, standOut } from "../../mapper/assets/js/model/colour.js";
import { arrowPath, firstPart, lengthOf, lineData, movementPhase, smooth, stretched, toothedPath } from "../../mapper/assets/js/model/courses.js";
import { fittedView, graticule, positionOf, windowExtent, windowOutline } from "../../mapper/assets/js/model/crs.js";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { decodeArcs, ringPositions, tenths } from "../../mapper/assets/js/model/decode.js";
import { isIn, outline, project, shapeOf, shapePaths } from "../../mapper/assets/js/model/geometry.js";
import proj4 from "../../mapper/assets/node_modules/proj4/dist/proj4.js";
import { spell } from "./world.js";

globalThis.proj4 = proj4; // the page has it as a script

const points = (...list) => list.map(([x, y]) => ({ x, y }));
const rounded = (list, by = 1e6) => list.map(({ x, y }) => [x, y].map((one) => Math.round(one * by) / by));

test("a smooth curve goes through its points, and at each as the chord of its neighbours does", () => {
  const given = points([0, 0], [60, 12], [90, 72], [30, 100]);
  const curve = smooth(given);
  assert.equal(curve.length, 19);
  assert.deepEqual([0, 6, 12, 18].map((i) => curve[i]), given);
  // the same cubic by its ends and tangents (Hermite)
  for (const axis of ["x", "y"])
    for (let i = 0; i < 3; i++) {
      const [a, b, c, d] = [Math.max(0, i - 1), i, i + 1, Math.min(3, i + 2)].map((one) => given[one][axis]);
      for (let k = 0; k < 6; k++) {
        const u = k / 6;
        const value = (2 * u ** 3 - 3 * u ** 2 + 1) * b + (u ** 3 - 2 * u ** 2 + u) * ((c - a) / 2) + (3 * u ** 2 - 2 * u ** 3) * c + (u ** 3 - u ** 2) * ((d - b) / 2);
        assert.ok(Math.abs(curve[6 * i + k][axis] - value) < 1e-9, `${axis} ${i} ${k}`);
      }
    }
  assert.equal(smooth(given.slice(0, 3)).length, 13);
  assert.deepEqual(smooth(given.slice(0, 2)), given.slice(0, 2));
});

test("an arrow widens from a quarter of its width to its head, which stands across its way", () => {
  // 100 long along (0.6, 0.8): a head of 2.4 widths, and 1.15 widths to each side
  assert.equal(arrowPath(points([0, 0], [30, 40], [60, 80]), 8), "M-0.8 0.6L28 41.5L45.3 67L41.1 70.2L60 80L55.8 59.1L51.7 62.2L32 38.5L0.8 -0.6Z");
  assert.equal(arrowPath(points([0, 0], [30, 40], [70, 70], [70, 90]), 10), "M-1 0.8L28 42L61.9 68.3L55.4 69.2L70 90L78.2 66L71.7 66.9L32 38L1 -0.7Z");
  const bent = arrowPath(points([0, 0], [20, 0], [40, 20], [60, 20], [100, 20], [160, 20]), 8);
  assert.match(bent, /^M0 1L19.4 1.2L39.2 21.7L60 22.2L100 22.9L/, "across the chord of the two beside each");
  assert.equal(arrowPath(points([10, 5], [10, 17]), 10), "M8.8 5L5 11.6L-1.5 11.6L10 17L21.5 11.6L15 11.6L11.3 5Z", "a short one has a head of 0.45 of its length");
  assert.equal(arrowPath(points([0, 0], [3, 4]), 10), "", "too short to be one");
  assert.notEqual(arrowPath(points([0, 0], [6, 0]), 10), "");
});

test("the teeth of a front stand evenly along it, half a step from its beginning, 7 wide and 6 high", () => {
  assert.equal(toothedPath(points([0, 0], [15, 20]), 10), "M0 0L15 20M0.9 1.2L-1.8 7.6L5.1 6.8M6.9 9.2L4.2 15.6L11.1 14.8M12.9 17.2L10.2 23.6L17.1 22.8");
  assert.equal(toothedPath(points([0, 0], [15, 20]), 10, "right"), "M0 0L15 20M0.9 1.2L7.8 0.4L5.1 6.8M6.9 9.2L13.8 8.4L11.1 14.8M12.9 17.2L19.8 16.4L17.1 22.8");
  assert.equal(toothedPath(points([0, 0], [12, 16], [24, 16]), 15).replace(/^M[^M]*/, ""), "M2.2 3.3L-0.9 9.6L6 9.2M10.8 16.5L13.6 22.9L17.7 17.3");
});

test("a way is cut, measured and drawn back along itself", () => {
  const way = points([0, 0], [3, 4], [3, 14]);
  assert.equal(lengthOf(way), 15);
  assert.equal(firstPart(way, 1), way);
  assert.deepEqual(rounded(firstPart(way, 0.2)), [[0, 0], [1.8, 2.4]]);
  assert.deepEqual(rounded(firstPart(way, 1 / 3)), [[0, 0], [3, 4]]);
  assert.deepEqual(rounded(firstPart(way, 0.6)), [[0, 0], [3, 4], [3, 8]]);
  assert.deepEqual(rounded(firstPart(points([1, 1], [1, 1], [1, 3]), 0)), [[1, 1], [1, 1]]);
  assert.deepEqual(stretched(way, 30), points([-3, -14], [3, -6], [3, 14]));
  assert.equal(stretched(way, 15), way);
  const still = points([1, 1], [1, 1]);
  assert.equal(stretched(still, 30), still);
  assert.equal(lineData(way), "0 0L3 4L3 14");
});

test("the outline of a movement stays 31 days", () => {
  const at = (iso) => movementPhase({ from: "1939-09-17", to: "1939-09-28" }, { since: null, day: dayNumber(iso) });
  assert.deepEqual(["1939-10-29", "1939-10-30"].map(at), ["past", "hidden"]);
});

// Ottosson's own table of OKLab
const OKLAB = {
  "#ffffff": [1, 0, 0], "#ff0000": [0.627955, 0.224863, 0.125846], "#00ff00": [0.86644, -0.233888, 0.179498], "#0000ff": [0.452014, -0.032457, -0.311528],
  "#00ffff": [0.9054, -0.149444, -0.039398], "#ff00ff": [0.701674, 0.274566, -0.169156], "#ffff00": [0.967983, -0.071369, 0.19857], "#000000": [0, 0, 0],
};

test("colours lie as far apart as OKLab says, and a mixture lies between its two", () => {
  for (const [one, a] of Object.entries(OKLAB))
    for (const [other, b] of Object.entries(OKLAB)) assert.ok(Math.abs(colourDistance(one, other) - 100 * Math.hypot(...a.map((v, i) => v - b[i]))) < 0.01, `${one} ${other}`);
  for (const hex of [...Object.keys(OKLAB), "#c77b6b", "#93a4b5", "#010203", "#0a0b0c"]) {
    assert.equal(mixColours(hex, "#808080", 0), hex);
    assert.equal(mixColours("#808080", hex, 1), hex);
    assert.equal(hexOf(linearRgb(hex)), hex);
  }
  const [from, to] = ["#c77b6b", "#93a4b5"];
  const quarter = mixColours(from, to, 0.25);
  assert.ok(Math.abs(colourDistance(from, quarter) - colourDistance(from, to) / 4) < 0.3);
  assert.ok(Math.abs(colourDistance(quarter, to) - (colourDistance(from, to) * 3) / 4) < 0.3);
  assert.equal(hexOf([-0.1, 2, 0.0031308]), "#00ff0a");
  assert.ok(Math.abs(linearRgb("#0a0b80")[0] - 10 / 255 / 12.92) < 1e-9);
  assert.ok(Math.abs(linearRgb("#0a0b80")[1] - ((11 / 255 + 0.055) / 1.055) ** 2.4) < 1e-9);
});

test("a colour is shaded, dimmed for the night, and seen by those who see fewer hues", () => {
  assert.equal(shade("#c77b6b", 0), "#c77b6b");
  assert.ok(Math.abs(colourDistance("#c77b6b", shade("#c77b6b", 0.1)) - 10) < 0.3, "a tenth of the lightness");
  assert.ok(Math.abs(colourDistance("#c77b6b", shade("#c77b6b", -0.1)) - 10) < 0.3);
  assert.equal(shade("#808080", 0.1, 0), shade("#808080", 0.1));
  assert.match(shade("#c77b6b", 0, 0), /^#(..)\1\1$/);
  assert.deepEqual([shade("#ffffff", 0.2), shade("#000000", 0)], ["#f8f8f8", "#030303"], "never quite white or black");
  assert.deepEqual(["#c77b6b", "#93a4b5"].map(nightColour), ["#5e2f26", "#3d4853"]);
  const seen = (kind) => ["#ff0000", "#00ff00", "#0000ff", "#804020"].map((hex) => simulate(hex, kind));
  assert.deepEqual(seen("protan"), ["#6d5f00", "#ffe500", "#0059ff", "#52491c"]);
  assert.deepEqual(seen("deutan"), ["#a39000", "#efd63a", "#003dfb", "#61571f"]);
  assert.deepEqual(seen("tritan"), ["#ff000f", "#00f7d9", "#006b96", "#8d3339"]);
});

test("contrast is WCAG's, and in grey print that of the greys", () => {
  assert.equal(contrast("#ffffff", "#000000"), 21);
  assert.ok(Math.abs(contrast("#777777", "#ffffff") - 4.48) < 0.01);
  assert.ok(Math.abs(contrast("#ff0000", "#0000ff") - (0.2126 + 0.05) / (0.0722 + 0.05)) < 1e-9);
  assert.equal(contrast("#0000ff", "#00ff00"), contrast("#00ff00", "#0000ff"));
  assert.deepEqual(["#ff0000", "#00ff00", "#0000ff", "#c77b6b"].map(greyOf), ["#4c4c4c", "#969696", "#1d1d1d", "#909090"]); // 0.299, 0.587 and 0.114 of 255
  assert.equal(greyOf("#010101"), "#010101");
  assert.equal(leastContrast("#ff0000", "#4c4c4c"), 1);
  assert.equal(leastContrast("#ff0000", "#00ff00"), contrast("#4c4c4c", "#969696"));
  assert.equal(leastContrast("#ffffff", "#0000ff"), contrast("#ffffff", "#0000ff"), "grey print tells them better apart");
});

test("an ink stands out from its ground by the least change, on its own side where it can", () => {
  const light = (hex) => linearRgb(greyOf(hex))[0];
  const asked = (ink, ground, least, usual) => {
    const made = standOut(ink, ground, least, usual);
    return [leastContrast(made, ground) >= least, Math.sign(light(made) - light(ground))];
  };
  assert.equal(standOut("#000000", "#ffffff", 4.5, 1), "#000000", "it does so already");
  assert.equal(standOut("#777777", "#ffffff", leastContrast("#777777", "#ffffff"), 1), "#777777");
  assert.deepEqual(asked("#999999", "#bbbbbb", 3, 1), [true, -1]);
  assert.deepEqual(asked("#666666", "#444444", 3, -1), [true, 1]);
  assert.deepEqual(asked("#808080", "#808080", 3, 1), [true, 1], "as light as its ground: the usual side");
  assert.deepEqual(asked("#808080", "#808080", 3, -1), [true, -1]);
  assert.deepEqual(asked("#dddddd", "#cccccc", 3, 1), [true, -1], "above there is no room");
  assert.equal(standOut("#808080", "#808080", 30, 1), "#808080", "no colour does");
  const made = standOut("#999999", "#bbbbbb", 3, 1);
  assert.ok(leastContrast(shade(made, 1 / 100), "#bbbbbb") < 3, "no darker than it must be");
});

// Lands in degrees, as an identical projection leaves them: the border runs north, then leans to the east.
const BORDER = [40000, 0, 0, 40000, 20000, 40000, 0, 20000];
const raw = () => {
  const land = (id, arcs) => ({ id, name: { en: id }, today: { en: "" }, note: "", km2: 1, arcs, point: [0, 0], spells: [spell("1918-11-11", "1946-01-01", id)] });
  return {
    window: [0, 0, 10, 10],
    proj: "+proj=longlat +datum=WGS84",
    places: 4,
    arcs: [BORDER, [60000, 100000, -60000, 0, 0, -100000, 40000, 0], [60000, 100000, 40000, 0, 0, -100000, -60000, 0], [10000, 10000, 20000, 0, 0, 20000, -20000, 0, 0, -20000]],
    territories: [land("west", [[[0, 1], [3]]]), land("east", [[[2, 0]]]), land("hole", [[[~3]]])],
    borders: [[0, 0, 1, 0]],
    coast: [1, 2],
    lines: [],
    lakes: [[[2, 6], [3, 6], [3, 7], [2, 6]], [[[7, 1], [9, 1], [9, 3], [7, 1]], [[8, 1.2], [8.5, 1.2], [8.5, 1.6], [8, 1.2]]]],
    rivers: [{ points: [[1, 9], [2, 8.5], [2.02, 8.48], [3, 9]] }],
  };
};

/** Path data in steps, "M40 100l 0-40 20 4Z", as places, "M40 100L40 60L60 64Z". */
const absolute = (data) => data.replace(/M([^l]*)l([^MZ]*)/g, (_, start, steps) => {
  let [x, y] = start.split(" ").map(Number);
  const numbers = steps.match(/-?[\d.]+/g).map(Number);
  let text = `M${x} ${y}`;
  for (let i = 0; i < numbers.length; i += 2) {
    x = Math.round((x + numbers[i]) * 10) / 10;
    y = Math.round((y + numbers[i + 1]) * 10) / 10;
    text += `L${x} ${y}`;
  }
  return text;
});

test("lands, borders and waters are drawn where they lie, north above, shared arcs alike", () => {
  const shape = shapeOf(raw(), indexTheatre("w", raw()));
  const whole = (box) => Object.fromEntries(Object.entries(box).map(([side, at]) => [side, Math.round(at * 1e6) / 1e6]));
  const paths = shapePaths(shape, 10);
  assert.deepEqual(shape.extent, { left: 0, right: 10, top: 10, bottom: 0 });
  assert.deepEqual(shape.boxes.map(whole), [{ x0: 0, y0: 0, x1: 6, y1: 10 }, { x0: 4, y0: 0, x1: 10, y1: 10 }, { x0: 1, y0: 7, x1: 3, y1: 9 }]);
  assert.deepEqual(whole(project(shape, [3, 4])), { x: 3, y: 6 });
  assert.equal(absolute(paths.land(0)), "M40 100L40 60L60 20L60 0L0 0L0 100L40 100ZM10 90L30 90L30 70L10 70L10 90Z");
  assert.equal(absolute(paths.land(1)), "M60 0L100 0L100 100L40 100L40 60L60 20L60 0Z");
  assert.equal(absolute(paths.border(0)), "M40 100L40 60L60 20L60 0");
  assert.equal(absolute(paths.arcs([0, 1])), "M40 100L40 60L60 20L60 0M60 0L0 0L0 100L40 100");
  assert.equal(absolute(paths.left(0)), "M37.6 100L37.7 59.4L57.7 19.2L57.6 0");
  assert.equal(absolute(paths.right(0)), "M42.4 100L42.3 60.6L62.3 20.8L62.4 0");
  assert.equal(absolute(paths.waters().coast), "M60 0L0 0L0 100L40 100M60 0L100 0L100 100L40 100");
  assert.equal(absolute(paths.waters().lakes), "M20 40L30 40L30 30L20 40ZM70 90L90 90L90 70L70 90ZM80 88L85 88L85 84L80 88Z");
  assert.deepEqual(paths.waters().rivers.map(absolute), ["M10 10L20 15L30 10"]);
  assert.deepEqual(absolute(paths.waters().net).split("M").slice(1).map((line) => [line.split("L").length, line.split("L")[0], line.split("L").at(-1)]), [
    [33, "0 100", "0 0"], [33, "50 100", "50 0"], [33, "100 100", "100 0"], [33, "0 100", "100 100"], [33, "0 50", "100 50"], [33, "0 0", "100 0"],
  ]);
  assert.equal(absolute(paths.waters().window).split("L").length, 97);
  assert.match(absolute(paths.waters().window), /^M0 100L.*L0 100$/);
});

test("far from the view curves lose vertices, and near it none; what is all beyond it is not drawn", () => {
  const shape = shapeOf(raw(), indexTheatre("w", raw()));
  const north = shapePaths(shape, 10, { x0: 0, y0: 0, x1: 10, y1: 1 });
  assert.equal(absolute(north.land(0)), "M40 100L60 20L60 0L0 0L0 100L40 100Z");
  assert.equal(absolute(north.border(0)), "M40 100L60 20L60 0");
  assert.equal(shapePaths(shape, 10, { x0: 7, y0: 0, x1: 10, y1: 3 }).border(0), "");
  assert.equal(absolute(outline(shape, 10, 1)), [0, 1, 2].map((land) => absolute(shapePaths(shape, 10).land(land))).join(""));
});

test("an arc that is thinned keeps its ends", () => {
  const bent = { ...raw(), arcs: [[60000, 0, 100, 0, 100, 0, 4800, 0, 100, 0, 100, 0], ...raw().arcs.slice(1)] };
  const shape = shapeOf(bent, indexTheatre("w", bent));
  assert.equal(absolute(shapePaths(shape, 10).arcs([0])), "M60 100L65 100L65.2 100");
});

test("a position lies in the land whose rings it is within, and not in a hole", () => {
  const shape = shapeOf(raw(), indexTheatre("w", raw()));
  const within = (...at) => shape.territories.map((land) => isIn(shape, land, at));
  assert.deepEqual(within(0.5, 5), [true, false, false]);
  assert.deepEqual(within(2, 2), [false, false, true]);
  assert.deepEqual(within(4.9, 5.9), [true, false, false], "the border leans");
  assert.deepEqual(within(5.1, 5.9), [false, true, false]);
  assert.deepEqual([within(11, 5), within(-1, 5), within(5, 11), within(5, -1)], Array(4).fill([false, false, false]));
});

test("a window is a closed curve, whose box is the extent of its projection", () => {
  assert.deepEqual(windowOutline([0, 10, 20, 14], 2), [[0, 10], [10, 10], [20, 10], [20, 12], [20, 14], [10, 14], [0, 14], [0, 12]]);
  const bulging = ([lon, lat]) => [lon, lat + Math.sin((lon / 20) * Math.PI)];
  assert.deepEqual(windowExtent([0, 10, 20, 14], bulging), { left: 0, right: 20, top: 15, bottom: 10 });
  const net = graticule([2, 2, 17, 7], 5);
  assert.deepEqual(net.map((line) => [line.length, line[0], line[32]]), [[33, [5, 2], [5, 7]], [33, [10, 2], [10, 7]], [33, [15, 2], [15, 7]], [33, [2, 5], [17, 5]]]);
  assert.deepEqual(net[3][8], [5.75, 5]);
  assert.deepEqual(net[0][8], [5, 3.25]);
});

test("a view keeps its ground on a smaller map and on a larger one, by half zooms", () => {
  const zoom = (z, x, y) => fittedView([1, 2, z], { x, y })[2];
  assert.deepEqual([zoom(4, 1000, 720), zoom(4, 625, 720), zoom(4, 1000, 450), zoom(4, 1600, 1152), zoom(4, 5000, 5000)], [4, 3, 3, 5, 5]);
  assert.deepEqual([zoom(4, 790, 720), zoom(4, 10, 10), zoom(0, 500, 500), zoom(9, 1600, 1600)], [3.5, 0.5, 0, 9]);
  assert.deepEqual(fittedView([1, 2, 0.5], { x: 1000, y: 720 }), [1, 2, 0.5]);
});

test("where a projection has no position, that of the nearest point of its window stands in", () => {
  const page = globalThis.proj4;
  const of = (value) => (Math.abs(value) > 9 ? Number.NaN : value);
  globalThis.proj4 = () => ({ inverse: ([x, y]) => [of(x), of(y)] }); // a world of 18 by 18
  const at = positionOf("", { left: -1, right: 2, top: 3, bottom: -4 });
  globalThis.proj4 = page;
  const asked = [[5, 7], [50, 0], [-50, 0], [0, 50], [0, -50], [0, 9], [9, 0]];
  assert.deepEqual(asked.map(at), [[7, 5], [0, 2], [0, -1], [3, 0], [-4, 0], [9, 0], [0, 9]]);
});

test("coordinates are whole tenths", () => {
  assert.deepEqual([1, -1, 0.04, -0.04, 1.25, -1.26, 12.96, -0.5].map(tenths), ["1", "-1", "0", "0", "1.3", "-1.3", "13", "-0.5"]);
  const arcs = decodeArcs([[10000, 20000, 5000, -5000], [15000, 15000, -5000, -5000]], 4);
  assert.deepEqual(arcs.map((arc) => [...arc]), [[1, 2, 1.5, 1.5], [1.5, 1.5, 1, 1]]);
  assert.deepEqual(ringPositions(arcs, [0, 1]), [[1, 2], [1.5, 1.5], [1, 1]]);
  assert.deepEqual(ringPositions(arcs, [~1, ~0]), [[1, 1], [1.5, 1.5], [1, 2]]);
});
