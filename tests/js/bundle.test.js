import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { bundle, sourcesDigest } from "../../mapper/assets/bundle.js";

const folder = mkdtempSync(join(tmpdir(), "mapper-"));
after(() => rmSync(folder, { recursive: true }));

const js = new URL("../../mapper/assets/js/", import.meta.url);
const made = (name, script = "mapper") => {
  bundle(script, join(folder, name));
  return readFileSync(join(folder, name), "utf8");
};

test("the bundle is one classic script that defines mapper alone, with the four names that a page uses", () => {
  const context = createContext({});
  runInContext(made("one.js"), context);
  assert.deepEqual(Object.keys(context), ["mapper"]);
  assert.deepEqual(Object.keys(context.mapper).sort(), ["layer", "open", "opened", "year"]);
  for (const name of ["layer", "open", "year"]) assert.equal(typeof context.mapper[name], "function");
});

test("what a user's own layers need is another script, which defines foreign alone", () => {
  const context = createContext({});
  runInContext(made("foreign.js", "foreign"), context);
  assert.deepEqual(Object.keys(context), ["foreign"]);
  assert.deepEqual(Object.keys(context.foreign).sort(), ["content", "fit", "scale", "settle", "table", "tiles"]);
});

test("the bundle is the same at every run, and says of which sources it is", () => {
  const text = made("two.js");
  assert.equal(text, made("three.js"));
  assert.equal(text.split("\n")[0], `// sources ${sourcesDigest(js)}`);
});

test("a change of a source, or of its name, is another digest", () => {
  const copy = new URL(`${pathToFileURL(join(folder, "js")).href}/`);
  cpSync(js, copy, { recursive: true });
  assert.equal(sourcesDigest(copy), sourcesDigest(js));
  writeFileSync(new URL("model/days.js", copy), "// other\n");
  const changed = sourcesDigest(copy);
  assert.notEqual(changed, sourcesDigest(js));
  cpSync(new URL("model/days.js", copy), new URL("model/dates.js", copy));
  rmSync(new URL("model/days.js", copy));
  assert.notEqual(sourcesDigest(copy), changed);
});
