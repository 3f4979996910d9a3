/** What the page is told travels as gzip in base64, a line for each theatre: a tenth of its size. The only module that imports fflate. */
import { gunzipSync } from "fflate";

/** The planes of the theatres in a packed text: its first line, which is not compressed, so that they are known at once. @param {string} text @returns {Record<string, import("../types.js").Plane>} */
export function planesOf(text) {
  return JSON.parse(new TextDecoder().decode(bytesOf(text.slice(0, text.indexOf("\n")))));
}

/** The record in a packed text: its second line is all but the theatres. @param {string} text @returns {Promise<import("../types.js").Blob>} */
export async function unpack(text) {
  const [record, ...theatres] = await Promise.all(text.split("\n").slice(1).map(recordIn));
  return { ...record, theatres: Object.assign({}, ...theatres) };
}

/** The record in a line. The browser's own decompression takes a fraction of the time; older browsers have none. @param {string} line */
async function recordIn(line) {
  const bytes = bytesOf(line);
  if (typeof DecompressionStream === "undefined") return JSON.parse(new TextDecoder().decode(gunzipSync(bytes)));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

/** The bytes in base64. A loop: an iterator over a million letters takes ten times as long; newer browsers do it themselves. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function bytesOf(text) {
  const itself = /** @type {any} */ (Uint8Array).fromBase64;
  if (itself) return itself.call(Uint8Array, text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}
