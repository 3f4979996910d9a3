/** What a reader takes away: GeoJSON of the day, sources as BibTeX and CSV, tables as CSV. */
import { landsOn, spellOn } from "./chains.js";
import { changesIn } from "./changes.js";
import { isoDay } from "./days.js";
import { ringPositions } from "./decode.js";
import { firstLanguage } from "./i18n.js";
import { uriOfLand } from "./records.js";

/** @param {unknown} value */
function csvCell(value) {
  const text = String(value ?? "");
  const inert = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** @param {unknown[][]} rows */
export function csvText(rows) {
  return `${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/**
 * The state of a day, one feature a territory, positions in EPSG:4326.
 * @param {import("../types.js").Blob} blob
 * @param {{theatre: import("../types.js").Theatre, arcs: Float64Array[]}[]} parts
 * @param {string} iso
 * @param {number} day
 */
export function stateGeoJson(blob, parts, iso, day) {
  const features = [];
  for (const { theatre, arcs } of parts) {
    for (const territory of landsOn([theatre], day)) {
      const spell = spellOn(territory, day);
      features.push({
        type: "Feature",
        id: territory.id,
        properties: {
          territory: territory.id,
          name: territory.name[firstLanguage(territory.name)],
          date: iso,
          controller: spell.controller,
          sovereign: spell.sovereign,
          status: spell.status,
          from: spell.from,
          to: spell.to,
          km2: territory.km2,
          confidence: spell.confidence ?? "",
          source: citationText(spell.source),
          uri: uriOfLand(blob, territory, day),
        },
        geometry: {
          type: "MultiPolygon",
          coordinates: territory.arcs.map((polygon) => polygon.map((ring) => closeRing(ringPositions(arcs, ring)))),
        },
      });
    }
  }
  const { version, stamp, about } = blob;
  return { type: "FeatureCollection", version, stamp, licence: about.licence, features };
}

/**
 * The same as rows of a table, its head first.
 * @param {import("../types.js").Blob} blob
 * @param {import("../types.js").Theatre[]} theatres
 * @param {string} iso
 * @param {number} day
 */
export function stateRows(blob, theatres, iso, day) {
  const rows = landsOn(theatres, day).map((land) => {
    const { controller, sovereign, status, from, to, source } = spellOn(land, day);
    const held = [controller, sovereign, status, from, to];
    const name = land.name[firstLanguage(land.name)];
    return [land.id, name, iso, ...held, land.km2, citationText(source), uriOfLand(blob, land, day)];
  });
  const held = ["controller", "sovereign", "status", "from", "to"];
  return [["territory", "name", "date", ...held, "km2", "source", "uri"], ...rows];
}

/**
 * The changes of a moment as rows of a table, its head first.
 * @param {import("../types.js").Theatre[]} theatres
 * @param {import("../types.js").Moment} moment
 */
export function changeRows(theatres, moment) {
  const rows = changesIn(theatres, moment).flatMap(({ day, changes }) =>
    changes.map(({ territory, before, after }) => {
      const was = [before.controller, before.sovereign, before.status];
      const is = [after.controller, after.sovereign, after.status];
      return [
        isoDay(day),
        territory.id,
        territory.name[firstLanguage(territory.name)],
        ...was,
        ...is,
        territory.km2,
        citationText(after.source),
      ];
    }),
  );
  const held = ["controller", "sovereign", "status"];
  const head = ["date", "territory", "name", ...held.map((key) => `${key}_before`), ...held, "km2", "source"];
  return [head, ...rows];
}

/** @param {[number, number][]} ring */
function closeRing(ring) {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

/** @param {import("../types.js").Citation[]} citations */
export function citationText(citations) {
  return citations.map(([key, locator]) => (locator ? `${key} [${locator}]` : key)).join("; ");
}

/** The keys of sources that a list of citations names, once each, in order. @param {import("../types.js").Citation[][]} lists */
export function sourceKeys(lists) {
  return [...new Set(lists.flat().map(([key]) => key))].sort();
}

/** @param {string[]} keys @param {import("../types.js").Blob["sources"]} sources */
export function bibtexText(keys, sources) {
  return keys
    .map((key) => sources[key]?.bibtex ?? "")
    .filter(Boolean)
    .map((entry) => `${entry.trim()}\n`)
    .join("\n");
}

/** @param {string[]} keys @param {import("../types.js").Blob["sources"]} sources */
export function sourcesCsv(keys, sources) {
  return csvText([["key", "citation"], ...keys.map((key) => [key, sources[key]?.text ?? ""])]);
}

/** A file name from a title and a date. @param {string} id @param {string} iso @param {string} extension */
export function fileName(id, iso, extension) {
  return `${id.replace(/[^a-z0-9-]+/gi, "-")}-${iso}.${extension}`;
}
