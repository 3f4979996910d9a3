/** What the pointer is over, beside it: the land with its holder, an event with its day, a town, a line. For eyes alone: the same is told by labels. */

import { h, onceAFrame, refill } from "../dom.js";
import { spellOn } from "../model/chains.js";
import { landTitle } from "../model/changes.js";
import { dayNumber, dayWords, isoDay, whenWords } from "../model/days.js";
import { pick } from "../model/i18n.js";
import { railwaySpell } from "../model/overlays.js";
import { datedName } from "../model/search.js";
import { stateWords } from "./details.js";
import { ownerWords } from "./linedetails.js";
import { pointedAt } from "./pointed.js";
import { landUnder } from "./selection.js";

const OFF = 16; // pixels from the pointer
const MOST = 3; // events of a mark that are named

/** @typedef {{ctx: import("../types.js").Context, charts: import("../types.js").Chart[]}} Shown */

/** @param {Shown} shown @param {HTMLElement} plates  that the pointer goes over */
export function createReadout(shown, plates) {
  const element = h("div", { class: "readout", "aria-hidden": "true", hidden: true });
  let told = "";
  let [x, y] = [0, 0];
  /** @type {EventTarget | null} */
  let target = null;

  const hide = () => {
    if (!element.hidden) element.hidden = true;
    told = "";
  };
  const show = onceAFrame(() => {
    const over = target instanceof Element ? target : null;
    const plate = shown.charts.find((one) => one.plate.map.getContainer().contains(over))?.plate;
    const found = plate && pointedAt(plate, over);
    if (!plate || !found) {
      hide();
      return;
    }
    const { day, compare, lang, as } = shown.ctx.store.get();
    const key = [found.kind, ...found.ids, day, compare, lang, as].join(" ");
    if (key !== told) refill(element, ...readoutLines(shown, plate, found.kind, found.ids));
    told = key;
    element.hidden = false;
    place();
  });

  /** Beside the pointer, on the side where there is room. */
  function place() {
    const { offsetWidth: width, offsetHeight: height } = element;
    const { right, bottom } = plates.getBoundingClientRect();
    const left = x + OFF + width > right ? x - OFF - width : x + OFF;
    const top = y + OFF + height > bottom ? y - OFF - height : y + OFF;
    element.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }

  plates.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) {
      hide();
      return;
    }
    ({ clientX: x, clientY: y, target } = event);
    show();
  });
  plates.addEventListener("pointerleave", () => {
    target = null;
    hide();
  });
  return { element };
}

/** @param {string} name @param {...(string | null | undefined)} lines */
function lines(name, ...lines) {
  return [h("b", {}, name), ...lines.filter(Boolean).map((line) => h("span", {}, line))];
}

/** @param {Shown} shown @param {import("../types.js").Plate} plate @param {string} kind @param {string[]} ids @returns {HTMLElement[]} */
function readoutLines({ ctx, charts }, plate, kind, ids) {
  const { blob } = ctx;
  const lang = ctx.lang();
  const [id] = ids;
  if (kind === "event") return eventLines(ctx, ids);
  if (kind === "movement") {
    const one = /** @type {import("../types.js").Movement} */ (blob.movements.find((each) => each.id === id));
    const days = [...new Set([one.from, one.to])].map((day) => dayWords(dayNumber(day), lang, "short"));
    return lines(pick(one.name, lang), ctx.nameOf(one.polity), days.join(" – "));
  }
  if (kind === "railway") {
    const one = /** @type {import("../types.js").Railway} */ (blob.railways.find((each) => each.id === id));
    const spell = railwaySpell(one, ctx.store.get().day);
    return lines(pick(one.name, lang), spell && ownerWords(ctx, spell));
  }
  if (kind === "place") {
    const one = /** @type {import("../types.js").Place} */ (blob.places.find((each) => each.id === id));
    const land = landUnder(charts, one);
    const name = datedName(one, isoDay(ctx.store.get().day), lang);
    return lines(name, ...(land ? landLines(ctx, plate, land) : []));
  }
  const land = plate.theatre.territories.find((each) => each.id === id);
  return land ? lines(landTitle(land, lang), ...landLines(ctx, plate, land)) : [];
}

/** Who holds a land, on both dates where two are compared. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate} plate @param {import("../types.js").Territory} land */
function landLines(ctx, plate, land) {
  const { day, compare, lang } = ctx.store.get();
  const rule = plate.rules()[land.index] ?? spellOn(land, day);
  if (compare === null) return [stateWords(ctx, rule)];
  /** @type {[number, import("../types.js").Rule][]} */
  const both = [
    [day, rule],
    [compare, spellOn(land, compare)],
  ];
  return both
    .sort(([a], [b]) => a - b)
    .map(([date, held]) => `${dayWords(date, lang, "short")}: ${stateWords(ctx, held)}`);
}

/** @param {import("../types.js").Context} ctx @param {string[]} ids */
function eventLines(ctx, ids) {
  const lang = ctx.lang();
  const events = ids.flatMap((id) => ctx.blob.events.filter((one) => one.id === id));
  const named = events.slice(0, MOST).flatMap((one) => lines(pick(one.title, lang), whenWords(one, lang, ctx.t())));
  const more = events.length - MOST;
  return more > 0 ? [...named, h("span", {}, ctx.t()("readout.more", { count: more }))] : named;
}
