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
 *   shape: ReturnType<typeof import("./view.js").createView>, groups: Record<string, SVGElement>,
 *   patternOf: (kind: string, make: (key: string) => SVGElement) => string,
 * }} plate
 */
export function createSpheres(ctx, { prefix, theatre, raw, shape, groups, patternOf }) {
  const { borders } = shape;
  const agreementDays = mergeDays(
    [ctx.blob.agreements.flatMap((one) => [dayNumber(one.from), dayNumber(one.to)])],
    ctx.first,
    ctx.last,
  );
  let painted = "";

  /** Bring the spheres to the state's day. @param {number} zoom @param {boolean} all  what did not change too */
  function paint(zoom, all) {
    const state = ctx.store.get();
    const { layers, day, agreed } = state;
    const isPaper = state.against !== "" && state.as === state.against; // this plate shows what was agreed: there the land itself has its colour
    const on = isPaper || (layers.has("agreed") && !state.against);
    const since = on ? nextDay(agreementDays, day + 1, -1) : "";
    const made = shape.paths(zoom);
    const key = `${made.number} ${on} ${since} ${state.since} ${agreed}`;
    if (!all && key === painted) return;
    painted = key;
    groups.spheres.replaceChildren();
    groups.agreed.replaceChildren();
    if (!on) return;
    const spheres = spheresOn(ctx.blob.agreements, state, agreed);
    const assigned = theatre.territories.map((one) => {
      const sphere = spheres.get(one.id);
      return sphere && (sphere.interest || !isPaper) ? sphere.polity : "";
    });
    const inSphere = theatre.territories.map(({ index, whole }) => assigned[whole?.index ?? index]); // a zone is in its land's
    for (const polity of new Set(assigned))
      if (polity) groups.spheres.append(...sphereElements(polity, assigned, inSphere, made));
    const drawn = new Set(agreementsShown(spheres).flatMap((one) => one.lines));
    const data = borders.flatMap((border, i) =>
      border.line >= 0 && drawn.has(raw.lines[border.line].id) ? [made.border(i)] : [],
    );
    if (data.length) groups.agreed.append(s("path", { class: "agreed-line", d: data.join("") }));
  }

  /** One power's sphere. @param {string} polity @param {string[]} assigned  by land @param {string[]} inSphere  by land or zone @param {ReturnType<typeof shape.paths>} made */
  function sphereElements(polity, assigned, inSphere, made) {
    const land = assigned.flatMap((one, i) => (one === polity ? [made.land(i)] : [])).join("");
    const limits = borders
      .flatMap(({ left, right }, i) =>
        inSphere[left] !== inSphere[right] && [inSphere[left], inSphere[right]].includes(polity)
          ? [made.border(i)]
          : [],
      )
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
