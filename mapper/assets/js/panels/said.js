/** What is read out: the moment that is shown and its first changes, what a comparison comes to, and why a date is refused. */
import { balance, changesBetween } from "../model/chains.js";
import { groupsIn } from "../model/changes.js";
import { dayWords } from "../model/days.js";
import { plural, signedArea } from "../model/i18n.js";
import { momentWords, refusedFor, shownUnit } from "../model/moments.js";
import { otherMoment } from "../model/state.js";

const FEW = 3; // changes, or powers

/** 17 September 1939 and its changes; of a span, how many there were: the year 1937, 12 changes; of two moments, who gained and lost most. @param {import("../types.js").Context} ctx */
export function saidOf(ctx) {
  const state = ctx.store.get();
  const { lang } = state;
  const t = ctx.t();
  const other = otherMoment(state);
  if (other && !state.against) {
    const ends = [state, other].toSorted((a, b) => a.day - b.day);
    const [from, to] = ends.map((one) => momentWords(one, lang, ctx));
    return t("compare.line", { from, to, gains: gainsWords(ctx, ends) || t("compare.same") });
  }
  const groups = groupsIn(ctx.theatres, state, ctx.nameIn, lang, t);
  const words = momentWords(state, lang, ctx);
  if (state.since !== null) {
    const year = shownUnit(state, ctx) === "year";
    return [year ? t("time.year", { year: words }) : words, plural(t, lang, "count.changes", groups.length)].join(", ");
  }
  return [words, ...groups.slice(0, FEW).map(({ sentence }) => sentence.replace(/\.$/, ""))].join(". ");
}

/** Who gained and lost most between two moments: Soviet Union +200,000 km². @param {import("../types.js").Context} ctx @param {import("../types.js").Moment[]} ends  in the order of time */
export function gainsWords(ctx, [{ day: first }, { day: second }]) {
  const lang = ctx.lang();
  const rows = balance(changesBetween(ctx.theatres, first, second)).slice(0, FEW);
  const words = rows.map(({ polity, gained, lost }) => {
    const areas = [gained && signedArea(gained, "+", lang), lost && signedArea(lost, "−", lang)];
    return [ctx.nameOf(polity), ...areas.filter(Boolean)].join(" ");
  });
  return words.join(", ");
}

/** Why a date is refused. @param {import("../types.js").Context} ctx @param {string} text */
export function refusal(ctx, text) {
  const [first, last] = [ctx.first, ctx.last].map((day) => dayWords(day, ctx.lang()));
  return ctx.t()(refusedFor(text, ctx), { text: text.trim(), first, last });
}
