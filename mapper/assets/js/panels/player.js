/** Playing: from change to change, at a speed, over and over if the reader likes, within the span that was shown. */
import { nextDay } from "../model/chains.js";
import { movementPhase } from "../model/courses.js";
import { firstDay } from "../model/moments.js";

/** Milliseconds a change. @type {Record<string, number>} */
export const SPEEDS = { slow: 3000, medium: 1500, fast: 600 };
const START_MS = 150;
const GLIDE_SHARE = 0.6; // of the time of a change, in which the days before it go by
const DAY_MS = 60; // at most, for a day that goes by

/**
 * @typedef {object} Player
 * @property {import("../types.js").Context} ctx
 * @property {{speed: () => string, loops: () => boolean, toggled: () => void}} settings  what the reader chose, and what to do when playing begins or ends
 * @property {import("../types.js").Beat} beat
 * @property {boolean} still  whether motion is unwanted
 * @property {import("../types.js").Moment | null} within  the span that is played
 * @property {number} timer  of the next change, 0 for none
 * @property {number} frame  of the days that go by
 * @property {boolean} playing
 * @property {boolean} stepping  whether the state changes by playing
 */

/**
 * @param {import("../types.js").Context} ctx
 * @param {Player["settings"]} settings
 * @param {import("../types.js").Beat} beat
 * @param {boolean} still
 */
export function createPlayer(ctx, settings, beat, still) {
  /** @type {Player} */
  const player = {
    ctx,
    settings,
    beat,
    still,
    within: null,
    timer: 0,
    frame: 0,
    playing: false,
    stepping: false,
  };
  ctx.store.listen((_state, _old, changed) => {
    if (player.playing && !player.stepping && (changed.has("day") || changed.has("since"))) stop(player);
  });
  return {
    playing: () => player.playing,
    toggle: () => (player.playing ? stop(player) : start(player)),
    stop: () => stop(player),
  };
}

/** @param {Player} player */
function start(player) {
  const { since, day } = player.ctx.store.get();
  player.playing = true;
  player.within = since === null ? null : { since, day };
  if (player.within) show(player, { day: firstDay(player.within) - 1 });
  else if (nextOf(player) === null) show(player, { day: player.ctx.first });
  player.timer = window.setTimeout(() => tick(player), START_MS);
  player.settings.toggled();
}

/** @param {Player} player */
function stop(player) {
  if (!player.playing) return;
  window.clearTimeout(player.timer);
  cancelAnimationFrame(player.frame);
  player.playing = false;
  player.settings.toggled();
}

/** @param {Player} player @param {Partial<import("../types.js").State>} patch */
function show(player, patch) {
  const { first, store } = player.ctx;
  player.stepping = true;
  store.set("since" in patch ? patch : { day: Math.max(first, patch.day ?? first) }, "step");
  player.stepping = false;
}

/** The day of the next change that is played, or null. @param {Player} player */
function nextOf({ ctx, within }) {
  const next = nextDay(ctx.changeDays, ctx.store.get().day, 1);
  return next === null || (within && next > within.day) ? null : next;
}

/** @param {Player} player */
function tick(player) {
  const next = nextOf(player);
  if (next === null) finish(player);
  else glide(player, next, () => beatOn(player, next));
}

/** @param {Player} player @param {number} day */
function beatOn(player, day) {
  player.beat.before(day);
  show(player, { day });
  player.beat.after(day);
  player.timer = window.setTimeout(() => tick(player), timeOf(player));
}

/** @param {Player} player */
function timeOf({ settings }) {
  return SPEEDS[settings.speed()] ?? SPEEDS.medium;
}

/** At the end: once more, or the span as a whole. @param {Player} player */
function finish(player) {
  const { ctx, settings, within } = player;
  if (settings.loops()) {
    show(player, { day: within ? firstDay(within) - 1 : ctx.first });
    if (nextOf(player) !== null) {
      player.timer = window.setTimeout(() => tick(player), timeOf(player));
      return;
    }
  }
  if (within) show(player, within);
  stop(player);
}

/** Let the days before a change go by while something moves on them, so that arrows grow. @param {Player} player @param {number} day @param {() => void} done */
function glide(player, day, done) {
  const { ctx, still } = player;
  const from = ctx.store.get().day;
  if (still || day - from < 2 || !moves(ctx, from, day)) {
    done();
    return;
  }
  const time = Math.min(timeOf(player) * GLIDE_SHARE, (day - from) * DAY_MS);
  const begun = performance.now();
  const step = (/** @type {number} */ now) => {
    const share = (now - begun) / time;
    if (share >= 1) {
      done();
      return;
    }
    show(player, { day: Math.min(day - 1, from + Math.floor(Math.max(0, share) * (day - from))) });
    player.frame = requestAnimationFrame(step);
  };
  player.frame = requestAnimationFrame(step);
}

/** Whether a movement goes on between two days. @param {import("../types.js").Context} ctx @param {number} from @param {number} to */
function moves({ store, blob }, from, to) {
  if (!store.get().layers.has("movements")) return false;
  return blob.movements.some((one) => movementPhase(one, { since: from + 1, day: to - 1 }) === "now");
}
