import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { colourDistance, contrast, simulate } from "../../mapper/assets/js/model/colour.js";
import { fillColour } from "../../mapper/assets/js/plate/patterns.js";

const rows = readFileSync(new URL("../../geodata/polities.csv", import.meta.url), "utf8").trim().split("\n").slice(1);
const colours = new Map(rows.map((row) => [row.split(",")[0], /#[0-9a-f]{6}/.exec(row)?.[0]]));

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
