/** Compressed text: base64 of gzip, as a page carries what it is told. */
import { gunzipSync } from "fflate";

/** The bytes of a base64 text. @param {string} text */
function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** The text in base64 of gzip; a browser that cannot inflate has it done by a library. @param {string} text @returns {Promise<string>} */
export async function inflated(text) {
  const bytes = bytesOf(text);
  if (typeof DecompressionStream === "undefined") return new TextDecoder().decode(gunzipSync(bytes));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
