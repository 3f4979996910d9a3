import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

/** Which rooms each room may import from. Arrows go one way: a room knows those under it, never those over it. */
const ROOMS = {
  dom: [],
  model: ["model"],
  plate: ["model", "dom", "plate"],
  labels: ["model", "dom", "plate", "labels"],
  panels: ["model", "dom", "plate", "labels", "panels"],
  files: ["model", "dom", "plate", "labels", "files"],
  page: ["model", "dom", "plate", "labels", "panels", "files", "page"],
  main: ["model", "plate", "panels", "page"],
  foreign: ["dom", "foreign"],
  proj4: [],
};
const DOORS = { fflate: "model/unpack.js", proj4: "proj4.js" }; // the one module that imports a library
const ENTRIES = ["main.js", "foreign.js", "proj4.js"];
const TYPES = "types.js"; // types.d.ts, which any comment may name

const js = new URL("../../mapper/assets/js/", import.meta.url);
const paths = readdirSync(js, { recursive: true }).map((path) => path.replaceAll("\\", "/"));
const modules = new Map(
  paths.filter((path) => path.endsWith(".js")).map((path) => [path, readFileSync(new URL(path, js), "utf8")]),
);

/** The room of a module: its folder, or its own name where it stands alone. */
const roomOf = (path) => path.split("/")[0].replace(/\.js$/, "");

/** What a module imports, as paths from the folder of all: in statements, and in the types of its comments. */
function importsOf(path, text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
  const target = ([, name]) => (name.startsWith(".") ? posix.join(posix.dirname(path), name) : name);
  const statements = [
    ...code.matchAll(/^(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']/gm),
    ...code.matchAll(/^import\s*["']([^"']+)["']/gm),
    ...code.matchAll(/\bimport\(\s*["'`]([^"'`]*)["'`]/g),
  ].map(target);
  const types = [...text.matchAll(/\bimport\("([^"]+)"\)/g)].map(target).filter((name) => name !== TYPES);
  return { statements, types };
}

/** Whether a module of a library is imported. */
const isLibrary = (target) => target.split("/")[0] in DOORS && !modules.has(target);

/** What is wrong with an import, or null. */
function fault(path, target) {
  const [from, to] = [roomOf(path), roomOf(target)];
  if (!(from in ROOMS)) return `${path} stands in no room`;
  if (isLibrary(target)) return DOORS[target.split("/")[0]] === path ? null : `${path} imports ${target}`;
  if (!modules.has(target)) return `${path} imports ${target}, which is no module of ours`;
  return ROOMS[from].includes(to) ? null : `${path} imports ${target}: ${from} must not know ${to}`;
}

test("every module stands in a room", () => {
  assert.deepEqual([...new Set([...modules.keys()].map(roomOf))].sort(), Object.keys(ROOMS).sort());
  assert.deepEqual(paths.filter((path) => !/\.(js|d\.ts)$/.test(path) && path.includes(".")), []);
});

test("imports lead one way, and to modules that there are", () => {
  const faults = [];
  for (const [path, text] of modules) {
    const { statements, types } = importsOf(path, text);
    for (const target of [...statements, ...types]) faults.push(fault(path, target));
    for (const name of statements) assert.notEqual(name, TYPES, `${path} imports types, which are no code`);
  }
  assert.ok(faults.length > 100, "the imports were not found");
  assert.deepEqual(faults.filter(Boolean), []);
});

test("a wrong way, an unknown module and a library are found", () => {
  assert.match(fault("model/days.js", "plate/plate.js"), /model must not know plate/);
  assert.match(fault("plate/plate.js", "labels/names.js"), /plate must not know labels/);
  assert.match(fault("dom.js", "model/days.js"), /dom must not know model/);
  assert.match(fault("model/days.js", "model/weeks.js"), /no module of ours/);
  assert.match(fault("model/days.js", "leaflet"), /no module of ours/);
  assert.match(fault("attic/days.js", "model/days.js"), /no room/);
  const text = 'import {\n  a,\n  b,\n} from "./chains.js";\nimport "leaflet";\n/** @type {import("../plate/plate.js").Plate} */\n';
  assert.deepEqual(importsOf("model/x.js", text), { statements: ["model/chains.js", "leaflet"], types: ["plate/plate.js"] });
});

test("no module needs itself", () => {
  const done = new Set();
  const visit = (path, way) => {
    assert.ok(!way.includes(path), [...way, path].join(" > "));
    if (done.has(path)) return;
    for (const target of importsOf(path, modules.get(path)).statements)
      if (!isLibrary(target)) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of modules.keys()) visit(path, []);
  const reached = new Set();
  const reach = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const target of importsOf(path, modules.get(path)).statements) if (!isLibrary(target)) reach(target);
  };
  for (const entry of ENTRIES) reach(entry);
  assert.deepEqual([...modules.keys()].filter((path) => !reached.has(path)), [], "modules that the page does not use");
});

test("every export is used by another module, or tested", () => {
  const tests = readdirSync(new URL("./", import.meta.url)).filter((name) => name.endsWith(".js"));
  const texts = new Map([...modules, ...tests.map((name) => [`tests/${name}`, readFileSync(new URL(name, import.meta.url), "utf8")])]);
  const idle = [];
  for (const [path, text] of modules) {
    if (ENTRIES.includes(path)) continue;
    assert.doesNotMatch(text, /^export (default|\*|\{)/m, `${path}: exports are declared where they stand, by name`);
    for (const [, name] of text.matchAll(/^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm)) {
      const used = [...texts].some(([other, words]) => other !== path && new RegExp(`\\b${name}\\b`).test(words));
      if (!used) idle.push(`${path}: ${name}`);
    }
  }
  assert.deepEqual(idle, []);
});
