/** What stands in popups, tooltips and icons: a tree of names, attributes and texts, for markup is never parsed here. */
import { h, s } from "../dom.js";

/** @typedef {string | [string, Record<string, string>, ...any]} Markup  a text, or an element: its name, attributes and children */

/** @param {Markup[]} nodes  see `mapper.markup` */
export function content(nodes) {
  const box = h("div");
  box.append(...nodes.map((node) => made(node, false)));
  return box;
}

/** @param {Markup} node @param {boolean} drawn  whether it lies in an SVG @returns {Node} */
function made(node, drawn) {
  if (typeof node === "string") return document.createTextNode(node);
  const [name, { style, ...attributes }, ...children] = node;
  const inside = drawn || name === "svg";
  const element = inside ? s(name, attributes) : h(name, attributes);
  if (style) element.style.cssText = style; // an attribute would be refused by the policy
  element.append(...children.map((child) => made(child, inside)));
  return element;
}

/**
 * What a popup or a tooltip of features holds: a row for each field.
 * @param {string[]} fields  names of properties
 * @param {string[]} aliases  what stands before the values
 * @param {{labels: boolean, localize: boolean}} options
 */
export function table(fields, aliases, { labels, localize }) {
  const said = (/** @type {unknown} */ value) => {
    if (value === null || value === undefined) return "";
    if (typeof value === "object") return JSON.stringify(value);
    return localize ? value.toLocaleString() : String(value);
  };
  return (/** @type {any} */ layer) => {
    const rows = fields.map((field, i) =>
      h("tr", {}, labels && h("th", {}, aliases[i]), h("td", {}, said(layer.feature.properties[field]))),
    );
    return h("div", {}, h("table", {}, ...rows));
  };
}
