/**
 * Bundles the page's modules into one classic script that defines `mapper`: node bundle.js [file to write].
 * Its first line holds the digest of the sources, so that a bundle older than they are is noticed.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
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

/** @param {string} outfile */
export function bundle(outfile) {
  buildSync({
    entryPoints: [fileURLToPath(new URL("js/main.js", HERE))],
    absWorkingDir: fileURLToPath(HERE),
    outfile,
    bundle: true,
    format: "iife",
    globalName: "mapper",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    banner: { js: `// sources ${sourcesDigest(new URL("js/", HERE))}` },
    logLevel: "warning",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  bundle(process.argv[2] ?? fileURLToPath(new URL("vendor/mapper.js", HERE)));
