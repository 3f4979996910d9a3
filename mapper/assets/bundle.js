/**
 * Bundles the page's modules into classic scripts: node bundle.js [folder to write to].
 * `mapper.js` is what every page runs, after `proj4.js` and those of `projections/` that its theatres have; `foreign.js` what a page with a
 * user's own folium layers runs besides. The first line holds the digest of the sources, so that a bundle older than they are is noticed.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const HERE = new URL("./", import.meta.url);

/** The digest of all sources: path and text of each, in the order of the paths. @param {URL} folder */
export function sourcesDigest(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
  const digest = createHash("sha256");
  for (const path of paths.filter((one) => one.endsWith(".js")).sort())
    digest
      .update(`${path}\0`)
      .update(readFileSync(new URL(path, folder)))
      .update("\0");
  return digest.digest("hex");
}

/** The scripts by the name that each defines: the module that it begins with. */
export const SCRIPTS = { mapper: "js/main.js", foreign: "js/foreign.js", proj4: "js/proj4.js" };

const NAMED =
  "aea aeqd bonne cea eck6 eqc eqdc eqearth etmerc laea lcc merc moll poly robin sinu stere sterea utm".split(" ");

/** The projections that a theatre may have, `PROJECTIONS` in `mapper.about`, each with its module in proj4. @type {Record<string, string>} */
export const PROJECTIONS = { ...Object.fromEntries(NAMED.map((name) => [name, name])), tmerc: "etmerc" };
const NO_WKT =
  "data:text/javascript,export default () => { throw new Error('a projection is told as a PROJ string'); }";

/** What esbuild begins with for a script: a module, or one line. @param {string} name  one of `NAMES` */
function entry(name) {
  const projection = PROJECTIONS[name.replace("projections/", "")];
  if (!projection) return { entryPoints: [SCRIPTS[/** @type {keyof typeof SCRIPTS} */ (name)]], globalName: name };
  const contents = `import one from "proj4/lib/projections/${projection}.js"; proj4.Proj.projections.add(one);`;
  return { stdin: { contents, resolveDir: fileURLToPath(HERE) } };
}

/** The names of all scripts. */
export const NAMES = [...Object.keys(SCRIPTS), ...Object.keys(PROJECTIONS).map((name) => `projections/${name}`)];

/** @param {string} name  one of `NAMES` @param {string} outfile */
export function bundle(name, outfile) {
  buildSync({
    ...entry(name),
    absWorkingDir: fileURLToPath(HERE),
    outfile,
    bundle: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    minify: true,
    alias: { "wkt-parser": NO_WKT },
    footer: { js: name === "proj4" ? "proj4=proj4.default;" : "" }, // the library is what its script defines
    banner: { js: `// sources ${sourcesDigest(new URL("js/", HERE))}` },
    logLevel: "warning",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL("vendor", HERE));
  for (const name of NAMES) bundle(name, join(folder, `${name}.js`));
}
