/** The scale of colours of a choropleth, as a control of the map. */
import { h, s } from "../dom.js";

const WIDTH = 220;
const HEIGHT = 10;
const MARGIN = 16;
const WORDS = 5; // that find room under it

/**
 * @param {L.Map} map
 * @param {{caption: string, low: number, high: number, colours: string[], ticks: number[]}} told  colours in equal steps from low to high
 */
export function scale(map, { caption, low, high, colours, ticks }) {
  const width = WIDTH / colours.length;
  const at = (/** @type {number} */ value) => ((value - low) / (high - low || 1)) * WIDTH;
  const bands = colours.map((fill, i) => s("rect", { x: i * width, width: width + 0.5, height: HEIGHT, fill }));
  const step = Math.ceil((ticks.length - 1) / (WORDS - 1)) || 1;
  const words = ticks
    .filter((_, i) => i % step === 0)
    .map((value) =>
      s(
        "text",
        { x: at(value), y: HEIGHT + 13, "text-anchor": "middle" },
        value.toLocaleString(undefined, { maximumSignificantDigits: 4 }),
      ),
    );
  const box = `${-MARGIN} 0 ${WIDTH + 2 * MARGIN} ${HEIGHT + 18}`;
  const drawing = s("svg", { viewBox: box, width: WIDTH + 2 * MARGIN, height: HEIGHT + 18 }, ...bands, ...words);
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => h("figure", { class: "foreign-scale" }, caption && h("figcaption", {}, caption), drawing);
  control.addTo(map);
}
