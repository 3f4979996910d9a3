import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { spanWords, wholeLink } from "../../mapper/assets/js/panels/details.js";
import { recordPart } from "../../mapper/assets/js/panels/evidence.js";

/** A stand-in for what the page's elements do: an element has its text, and a click calls its listener. */
class Node {
  constructor(text = "") {
    this.text = text;
    this.listeners = {};
    this.attributes = {};
    this.children = [];
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  getAttribute(name) {
    return this.attributes[name] ?? null;
  }
  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }
  append(...children) {
    this.children.push(...children);
    this.text += children.map(({ text }) => text).join("");
  }
}
globalThis.Node = Node;
globalThis.document = { documentElement: { lang: "en" }, createElement: () => new Node(), createTextNode: (text) => new Node(text) };

const zone = {
  id: "hebei--7",
  of: "hebei",
  name: { en: "Hebei" },
  spells: [
    { from: "1918-11-11", to: "1937-07-07" }, // of its territory, as are those after the campaign
    { from: "1937-07-07", to: "1937-09-24" },
    { from: "1937-09-24", to: "1938-03-01" },
    { from: "1938-03-01", to: "1946-01-01" },
  ],
  lives: [[dayNumber("1937-07-07"), dayNumber("1938-03-01")]],
};

function clicked(first) {
  const done = [];
  const ctx = {
    first: dayNumber(first),
    last: dayNumber("1945-12-31"),
    lang: () => "en",
    t: () => (key, { land, day }) => `${key}: ${land}, ${day}`,
    store: { set: (patch) => done.push(patch) },
    select: (...what) => done.push(what),
  };
  const link = wholeLink(ctx, zone);
  link.listeners.click();
  return [link.text, ...done];
}

test("a zone leads to its territory on the last day before the campaign", () => {
  assert.deepEqual(clicked("1931-09-18"), [
    "details.whole: Hebei, 6 July 1937",
    { day: dayNumber("1937-07-06") },
    ["territory", "hebei", "stay"],
  ]);
});

test("where the map begins with the campaign, it leads to the first day after", () => {
  assert.deepEqual(clicked("1937-07-07"), [
    "details.whole: Hebei, 1 March 1938",
    { day: dayNumber("1938-03-01") },
    ["territory", "hebei", "stay"],
  ]);
});

test("a territory that is whole on no day of the map is only named", () => {
  const ctx = { first: dayNumber("1937-07-07"), last: dayNumber("1938-02-28"), lang: () => "en" };
  assert.equal(wholeLink(ctx, zone), "Hebei");
});

test("a spell of one day is told by that day", () => {
  const ctx = { last: dayNumber("1945-12-31"), lang: () => "en", t: () => (key) => key };
  assert.equal(spanWords(ctx, { from: "1920-07-14", to: "1920-07-15" }), "14 Jul 1920");
  assert.equal(spanWords(ctx, { from: "1920-07-14", to: "1920-07-16" }), "14 Jul 1920 – 15 Jul 1920");
});

test("a record ends with its URI, and with the way to tell of a mistake where the build names one", () => {
  const part = (corrections) => recordPart({ blob: { corrections }, t: () => (key) => key }, "urn:tiny:events/march");
  const links = (element) => element.children.map(({ attributes }) => attributes.href).filter(Boolean);
  assert.equal(part("").text, "details.record urn:tiny:events/march");
  assert.deepEqual(links(part("")), []);
  assert.equal(part("../correct.html").text, "details.record urn:tiny:events/march details.mistaken");
  assert.deepEqual(links(part("../correct.html")), ["../correct.html"]);
});
