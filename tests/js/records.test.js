/** Records by their URIs, on the tiny world. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { nextMap, recordAsked, targetOf, uriOf, uriOfLand } from "../../mapper/assets/js/model/records.js";
import { world } from "./world.js";

const day = dayNumber;
const theatres = [world()];
const blob = {
  about: { uri: "urn:tiny:" },
  evidence: { land: { "west-land": [["1918-11-11", 0], ["1939-09-19", 1]] } },
  events: [{ id: "march" }],
  places: [{ id: "wilno" }],
  polities: { poland: {} },
  movements: [{ id: "column", from: "1939-09-18" }],
  railways: [{ id: "southern" }],
  agreements: [{ id: "pact", from: "1939-08-23" }],
  administrations: [{ id: "region", from: "1939-10-28", territories: ["west-land"] }],
};
const target = (record) => targetOf(record, blob, theatres);

test("a land has the URI of the spell that is written", () => {
  const [west, east] = theatres[0].territories;
  assert.equal(uriOfLand(blob, west, day("1939-09-30")), "urn:tiny:spells/west-land/1939-09-19");
  assert.equal(uriOfLand(blob, west, day("1939-12-30")), "urn:tiny:spells/west-land/1939-09-19");
  assert.equal(uriOfLand(blob, east, day("1939-09-30")), "urn:tiny:spells/east-land/1930-01-01");
  assert.equal(uriOf(blob, "places", "łódź"), "urn:tiny:places/%C5%82%C3%B3d%C5%BA");
});

test("an address asks for a record by its URI, or by table and key", () => {
  for (const hash of ["#record=spells/a/1939-09-19", "#lang=pl&record=urn:tiny:spells/a/1939-09-19"])
    assert.deepEqual(recordAsked(hash, blob), { record: "spells/a/1939-09-19", begun: "" });
  assert.deepEqual(recordAsked("#record=recognitions/a/b/1939-09-17/c+d&begun=m", blob), { record: "recognitions/a/b/1939-09-17/c+d", begun: "m" });
  assert.equal(recordAsked("#date=1939-09-19", blob), null);
  assert.equal(recordAsked("", blob), null);
});

test("each kind of record leads to what shows it", () => {
  const west = { kind: "territory", id: "west-land" };
  const shown = {
    "spells/west-land/1939-09-19": { ...west, state: { day: day("1939-09-19") } },
    "territories/west-land": { ...west, state: {} },
    "events/march": { kind: "event", id: "march", state: {} },
    "places/wilno": { kind: "place", id: "wilno", state: {} },
    "polities/poland": { kind: "polity", id: "poland", state: {} },
    "movements/column": { kind: "movement", id: "column", state: { day: day("1939-09-18") } },
    "railways/southern": { kind: "railway", id: "southern", state: {} },
    "railway_spells/southern/1935-03-23": { kind: "railway", id: "southern", state: { day: day("1935-03-23") } },
    "agreements/pact": { kind: "", id: "pact", state: { day: day("1939-08-23"), agreed: "pact" } },
    "spheres/pact/west-land": { ...west, state: { day: day("1939-08-23"), agreed: "pact" } },
    "recognitions/usa/ussr/1939-09-19/west-land+east-land": { ...west, state: { day: day("1939-09-19"), as: "usa" } },
    "administrations/region/1939-10-28/1940-01-01": { ...west, state: { day: day("1939-10-28") } },
  };
  for (const [record, wanted] of Object.entries(shown)) assert.deepEqual(target(record), wanted, record);
});

test("what is no record leads nowhere", () => {
  for (const record of ["", "x", "spells", "spells/nowhere/1939-09-19", "events/none", "constructor/x", "polities/toString", "spheres/pact/x", "lines/a", "administrations/region/1900-01-01", "movements/"])
    assert.equal(target(record), null, record);
});

test("all maps are asked for a record, in a circle, and the one on which it began tells that none has it", () => {
  const maps = ["a", "b", "c"];
  assert.deepEqual(["b", "c", "a"].map((here) => nextMap(maps, here, here === "b" ? "" : "b")), ["c", "a", "b"]);
  assert.equal(nextMap(maps, "b", "b"), "");
  assert.deepEqual([nextMap(["a"], "a", ""), nextMap(maps, "x", "")], ["", ""]);
});
