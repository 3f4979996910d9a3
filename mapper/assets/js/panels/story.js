/** The way through a story: each step sets date, view and layers; leaving it brings back the layers that it found. */
import { clampDay, dayNumber } from "../model/days.js";

/**
 * @param {import("../types.js").Context} ctx
 * @param {{layers: string[]}} known
 * @param {string[]} observers
 * @param {(views: Record<string, import("../types.js").View>, how: "read" | "go") => void} show  the step's views and its text
 */
export function createStory(ctx, known, observers, show) {
  const { blob, store, first, last } = ctx;
  /** The layers and the view of a power that the story found. @type {{layers: Set<string>, as: string} | null} */
  let before = null;

  /** @param {number} step  from 1; 0 leaves the story @param {"read" | "go"} how  a step that is read stands in the panel already */
  function goTo(step, how = "go") {
    const { layers, as, step: from } = store.get();
    const one = blob.map.story[step - 1];
    if (!one) {
      store.set({ step: 0, ...before });
      return;
    }
    if (!from) before = { layers, as };
    store.set(
      {
        step,
        day: clampDay(dayNumber(one.date), first, last),
        layers: new Set(one.layers.filter((name) => known.layers.includes(name))),
        as: observers.includes(one.as) ? one.as : "",
        agreed: "",
        compare: null,
      },
      how === "read" ? "step" : "jump",
    );
    show(one.views, how);
    if (how === "read") return;
    const title = document.querySelector(".story-title");
    if (title instanceof HTMLElement) title.focus({ preventScroll: true });
  }

  return { goTo };
}
