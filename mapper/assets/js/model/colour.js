/** Colour in OKLab: mixing, shading and distances as an eye sees them (Ottosson 2020; Machado et al. 2009 for colour blindness). */

/** @typedef {[number, number, number]} Triple */

const EVEN = 0.02; // of lightness: two colours that an eye takes for equally light
const STEPS = 60; // in which an ink is moved through half of all lightness

/** @param {string} hex @returns {Triple} linear light, 0..1 */
export function linearRgb(hex) {
  const channel = (/** @type {number} */ at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** @param {Triple} rgb linear */
export function hexOf(rgb) {
  const parts = rgb.map((c) => {
    const v = c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;
    return Math.round(Math.min(1, Math.max(0, v)) * 255)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** @param {Triple} rgb linear @returns {Triple} L, a, b */
function oklab([r, g, b]) {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {Triple} lab @returns {Triple} linear RGB */
function fromOklab([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** Change lightness by `by` and scale chroma. @param {string} hex @param {number} by @param {number} [chroma] */
export function shade(hex, by, chroma = 1) {
  const [L, a, b] = oklab(linearRgb(hex));
  return hexOf(fromOklab([Math.min(0.98, Math.max(0.1, L + by)), a * chroma, b * chroma]));
}

/** @param {string} one @param {string} other @param {number} share of the other */
export function mixColours(one, other, share) {
  const a = oklab(linearRgb(one));
  const b = oklab(linearRgb(other));
  return hexOf(fromOklab(/** @type {Triple} */ (a.map((v, i) => v + (b[i] - v) * share))));
}

/** The same hue for a dark page: dimmer, a little fuller. @param {string} hex */
export function nightColour(hex) {
  const [L, a, b] = oklab(linearRgb(hex));
  return hexOf(fromOklab([0.42 + (L - 0.75) * 0.6, a * 0.72, b * 0.72]));
}

/** Distance in OKLab times 100. @param {string} one @param {string} other */
export function colourDistance(one, other) {
  const a = oklab(linearRgb(one));
  const b = oklab(linearRgb(other));
  return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** @type {Record<string, Triple[]>} */
const BLINDNESS = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** A colour as a colour-blind eye sees it. @param {string} hex @param {string} kind protan, deutan or tritan */
export function simulate(hex, kind) {
  const rgb = linearRgb(hex);
  return hexOf(
    /** @type {Triple} */ (BLINDNESS[kind].map((row) => row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])),
  );
}

/** A colour as a printer without ink of its hue sets it (Rec. 601). @param {string} hex */
export function greyOf(hex) {
  const luma = [0.299, 0.587, 0.114].reduce(
    (sum, share, i) => sum + share * Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16),
    0,
  );
  return `#${Math.round(luma).toString(16).padStart(2, "0").repeat(3)}`;
}

/** The least contrast of two colours on a screen and in grey print. @param {string} one @param {string} other */
export function leastContrast(one, other) {
  return Math.min(contrast(one, other), contrast(greyOf(one), greyOf(other)));
}

/**
 * An ink made lighter or darker, its hue kept, until it stands out from its ground on a screen and in grey print: away from the
 * ground, on the side where it lies, else on the other.
 * @param {string} ink @param {string} ground @param {number} least  contrast @param {1 | -1} usual  the side of an ink as light as its ground
 */
export function standOut(ink, ground, least, usual) {
  if (leastContrast(ink, ground) >= least) return ink;
  const by = oklab(linearRgb(ink))[0] - oklab(linearRgb(ground))[0];
  const side = Math.abs(by) < EVEN ? usual : Math.sign(by);
  for (const direction of [side, -side])
    for (let step = 1; step <= STEPS; step++) {
      const moved = shade(ink, (direction * step) / STEPS / 2);
      if (leastContrast(moved, ground) >= least) return moved;
    }
  return ink;
}

/** Contrast as WCAG computes it. @param {string} one @param {string} other */
export function contrast(one, other) {
  const [a, b] = [one, other].map((hex) => {
    const [r, g, bl] = linearRgb(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl + 0.05;
  });
  return Math.max(a, b) / Math.min(a, b);
}
