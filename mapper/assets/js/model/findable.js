/** All that can be found: places and powers by all their names, lands, events, stories, agreements, movements and railways by their texts too. */
import { dayNumber, dayWords, whenWords } from "./days.js";
import { firstLanguage, pick } from "./i18n.js";
import { daysWords } from "./moments.js";

/** @typedef {import("./search.js").Entry} Entry */
/** @typedef {import("../types.js").Text} Text */
/** What words depend on. @typedef {Pick<import("../types.js").Context, "lang" | "t">} Tongue */

/** @param {Text | undefined} text */
const all = (text) => Object.values(text ?? {}).filter(Boolean);

/** @param {Text[]} texts */
const written = (texts) => texts.filter((text) => all(text).length);

/** Notes, which stand in the atlas's first language alone, each once. @param {Text} name  in all languages @param {(string | undefined)[]} notes @returns {Text[]} */
function notesOf(name, notes) {
  return [...new Set(notes)].filter(Boolean).map((note) => ({ [firstLanguage(name)]: note ?? "" }));
}

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
    ...blob.movements.map((one) => lineEntry("movement", one, daysOf(one, tongue), [one.note], tongue)),
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
  const { name, today, also } = place;
  const dated = datedIn(place.names);
  const names = [...new Set([...all(name), ...dated(Object.keys(place.names)), ...all(today), ...also])];
  const own = () => [
    ...[name, today].map((text) => pick(text, lang())),
    ...dated([lang(), firstLanguage(name)]),
    ...also,
  ];
  return entry(
    { kind: "place", id: place.id, names, own, weight: 5 - place.rank },
    () => pick(name, lang()),
    () => pick(today, lang()),
  );
}

/** The names of some languages that have days. @param {import("../types.js").Place["names"]} names @returns {(langs: string[]) => string[]} */
function datedIn(names) {
  return (langs) => langs.flatMap((lang) => (names[lang] ?? []).map(([name]) => name));
}

/** @param {string} id @param {import("../types.js").Polity} polity @param {Tongue} tongue */
function polityEntry(id, polity, { lang }) {
  const { name, also } = polity;
  const dated = datedIn(polity.names ?? {});
  const names = [...all(name), ...dated(Object.keys(polity.names ?? {})), ...also];
  const own = () => [pick(name, lang()), ...dated([lang()]), ...also];
  const texts = () => notesOf(name, [polity.note]);
  return entry(
    { kind: "polity", id, names, own, hidden: [id], weight: 5, texts },
    () => pick(name, lang()),
    () => "",
  );
}

/** @param {import("../types.js").RawTerritory} land @param {Tongue} tongue */
function landEntry({ id, name = {}, today, note, spells }, { lang }) {
  const names = [...all(name), ...all(today)];
  const own = () => [name, today].map((text) => pick(text, lang()));
  const texts = () => notesOf(name, [note, ...spells.map((spell) => spell.note)]);
  return entry(
    { kind: "territory", id, names, own, weight: 2, texts },
    () => pick(name, lang()),
    () => pick(today, lang()),
  );
}

/** @param {import("../types.js").AtlasEvent} event @param {Tongue} tongue */
function eventEntry(event, { lang, t }) {
  const when = inLanguage(lang, () => whenWords(event, lang(), t()));
  const texts = () => written([event.text, event.essay, event.correction]);
  const names = [...all(event.title), ...event.also, ...all(event.place)];
  const own = () => [pick(event.title, lang()), ...event.also];
  const quoted = [event.essay, event.correction];
  return entry(
    { kind: "event", id: event.id, names, own, hidden: [event.date], when, weight: 1, texts, quoted },
    () => pick(event.title, lang()),
    () => [when(), pick(event.place, lang())].filter(Boolean).join(" · "),
  );
}

/** @param {import("../types.js").StoryStep} step @param {number} number @param {Tongue} tongue */
function stepEntry(step, number, { lang }) {
  const texts = () => written([step.text, step.question, step.answer, step.correction, step.chapter]);
  const when = inLanguage(lang, () => dayWords(dayNumber(step.date), lang()));
  return entry(
    { kind: "step", id: String(number), names: all(step.title), weight: 1, when, texts, quoted: [step.correction] },
    () => pick(step.title, lang()),
    when,
  );
}

/** @param {import("../types.js").Agreement} agreement @param {import("../types.js").Blob} blob @param {Tongue} tongue */
function agreementEntry({ id, name, also, note, from, lines }, blob, { lang }) {
  const drawn = () =>
    Object.values(blob.theatres).flatMap((theatre) => theatre.lines.filter((line) => lines.includes(line.id)));
  const texts = () => [
    ...written([note]),
    ...notesOf(
      name,
      drawn().map((line) => line.note),
    ),
  ];
  const own = () => [pick(name, lang()), ...also];
  return entry(
    { kind: "agreement", id, names: [...all(name), ...also], own, weight: 1, texts },
    () => pick(name, lang()),
    () => dayWords(dayNumber(from), lang()),
  );
}

/** @param {{from: string, to: string}} one @param {Tongue} tongue */
function daysOf({ from, to }, { lang }) {
  return () => daysWords(dayNumber(from), dayNumber(to), lang());
}

/** @param {string} kind @param {{id: string, name: Text}} line @param {() => string} detail @param {(string | undefined)[]} notes @param {Tongue} tongue */
function lineEntry(kind, line, detail, notes, { lang }) {
  const texts = () => notesOf(line.name, notes);
  return entry({ kind, id: line.id, names: all(line.name), weight: 0, texts }, () => pick(line.name, lang()), detail);
}

/** @param {import("../types.js").Elsewhere} one @param {Tongue} tongue */
function elsewhereEntry(one, { lang }) {
  const dated = one.kind === "event" || one.kind === "step";
  const own = () => (dated ? [] : [pick(one.label, lang()), ...one.names]);
  return entry(
    { kind: one.kind, id: one.id, map: one.map, names: [...all(one.label), ...one.names], own, weight: -4 },
    () => pick(one.label, lang()),
    () => (dated ? dayWords(dayNumber(one.date), lang()) : ""),
  );
}
