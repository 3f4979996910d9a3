import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const assets = new URL("../../mapper/assets/", import.meta.url);
const read = (path) => readFileSync(new URL(path, assets), "utf8");
const names = readdirSync(new URL("js/", assets), { recursive: true }).filter((name) => name.endsWith(".js"));
const sources = new Map(names.map((name) => [name, read(`js/${name}`)]));

test("no text becomes markup or code", () => {
  for (const [name, text] of sources) {
    const code = text.replace("entry.name = span.innerHTML", "").replace("return frame.outerHTML;", ""); // text that the browser itself has escaped, for Leaflet's control
    assert.doesNotMatch(code, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\bstyle=/, name);
  }
});

const files = readdirSync(new URL("i18n/", assets)).filter((name) => name !== "en.json");

const begun = ["et.json", "ja.json", "lv.json", "uk.json", "zh.json"]; // what they lack is English

for (const file of files)
  test(`${file} has keys of the English catalogue, all of them unless it is only begun, with the same places for values`, () => {
    const [en, own] = ["en.json", file].map((name) => JSON.parse(read(`i18n/${name}`)));
    if (!begun.includes(file)) assert.deepEqual(Object.keys(own).sort(), Object.keys(en).sort());
    assert.ok(Object.keys(own).length > 150);
    for (const key of Object.keys(own)) {
      const text = en[key];
      assert.ok(text && own[key], key);
      const values = (words) => [...new Set([...words.matchAll(/\{(\w+)\}/g)].map(([, value]) => value))].sort();
      assert.deepEqual(values(own[key]).filter((value) => !values(text).includes(value)), [], key);
    }
  });

test("every text that the page asks for by name is in the catalogue", () => {
  const en = { ...JSON.parse(read("i18n/en.json")), credits: "", "credits.short": "" }; // the atlas says whose it is
  for (const [name, text] of sources) {
    for (const [, key] of text.matchAll(/(?<![\w.])t\(\)?\(?"([a-z_.]+)"/g)) assert.ok(key in en, `${name}: ${key}`);
    for (const [key] of text.matchAll(/(?<=")(?:tab|tool|desk|time|line|story|compare|table|details|map|save)\.[a-z_]+(?=")/g)) assert.ok(key in en, `${name}: ${key}`);
  }
});
