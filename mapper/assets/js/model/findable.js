/** All that can be found: places and powers by all their names, lands, events, stories, agreements, movements and railways by their texts too. */
import { dayNumber, dayWords, whenWords } from "./days.js";
import { pick } from "./i18n.js";
import { daysWords } from "./moments.js";

/** @typedef {import("./search.js").Entry} Entry */
/** What words depend on. @typedef {Pick<import("../types.js").Context, "lang" | "t">} Tongue */

/** @param {import("../types.js").Text | undefined} text */
const all = (text) => Object.values(text ?? {}).filter(Boolean);

/** @param {import("../types.js").Blob} blob @param {Tongue} tongue @returns {Entry[]} */
export function searchIndex(blob, tongue) {
  return [
    ...blob.places.map((place) => placeEntry(place, tongue)),
    ...Object.entries(blob.polities).map(([id, polity]) => polityEntry(id, polity, tongue)),
    ...Object.values(blob.theatres).flatMap(({ territories }) =>
      territories.filter((land) => !land.of).map((land) => landEntry(land, tongue)),
    ),
    ...blob.events.map((event) => eventEntry(event, tongue)),
    ...blob.map.story.map((step, i) => stepEntry(step, i + 1, tongue)),
    ...blob.agreements.map((one) => agreementEntry(one, blob, tongue)),
    ...blob.movements.map((one) => lineEntry("movement", one, daysOf(one, tongue), [one.note ?? ""], tongue)),
    ...blob.railways.map((one) =>
      lineEntry(
        "railway",
        one,
        () => "",
        one.spells.map(({ note }) => note),
        tongue,
      ),
    ),
    ...blob.elsewhere.map((one) => elsewhereEntry(one, tongue)),
  ];
}

/**
 * An entry whose label and detail are in the language of the page, also after it changed.
 * @param {Pick<Entry, "kind" | "id" | "names" | "weight"> & Partial<Entry>} fixed
 * @param {() => string} label
 * @param {() => string} detail
 * @returns {Entry}
 */
function entry(fixed, label, detail) {
  return {
    ...fixed,
    get label() {
      return label();
    },
    get detail() {
      return detail();
    },
  };
}

/** Words that are asked for at every letter typed, made once for each language. @param {() => string} lang @param {() => string} make */
function inLanguage(lang, make) {
  /** @type {Map<string, string>} */
  const known = new Map();
  return () => {
    const words = known.get(lang()) ?? make();
    known.set(lang(), words);
    return words;
  };
}

/** @param {import("../types.js").Place} place @param {Tongue} tongue */
function placeEntry(place, { lang }) {
  const dated = Object.values(place.names).flatMap((list) => list.map(([name]) => name));
  const names = [...new Set([...all(place.name), ...dated, ...all(place.today), ...place.also])];
  const fixed = { kind: "place", id: place.id, names, weight: 5 - place.rank };
  return entry(
    fixed,
    () => pick(place.name, lang()),
    () => pick(place.today, lang()),
  );
}

/** @param {string} id @param {import("../types.js").Polity} polity @param {Tongue} tongue */
function polityEntry(id, polity, { lang }) {
  const dated = Object.values(polity.names ?? {}).flatMap((some) => some.map(([name]) => name));
  const names = [...all(polity.name), ...dated, ...polity.also];
  const fixed = { kind: "polity", id, names, hidden: [id], weight: 5, texts: () => [polity.note].filter(Boolean) };
  return entry(
    fixed,
    () => pick(polity.name, lang()),
    () => "",
  );
}

/** @param {import("../types.js").RawTerritory} land @param {Tongue} tongue */
function landEntry(land, { lang }) {
  const names = [...all(land.name), ...all(land.today)];
  const texts = () => [...new Set([land.note ?? "", ...land.spells.map(({ note }) => note ?? "")])].filter(Boolean);
  return entry(
    { kind: "territory", id: land.id, names, weight: 2, texts },
    () => pick(land.name, lang()),
    () => pick(land.today, lang()),
  );
}

/** @param {import("../types.js").AtlasEvent} event @param {Tongue} tongue */
function eventEntry(event, { lang, t }) {
  const when = inLanguage(lang, () => whenWords(event, lang(), t()));
  const own = () => [event.text, event.essay, event.correction].map((text) => pick(text, lang()));
  const others = () => [event.text, event.essay, event.correction].flatMap(all);
  return entry(
    {
      kind: "event",
      id: event.id,
      names: [...all(event.title), ...all(event.place)],
      hidden: [event.date],
      when,
      weight: 1,
      texts: () => [...new Set([...own(), ...others()])].filter(Boolean),
    },
    () => pick(event.title, lang()),
    () => [when(), pick(event.place, lang())].filter(Boolean).join(" · "),
  );
}

/** @param {import("../types.js").StoryStep} step @param {number} number @param {Tongue} tongue */
function stepEntry(step, number, { lang }) {
  const texts = () => [step.text, step.question, step.correction, step.chapter].flatMap(all);
  const when = inLanguage(lang, () => dayWords(dayNumber(step.date), lang()));
  return entry(
    { kind: "step", id: String(number), names: all(step.title), weight: 1, when, texts },
    () => pick(step.title, lang()),
    when,
  );
}

/** @param {import("../types.js").Agreement} agreement @param {import("../types.js").Blob} blob @param {Tongue} tongue */
function agreementEntry(agreement, blob, { lang }) {
  const lines = () =>
    Object.values(blob.theatres).flatMap((theatre) => theatre.lines.filter(({ id }) => agreement.lines.includes(id)));
  const own = () => [pick(agreement.note, lang()), ...all(agreement.note)];
  const texts = () => [...new Set([...own(), ...lines().map(({ note }) => note ?? "")])].filter(Boolean);
  return entry(
    { kind: "agreement", id: agreement.id, names: all(agreement.name), weight: 1, texts },
    () => pick(agreement.name, lang()),
    () => dayWords(dayNumber(agreement.from), lang()),
  );
}

/** @param {{from: string, to: string}} one @param {Tongue} tongue */
function daysOf({ from, to }, { lang }) {
  return () => daysWords(dayNumber(from), dayNumber(to), lang());
}

/** @param {string} kind @param {{id: string, name: import("../types.js").Text}} line @param {() => string} detail @param {string[]} notes @param {Tongue} tongue */
function lineEntry(kind, line, detail, notes, { lang }) {
  const texts = () => [...new Set(notes)].filter(Boolean);
  return entry({ kind, id: line.id, names: all(line.name), weight: 0, texts }, () => pick(line.name, lang()), detail);
}

/** @param {import("../types.js").Elsewhere} one @param {Tongue} tongue */
function elsewhereEntry(one, { lang }) {
  const dated = one.kind === "event" || one.kind === "step";
  return entry(
    { kind: one.kind, id: one.id, map: one.map, names: [...all(one.label), ...one.names], weight: -4 },
    () => pick(one.label, lang()),
    () => (dated ? dayWords(dayNumber(one.date), lang()) : ""),
  );
}
