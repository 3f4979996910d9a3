/** The tables of the atlas, for tests: CSV with a header line, cells with commas quoted. */
import { readFileSync } from "node:fs";

/** The rows of a table of the geodata, each by its columns. */
export function table(name) {
  const text = readFileSync(new URL(`../../geodata/${name}`, import.meta.url), "utf8");
  const rows = [[""]];
  let quoted = false;
  for (const letter of text.replaceAll("\r", "")) {
    const row = rows[rows.length - 1];
    if (letter === '"') quoted = !quoted;
    else if (letter === "," && !quoted) row.push("");
    else if (letter === "\n" && !quoted) rows.push([""]);
    else row[row.length - 1] += letter;
  }
  const [heads, ...cells] = rows.filter((row) => row.length > 1);
  return cells.map((row) => Object.fromEntries(heads.map((head, i) => [head, row[i]])));
}
