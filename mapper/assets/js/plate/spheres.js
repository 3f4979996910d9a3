/** Agreed spheres on a plate: broad bands and dashes over their land, and the lines that an agreement drew. */

import { s } from "../dom.js";
import { mergeDays, nextDay } from "../model/chains.js";
import { dayNumber } from "../model/days.js";
import { agreementsShown, spheresOn } from "../model/overlays.js";
import { patternKey, sphereColour, spherePattern } from "./patterns.js";

/**
 * @param {import("../types.js").Context} ctx
 * @param {{
 *   prefix: string, theatre: import("../types.js").Theatre, raw: import("../types.js").RawTheatre,
 *   view: ReturnType<typeof import("./view.js").createView>, groups: Record<string, SVGElement>,
 *   patternOf: (kind: string, make: (key: string) => SVGElement) => string,
 * }} plate
 */
export function createSpheres(ctx, { prefix, theatre, raw, view, groups, patternOf }) {
  const { borders } = view;
  const agreementDays = mergeDays(
    [ctx.blob.agreements.flatMap((one) => [dayNumber(one.from), dayNumber(one.to)])],
    ctx.first,
    ctx.last,
  );
  let painted = "";

  /** Bring the spheres to the state's day. @param {number} zoom @param {boolean} all  what did not change too */
  function paint(zoom, all) {
    const { layers, day, agreed } = ctx.store.get();
    const on = layers.has("agreed");
    const since = on ? nextDay(agreementDays, day + 1, -1) : "";
    const key = `${on ? zoom : ""} ${on} ${since} ${agreed}`;
    if (!all && key === painted) return;
    painted = key;
    groups.spheres.replaceChildren();
    groups.agreed.replaceChildren();
    if (!on) return;
    const spheres = spheresOn(ctx.blob.agreements, day, agreed);
    const paths = view.paths(zoom);
    const assigned = theatre.territories.map((one) => spheres.get(one.id)?.polity ?? "");
    for (const polity of new Set(assigned))
      if (polity) groups.spheres.append(...sphereElements(polity, assigned, paths));
    const drawn = new Set(agreementsShown(spheres).flatMap((one) => one.lines));
    const data = borders.flatMap((border, i) =>
      border.line >= 0 && drawn.has(raw.lines[border.line].id) ? [paths.border(i)] : [],
    );
    if (data.length) groups.agreed.append(s("path", { class: "agreed-line", d: data.join("") }));
  }

  /** Whose sphere the territory on a side of a border is; "" for none. @param {string[]} assigned @param {number[]} side */
  function sphereOf(assigned, [land]) {
    const { index, whole } = theatre.territories[land];
    return assigned[whole?.index ?? index];
  }

  /** One power's sphere. @param {string} polity @param {string[]} assigned  by land @param {ReturnType<typeof view.paths>} paths */
  function sphereElements(polity, assigned, paths) {
    const land = assigned.flatMap((one, i) => (one === polity ? [paths.land(i)] : [])).join("");
    const limits = borders
      .flatMap(({ left, right }, i) => {
        const sides = [sphereOf(assigned, left), sphereOf(assigned, right)];
        return sides[0] !== sides[1] && sides.includes(polity) ? [paths.border(i)] : [];
      })
      .join("");
    const clip = `${prefix}-sphere-of-${polity}`;
    const dashes = patternOf(patternKey("agreed", polity, ""), (key) =>
      spherePattern(key, ctx.colourOf(polity), ctx.dark()),
    );
    return [
      s("clipPath", { id: clip }, s("path", { d: land })),
      s("path", { class: "sphere", d: land, fill: dashes }),
      s("path", {
        class: "sphere-band",
        d: limits,
        stroke: sphereColour(ctx.colourOf(polity), ctx.dark()),
        "clip-path": `url(#${clip})`,
      }),
    ];
  }

  return { paint };
}
