/** The lands that a quiz asks for: those that the day is about, before those where nothing happens. */
import { heldInView } from "../labels/inland.js";
import { firstDay } from "../model/moments.js";

const MOST = 10;
const LATEST = 7; // of them changed of late, where neighbours are left
const LATELY = 365; // days before what is shown, in which a change is what it is about
const LEAST = 8; // cells of a view that a holder must have to be asked for

/** @typedef {import("../types.js").Plate} Plate */
/** @typedef {import("../types.js").Rule} Rule */
/** What of a holder's is on a plate: how late it changed, 0 for not of late, and whether it lies beside what did. @typedef {{plate: Plate, rule: Rule, changed: number, near: boolean, cells: number, rooms: import("../labels/inland.js").Room[]}} Candidate */
/** What changed of late: each land and each holding, with how late. @typedef {{lands: Map<import("../types.js").Territory, number>, holdings: Map<string, number>}} Lately */

/** What is held by the same power in the same way. @param {Rule | import("../types.js").Spell} rule */
const holding = ({ controller, status, sovereign }) => `${controller} ${status} ${sovereign}`;

/** The powers whose land is in sight, land that is held in another way apart. @param {import("../types.js").Context} ctx @param {Plate[]} plates */
export function holdersAsked(ctx, plates) {
  /** @type {Map<string, Candidate>} */
  const found = new Map();
  for (const plate of plates)
    for (const [key, one] of candidates(plate, ctx.store.get())) {
      const known = found.get(key) ?? one;
      const changed = Math.max(known.changed, one.changed);
      found.set(key, { ...(known.cells >= one.cells ? known : one), changed, near: known.near || one.near });
    }
  return mostTelling([...found.values()]).map(({ plate, rule, rooms }) => ({
    ...{ spot: { x: rooms[0].x, y: rooms[0].y, plate }, kind: "holder", sign: "", rooms },
    answer: holderWords(ctx, rule),
  }));
}

/** What changed of late, the latest first, then what lies beside it, the largest first, then what is quiet. @template {{changed: number, near: boolean, cells: number}} One @param {One[]} all */
export function mostTelling(all) {
  const sorted = [...all].sort((a, b) => b.changed - a.changed || +b.near - +a.near || b.cells - a.cells);
  const beside = sorted.filter(({ changed, near }) => !changed && near).slice(0, MOST - LATEST);
  const rest = sorted.filter((one) => !beside.includes(one));
  return [...rest.slice(0, MOST - beside.length), ...beside];
}

/** @param {Plate} plate @param {import("../types.js").Moment} moment @returns {[string, Candidate][]} */
function candidates(plate, moment) {
  const rules = plate.rules();
  const { territories } = plate.theatre;
  const keyOf = (/** @type {number} */ index) => (rules[index].status === "disputed" ? "" : holding(rules[index]));
  const { held, beside } = heldInView(plate, keyOf);
  const { lands, holdings } = changedLately(plate.theatre, moment);
  const lastOf = (/** @type {number} */ index) => lands.get(territories[index].whole ?? territories[index]) ?? 0;
  return [...held]
    .filter(([, { cells }]) => cells >= LEAST)
    .map(([key, { rooms, cells, lands: own }]) => {
      const changed = holdings.get(key) ?? 0;
      const near = own.some((index) => lastOf(index) || [...beside[index]].some(lastOf));
      return [key, { plate, rule: rules[own[0]], changed, near, cells, rooms }];
    });
}

/** What changed in what is shown or in the year before. @param {import("../types.js").Theatre} theatre @param {import("../types.js").Moment} moment @returns {Lately} */
export function changedLately({ changes }, moment) {
  const from = Math.min(firstDay(moment) - 1, moment.day - LATELY);
  const late = changes.filter(({ day }) => day > from && day <= moment.day);
  return {
    lands: new Map(late.map(({ territory, day }) => [territory.whole ?? territory, day - from])),
    holdings: new Map(
      late.flatMap(({ before, after, day }) => [before, after].map((one) => [holding(one), day - from])),
    ),
  };
}

/** @param {import("../types.js").Context} ctx @param {Rule} rule */
function holderWords(ctx, { controller, sovereign, status }) {
  const t = ctx.t();
  const holder = ctx.nameOf(controller);
  if (status === "sovereign") return holder;
  const how = { holder, status: t(`status.${status}`) };
  return controller === sovereign
    ? t("sheet.holder_as", how)
    : t("sheet.holder_of", { ...how, sovereign: ctx.nameOf(sovereign) });
}
