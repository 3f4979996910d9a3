/** The share of proj4 that a page has projects as the whole library does. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { bundle } from "../../mapper/assets/bundle.js";
import whole from "../../mapper/assets/node_modules/proj4/dist/proj4.js";

const script = readFileSync(new URL("../../mapper/assets/js/proj4.js", import.meta.url), "utf8");
const names = [...script.matchAll(/projections\/(\w+)\.js/g)].map(([, name]) => name).filter((name) => name !== "utm");
const rest = "+lat_0=40 +lat_1=35 +lat_2=50 +lon_0=20 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs";
const definitions = [
  ...[...names, "merc"].map((name) => `+proj=${name} ${rest}`), // merc is in the core
  "+proj=utm +zone=34 +datum=WGS84 +units=m +no_defs",
];

test("each projection leads where that of the whole library leads, there and back", () => {
  const folder = mkdtempSync(join(tmpdir(), "proj4-"));
  try {
    bundle("proj4", join(folder, "proj4.js"));
    const page = {};
    runInNewContext(readFileSync(join(folder, "proj4.js"), "utf8"), page);
    assert.ok(names.length > 15);
    for (const definition of definitions) {
      const [own, other] = [page.proj4(definition), whole(definition)];
      for (const position of [[21.5, 52.2], [18, 44], [25, 60.1]]) {
        const metres = own.forward(position);
        assert.deepEqual([...metres], other.forward(position), definition);
        const back = own.inverse(metres);
        assert.ok(Math.abs(back[0] - position[0]) < 1e-6 && Math.abs(back[1] - position[1]) < 1e-6, definition);
      }
    }
    assert.throws(() => page.proj4(`+proj=qsc ${rest}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
