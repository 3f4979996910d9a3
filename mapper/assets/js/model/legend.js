/** What the legend of a view must name. */

/**
 * What the legend must name on a day: holders and owners, whose colours both are on the map, by area, statuses with an example, kinds of line.
 * @param {{rules: {controller: string, sovereign: string, status: string}[], km2: number[], shown: boolean[]}[]} parts  what is in view
 */
export function legendContent(parts) {
  /** @type {Map<string, number>} */
  const areas = new Map();
  /** @type {Map<string, {controller: string, sovereign: string, km2: number}>} */
  const statuses = new Map();
  const add = (/** @type {string} */ polity, /** @type {number} */ km2) =>
    areas.set(polity, (areas.get(polity) ?? 0) + km2);
  const lands = parts.flatMap(({ rules, km2, shown }) =>
    [...rules.keys()].filter((i) => shown[i]).map((i) => ({ rule: rules[i], km2: km2[i] })),
  );
  for (const { rule, km2 } of lands) {
    const { controller, sovereign, status } = rule;
    add(controller, km2);
    if (sovereign !== controller) add(sovereign, km2);
    if (status === "sovereign") continue;
    const known = statuses.get(status);
    const better =
      !known || (known.controller === known.sovereign) === (controller === sovereign)
        ? km2 > (known?.km2 ?? 0)
        : controller !== sovereign;
    if (better) statuses.set(status, { controller, sovereign, km2 });
  }
  const powers = [...areas.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([polity]) => polity);
  return { powers, statuses: [...statuses.entries()].map(([status, rule]) => ({ status, ...rule })) };
}
