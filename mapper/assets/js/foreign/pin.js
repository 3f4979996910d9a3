/** Markers as pins with a sign, drawn here: the usual ones need images and a font, and inline styles that the policy refuses. */
import { s } from "../dom.js";

/** The colours by the names that folium has for them. @type {Record<string, string>} */
const COLOURS = {
  red: "#d63e2a",
  darkred: "#a23336",
  lightred: "#ff8e7f",
  orange: "#f69730",
  beige: "#ffcb92",
  green: "#72b026",
  darkgreen: "#728224",
  lightgreen: "#bbf970",
  blue: "#38aadd",
  darkblue: "#00649f",
  lightblue: "#8adaff",
  purple: "#d252b9",
  darkpurple: "#5b396b",
  pink: "#ff91ea",
  cadetblue: "#436978",
  white: "#fbfbfb",
  gray: "#575757",
  lightgray: "#a3a3a3",
  black: "#303030",
};
const OUTLINE = "M14 37.5C11 30 1 24 1 14a13 13 0 0 1 26 0C27 24 17 30 14 37.5Z";
const OPTIONS = {
  iconSize: [28, 38],
  iconAnchor: [14, 38],
  popupAnchor: [0, -34],
  tooltipAnchor: [13, -22],
  className: "pin",
  markerColor: "blue",
  iconColor: "white",
  icon: "",
  prefix: "",
  extraClasses: "",
};

/** The signs that the page's icons name: view box, path, and 1 where the path's y points up. @returns {Record<string, [string, string, number]>} */
function glyphs() {
  return JSON.parse(document.getElementById("foreign-glyphs")?.textContent || "{}");
}

/** Let pins be the icons of all markers, under the name too by which folium makes them. */
export function replacePins() {
  const leaflet = /** @type {any} */ (L);
  const Pin = leaflet.Icon.extend({
    options: OPTIONS,
    createIcon() {
      const element = pin(this.options);
      this._setIconStyles(element, "icon");
      return element;
    },
    createShadow: () => null,
  });
  leaflet.AwesomeMarkers = { Icon: Pin, icon: (/** @type {object} */ options) => new Pin(options) };
  leaflet.Marker.prototype.options.icon = new Pin();
  nameMarkers();
}

/** Give a marker whose icon is no image its name for assistive technology: Leaflet writes the text for images alone. */
function nameMarkers() {
  const marker = /** @type {any} */ (L.Marker.prototype);
  const begin = marker._initIcon;
  marker._initIcon = function () {
    begin.call(this);
    const { title, alt } = this.options;
    if (this._icon.tagName !== "IMG") this._icon.setAttribute("aria-label", title || alt);
  };
}

/** @param {typeof OPTIONS} options */
function pin({ markerColor, iconColor, icon, prefix, extraClasses }) {
  const element = document.createElement("div");
  const body = s("path", { d: OUTLINE, fill: COLOURS[markerColor] ?? markerColor, stroke: "#0006" });
  const svg = s(
    "svg",
    { viewBox: "0 0 28 38", "aria-hidden": "true" },
    body,
    sign(iconColor, prefix, icon, extraClasses),
  );
  element.append(svg);
  return element;
}

/** A sign by its name, turned as asked, or a dot where there is none. @param {string} colour @param {string} prefix @param {string} name @param {string} classes */
function sign(colour, prefix, name, classes) {
  const glyph = glyphs()[`${prefix} ${name}`];
  if (!glyph) return s("circle", { cx: 14, cy: 14, r: 4.5, fill: colour });
  const [box, path, up] = glyph;
  const turn = /fa-rotate-(-?\d+)/.exec(classes)?.[1] ?? "0";
  const drawn = s("path", { d: path, fill: colour, ...(up ? { transform: "scale(1 -1)" } : {}) });
  const inner = s("svg", { x: 7, y: 7, width: 14, height: 14, viewBox: box }, drawn);
  return s("g", { transform: `rotate(${turn} 14 14)` }, inner);
}
