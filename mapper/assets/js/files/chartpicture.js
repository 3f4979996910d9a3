/** Each power's land over time as a picture of its own, which needs no stylesheet. */
import { s } from "../dom.js";
import { areaWords } from "../model/i18n.js";
import { areaPath, landOverTime, yearLines } from "../model/series.js";
import { fillColour } from "../plate/patterns.js";

const WIDTH = 1000;
const LEFT = 260; // of the rows, for names and figures
const ROW = 44;
const TALL = 34; // of a row, for its area
const TOP = 64;
const INK = "#26241f";
const SERIF = 'Georgia, "Times New Roman", serif';

/** @param {import("../types.js").Context} ctx @param {{title: string, credits: string, most: (km2: string) => string}} words */
export function chartSvg(ctx, words) {
  const { theatres } = ctx;
  const series = landOverTime(theatres, ctx);
  const height = TOP + series.length * ROW + 60;
  const across = WIDTH - LEFT - 20;
  const text = (/** @type {Record<string, string | number>} */ place, /** @type {string} */ content) =>
    s("text", { "font-family": "sans-serif", "font-size": 12, fill: INK, ...place }, content);
  const svg = s("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width: WIDTH,
    height,
    viewBox: `0 0 ${WIDTH} ${height}`,
  });
  svg.append(
    s("title", {}, words.title),
    s("rect", { width: WIDTH, height, fill: "#fffdf6" }),
    text({ x: 16, y: 34, "font-size": 20, "font-family": SERIF }, words.title),
  );
  for (const { year, at } of yearLines(ctx)) {
    const x = (LEFT + at * across).toFixed(1);
    svg.append(s("path", { d: `M${x} ${TOP}V${height - 52}`, stroke: "#cbc3b1", "stroke-width": year % 5 ? 0.5 : 1 }));
    if (year % 5) continue;
    for (const y of [TOP - 8, height - 36]) svg.append(text({ x, y, "text-anchor": "middle" }, String(year)));
  }
  for (const [i, one] of series.entries()) {
    const top = TOP + i * ROW;
    const area = s("g", { transform: `translate(${LEFT} ${top})` });
    const paint = { fill: fillColour(ctx.colourOf(one.polity), false), stroke: INK, "stroke-width": 0.6 };
    area.append(s("path", { d: areaPath(one, ctx, across, TALL), ...paint }));
    svg.append(
      area,
      text({ x: 16, y: top + 16, "font-weight": 600 }, ctx.nameOf(one.polity)),
      text({ x: 16, y: top + 31, fill: "#5d584d" }, words.most(areaWords(one.most, ctx.lang()))),
    );
  }
  svg.append(text({ x: 16, y: height - 12, "font-size": 11 }, words.credits));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
}
