/** What all parts of the page share: what the page is told, the one state, and words and colours by both. */
import { indexTheatre, mergeDays, nameTowns } from "../model/chains.js";
import { clampDay, dayNumber, isoDay } from "../model/days.js";
import { gazetteerPlaces } from "../model/gazetteer.js";
import { translator, withArticle } from "../model/i18n.js";
import { datedName } from "../model/search.js";
import { shareAlike } from "../model/sharing.js";
import { createStore, readHash } from "../model/state.js";
import { unpack } from "../model/unpack.js";
import { layerNames } from "../panels/control.js";

/** What the page is told. @param {string} text  packed @returns {Promise<import("../types.js").Blob>} */
export async function readBlob(text) {
  const told = await unpack(text);
  shareAlike(told.events);
  return { ...told, places: [...told.places, ...gazetteerPlaces(told.towns, told.about.languages[0])] };
}

/** Whose view the page can show. @param {import("../types.js").Blob} blob */
export function observersOf(blob) {
  return [...new Set(blob.recognitions.map((one) => one.by))].sort();
}

/** @param {import("../types.js").Blob} blob @param {string[]} theatres @returns {import("../types.js").Known} */
export function knownOf(blob, theatres) {
  return {
    first: dayNumber(blob.map.from),
    last: dayNumber(blob.map.to),
    layers: layerNames(),
    theatres,
    polities: observersOf(blob),
    agreements: blob.agreements.map((one) => one.id),
    langs: blob.about.languages,
    steps: blob.map.story.length,
  };
}

/** The first state: the map's own, overruled by the address. @param {import("../types.js").Blob} blob @param {import("../types.js").Known} known */
function firstState(blob, known) {
  const browserLang = navigator.language?.slice(0, 2);
  /** @type {import("../types.js").State} */
  const state = {
    since: null,
    day: clampDay(dayNumber(blob.map.date), known.first, known.last),
    layers: new Set(blob.map.layers.filter((name) => known.layers.includes(name))),
    views: {},
    as: "",
    agreed: "",
    lang: known.langs.includes(browserLang) ? browserLang : known.langs[0],
    step: 0,
    compare: null,
    compareSince: null,
    against: "",
    divider: 50,
    theme: "",
  };
  return { ...state, ...readHash(location.hash, known) };
}

/** The days on which land or an agreement changes. @param {import("../types.js").Blob} blob @param {import("../types.js").Theatre[]} theatres @param {import("../types.js").Known} known */
function changeDaysOf(blob, theatres, { first, last }) {
  const agreed = blob.agreements.flatMap((one) => [dayNumber(one.from), dayNumber(one.to)]);
  return mergeDays([...theatres.map((one) => one.changeDays), agreed], first, last);
}

/**
 * The context without a selection and without plates: who makes them puts in how something is selected and what covers plates.
 * @param {import("../types.js").Blob} blob
 * @param {import("../types.js").Known} known
 * @param {MediaQueryList} night  whether the reader's machine is dark
 * @returns {import("../types.js").Context}
 */
export function createContext(blob, known, night) {
  const store = createStore(firstState(blob, known));
  const theatres = known.theatres.map((id) => indexTheatre(id, blob.theatres[id]));
  nameTowns(theatres, blob.places, blob.about.languages);
  const lang = () => store.get().lang;
  const nameOn = (/** @type {string} */ polity, /** @type {number} */ day) =>
    blob.polities[polity] ? datedName(blob.polities[polity], isoDay(day), lang()) : polity;
  const nameOf = (/** @type {string} */ polity) => nameOn(polity, store.get().day);
  /** @type {Map<string, import("../types.js").Translate>} */
  const translators = new Map(known.langs.map((one) => [one, translator(blob.i18n, one)]));
  return {
    blob,
    store,
    theatres,
    changeDays: changeDaysOf(blob, theatres, known),
    first: known.first,
    last: known.last,
    t: () => translators.get(lang()) ?? translator(blob.i18n, lang()),
    lang,
    nameOf,
    nameOn,
    nameIn: (polity, day = store.get().day) => withArticle(nameOn(polity, day), lang()),
    colourOf: (polity) => blob.polities[polity]?.colour ?? "#cccccc",
    dark: () => (document.documentElement.dataset.theme || (night.matches ? "dark" : "light")) === "dark",
    select: () => {},
    obstacles: () => [],
    lost: null,
    hidden: () => [],
    measure: () => {},
  };
}
