/** What a page has of proj4 projects as the whole library does. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { bundle, PROJECTIONS } from "../../mapper/assets/bundle.js";
import whole from "../../mapper/assets/node_modules/proj4/dist/proj4.js";

const rest = "+lat_0=40 +lat_1=35 +lat_2=50 +lon_0=20 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs";
const utm = "+proj=utm +zone=34 +datum=WGS84 +units=m +no_defs";
const folder = mkdtempSync(join(tmpdir(), "proj4-"));
after(() => rmSync(folder, { recursive: true }));

/** The script of a name, as a page has it. */
const made = (name) => {
  const path = join(folder, `${name.replace("/", "-")}.js`);
  bundle(name, path);
  return readFileSync(path, "utf8");
};
const core = made("proj4");

test("each projection, alone beside the core, leads where that of the whole library leads, there and back", () => {
  assert.ok(Object.keys(PROJECTIONS).length > 15);
  for (const name of Object.keys(PROJECTIONS)) {
    const definition = name === "utm" ? utm : `+proj=${name} ${rest}`;
    const page = createContext({});
    runInContext(core, page);
    if (name !== "merc") assert.throws(() => page.proj4(definition), name); // Mercator's is in the core
    runInContext(made(`projections/${name}`), page);
    const [own, other] = [page.proj4(definition), whole(definition)];
    for (const position of [[21.5, 52.2], [18, 44], [25, 60.1]]) {
      const metres = own.forward(position);
      assert.deepEqual([...metres], other.forward(position), definition);
      const back = own.inverse(metres);
      assert.ok(Math.abs(back[0] - position[0]) < 1e-6 && Math.abs(back[1] - position[1]) < 1e-6, definition);
    }
  }
});

test("a definition that is no PROJ string is refused", () => {
  const page = createContext({});
  runInContext(core, page);
  assert.throws(() => page.proj4('PROJCS["unknown",GEOGCS["unknown"],PROJECTION["Mercator_1SP"]]'), /PROJ string/);
});
