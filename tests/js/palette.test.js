import assert from "node:assert/strict";
import { test } from "node:test";
import { colourDistance, contrast, greyOf, leastContrast, simulate, standOut } from "../../mapper/assets/js/model/colour.js";
import { fillColour, patternSpec, sphereColour } from "../../mapper/assets/js/plate/patterns.js";
import { table } from "./tables.js";

const colours = new Map(table("polities.csv").map(({ id, colour }) => [id, colour]));

/** The least distance (OKLab times 100) between two fills that meet; a border with bands of both colours lies between them. */
const LEAST = 1.4;

/** Powers that met at a border as states of their own; puppets are told apart by pattern. */
const NEIGHBOURS = [
  ["germany", "poland"], ["poland", "ussr"], ["germany", "ussr"], ["poland", "lithuania"], ["lithuania", "latvia"], ["latvia", "estonia"],
  ["estonia", "ussr"], ["finland", "ussr"], ["romania", "ussr"], ["poland", "romania"], ["poland", "czechoslovakia"],
  ["germany", "lithuania"], ["germany", "czechoslovakia"], ["china", "ussr"], ["china", "japan"], ["japan", "ussr"], ["hungary", "romania"],
];

for (const dark of [false, true]) {
  for (const eye of ["usual", "protan", "deutan", "tritan"]) {
    test(`neighbours differ for ${eye} eyes on the ${dark ? "dark" : "light"} page`, () => {
      for (const pair of NEIGHBOURS) {
        const [a, b] = pair.map((id) => fillColour(colours.get(id), dark)).map((hex) => (eye === "usual" ? hex : simulate(hex, eye)));
        assert.ok(colourDistance(a, b) >= LEAST, `${pair.join(" and ")}: ${colourDistance(a, b).toFixed(1)}`);
      }
    });
  }
}

test("names can be read on every fill", () => {
  for (const [id, colour] of colours) {
    assert.ok(contrast(fillColour(colour, false), "#26241f") >= 4.5, `${id} on the light page`);
    assert.ok(contrast(fillColour(colour, true), "#ece7da") >= 3, `${id} on the dark page`);
  }
});

/** The least contrast of a pattern's inks with its ground. */
const INK = 1.3;
const SPHERE_OPACITY = 0.8; // as the style sheet has it

/** Every land that was not its holder's own, as it was held or seen: status, holder, owner. */
const held = [...table("spells.csv"), ...table("recognitions.csv")].filter(({ status }) => status !== "sovereign");
const patterned = new Map(held.map(({ status, controller, sovereign }) => [[status, controller, sovereign].join(), [status, controller, sovereign]]));
const specOf = ([status, holder, owner], dark) => patternSpec(status, colours.get(holder), colours.get(owner), dark);
const inksOf = ({ strips, dots }) => [...strips, ...dots].map(({ colour }) => colour);

for (const dark of [false, true]) {
  test(`the inks of every pattern stand out from its ground on the ${dark ? "dark" : "light"} page and in grey`, () => {
    assert.ok(patterned.size > 100);
    const faint = [];
    for (const [name, rule] of patterned) {
      const spec = specOf(rule, dark);
      if (!spec) assert.ok(rule[0] === "annexed" && rule[1] === rule[2], `${name} has no pattern`);
      else for (const ink of inksOf(spec)) if (leastContrast(ink, spec.background) < INK) faint.push(name);
    }
    assert.deepEqual(faint, []);
  });

  test(`agreed spheres can be told from the land under them on the ${dark ? "dark" : "light"} page and in grey`, () => {
    const over = (ink, ground) =>
      `#${[1, 3, 5].map((at) => {
        const [above, below] = [ink, ground].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16));
        return Math.round(SPHERE_OPACITY * above + (1 - SPHERE_OPACITY) * below).toString(16).padStart(2, "0");
      }).join("")}`;
    const agreements = new Map(table("agreements.csv").map((one) => [one.id, one]));
    const spells = table("spells.csv");
    const faint = new Set();
    for (const { agreement, territory, sphere } of table("spheres.csv")) {
      const { from, to } = agreements.get(agreement);
      for (const spell of spells.filter((one) => one.territory === territory && one.from < to && from < one.to)) {
        const spec = specOf([spell.status, spell.controller, spell.sovereign], dark);
        const ground = spec?.background ?? fillColour(colours.get(spell.controller), dark);
        const ink = over(sphereColour(colours.get(sphere), dark), ground);
        if (leastContrast(ink, ground) < INK) faint.add(`${sphere} over ${spell.controller}`);
      }
    }
    assert.deepEqual([...faint], []);
  });
}

test("an ink moves away from its ground, its hue kept, and one that stands out stays", () => {
  assert.equal(standOut("#000000", "#ffffff", 1.3, -1), "#000000");
  const darker = standOut("#e3a6ae", "#e3a6ae", 1.3, -1);
  assert.ok(contrast(darker, "#000000") < contrast("#e3a6ae", "#000000"));
  assert.ok(leastContrast(darker, "#e3a6ae") >= 1.3);
  assert.ok(leastContrast(standOut("#ffffff", "#ffffff", 1.3, 1), "#ffffff") >= 1.3, "where there is no room on one side, the other is taken");
  assert.equal(greyOf("#ff0000"), "#4c4c4c");
});
