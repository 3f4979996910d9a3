import assert from "node:assert/strict";
import { test } from "node:test";
import { indexTheatre } from "../../mapper/assets/js/model/chains.js";
import { changedLands, changesIn, groupsIn } from "../../mapper/assets/js/model/changes.js";
import { dayNumber, isoDay, monthIndex, monthStart, yearOf } from "../../mapper/assets/js/model/days.js";
import { eventStrength, eventsOn } from "../../mapper/assets/js/model/events.js";
import { changeByMonth, eventDays } from "../../mapper/assets/js/model/histogram.js";
import { movementPhase } from "../../mapper/assets/js/model/courses.js";
import { plural, translator } from "../../mapper/assets/js/model/i18n.js";
import { daysWords, momentText, momentWords, neighbourSpan, partMoment, readMoment, refusedFor, shortDay, shownUnit, shownYear, spanOf, yearSpan } from "../../mapper/assets/js/model/moments.js";
import { outlineArcs } from "../../mapper/assets/js/plate/changed.js";
import { spell, world } from "./world.js";

const atlas = { first: dayNumber("1918-11-11"), last: dayNumber("1945-12-31") };
const days = (from, to) => ({ since: dayNumber(from), day: dayNumber(to) });

test("every year of the atlas is the span of its days, cut to the atlas", () => {
  let next = atlas.first;
  for (let year = 1918; year <= 1945; year++) {
    const span = yearSpan(year, atlas);
    assert.equal(span.since, next);
    assert.equal(shownYear(span, atlas), year);
    assert.equal(momentText(span, atlas), String(year));
    assert.equal(momentWords(span, "pl", atlas), String(year));
    assert.deepEqual(readMoment(String(year), atlas), span);
    next = span.day + 1;
  }
  assert.equal(next - 1, atlas.last);
});

test("what is written is read again, for any span", () => {
  for (let from = atlas.first; from < atlas.last; from += 397)
    for (const length of [0, 1, 27, 30, 364, 365, 1000]) {
      const moment = spanOf(from, from + length, atlas);
      assert.deepEqual(readMoment(momentText(moment, atlas), atlas), moment, momentText(moment, atlas));
    }
  assert.equal(readMoment("1946", atlas), null);
  assert.equal(readMoment("1917-01/1918-10", atlas), null);
  assert.deepEqual(readMoment("1917/1919", atlas), days("1918-11-11", "1919-12-31"));
});

test("months count on over the years", () => {
  for (const iso of ["1918-11-11", "1939-12-31", "1940-02-29"]) {
    const month = monthIndex(dayNumber(iso));
    assert.equal(isoDay(monthStart(month)), `${iso.slice(0, 7)}-01`);
    assert.ok(monthStart(month + 1) > dayNumber(iso));
  }
});

test("a moment is in words", () => {
  const words = (from, to, lang = "en", detail = "long") => momentWords(days(from, to), lang, atlas, detail);
  assert.equal(words("1937-07-01", "1937-07-31"), "July 1937");
  assert.equal(words("1937-07-01", "1938-10-31"), "July 1937 – October 1938");
  assert.equal(words("1937-07-01", "1938-10-31", "pl"), "lipiec 1937 – październik 1938");
  assert.equal(words("1937-07-07", "1937-12-13"), "7 July – 13 December 1937");
  assert.equal(words("1937-01-01", "1938-12-31"), "1937–1938");
  assert.equal(momentWords({ since: null, day: dayNumber("1939-09-17") }, "en", atlas), "17 September 1939");
  assert.equal(shortDay(dayNumber("1937-07-07"), { ...days("1937-01-01", "1937-12-31"), lang: "en" }), "7 Jul");
  assert.equal(shortDay(dayNumber("1937-07-07"), { ...days("1937-01-01", "1938-12-31"), lang: "en" }), "7 Jul 1937");
});

test("the next span is as long as this one, and none lies outside the atlas", () => {
  const next = (text, direction) => {
    const found = neighbourSpan(readMoment(text, atlas), direction, atlas);
    return found && momentText(found, atlas);
  };
  assert.equal(next("1937", 1), "1938");
  assert.equal(next("1919", -1), "1918");
  assert.equal(next("1918", -1), null);
  assert.equal(next("1945", 1), null);
  assert.equal(next("1939-12", 1), "1940-01");
  assert.equal(next("1937-07/1938-06", -1), "1936-07/1937-06");
  assert.equal(next("1939-09-01/1939-09-10", 1), "1939-09-11/1939-09-20");
  assert.deepEqual(["1939", "1939-09", "1939-09-17", "1939/1940", "1939-09/1939-10"].map((text) => shownUnit(readMoment(text, atlas), atlas)), ["year", "month", "day", "span", "span"]);
});

test("a span has the changes of all its days, in order, and none of another's", () => {
  const year = days("1939-01-01", "1939-12-31");
  assert.deepEqual(changesIn([world()], year).map(({ day, changes }) => [isoDay(day), changes.length]), [["1939-09-19", 1], ["1939-10-28", 1]]);
  assert.deepEqual(changesIn([world()], days("1939-09-20", "1939-10-27")), []);
  assert.deepEqual(changesIn([world()], { since: null, day: dayNumber("1939-10-28") }).length, 1);
  assert.deepEqual(changesIn([world()], days("1918-11-11", "1918-12-31")), [], "the first day of all changes nothing");
  assert.deepEqual(changesIn([world()], days("1930-01-01", "1930-12-31")), [], "a new source changes nothing");
  const sentences = groupsIn([world()], year, (id) => id, "en", (key, values = {}) => `${key} ${values.from} ${values.to}`);
  assert.deepEqual(sentences.map((one) => one.sentence), ["change.passes_as poland ussr", "change.passes ussr lithuania"]);
});

test("a land that changed is marked once, by who held it first", () => {
  const [land, ...more] = changedLands(world(), days("1939-01-01", "1939-12-31"));
  assert.deepEqual(more, []);
  assert.equal(land.before.controller, "poland");
  assert.deepEqual(land.days.map(isoDay), ["1939-09-19", "1939-10-28"]);
  const place = world();
  place.territories[0].spells = [spell("1918-11-11", "1940-06-15", "a"), spell("1940-06-15", "1940-08-03", "b", "a", "occupied"), spell("1940-08-03", "1946-01-01", "b", "a", "annexed")];
  assert.deepEqual(changedLands(indexTheatre("west", place), days("1940-01-01", "1940-12-31"))[0].days.map(isoDay), ["1940-06-15"], "the day that it passed, not that of its status");
});

test("lands side by side have one outline", () => {
  const [west, east] = world().territories;
  assert.deepEqual(outlineArcs([west]).sort(), [0, 1]);
  assert.deepEqual(outlineArcs([west, east]).sort(), [1, 2]);
});

test("a span shows its own events unfaded, and no others", () => {
  const event = (id, earliest, latest = earliest) => ({ id, earliest, latest, theme: "war" });
  const events = [event("before", "1936-12-31"), event("first", "1937-01-01"), event("doubtful", "1936-11-01", "1937-02-01"), event("last", "1937-12-31"), event("after", "1938-01-01")];
  const shown = (moment, layers) => eventsOn(events, moment, layers).map((one) => [one.event.id, one.strength]);
  const year = days("1937-01-01", "1937-12-31");
  assert.deepEqual(shown(year, new Set(["events:war"])), [["doubtful", 1], ["first", 1], ["last", 1]]);
  assert.deepEqual(shown(year, new Set()), []);
  assert.deepEqual(shown(year, null).length, 3);
  assert.equal(shown({ since: null, day: dayNumber("1937-12-31") }, null).length, 4, "a day has those of the year before it as well");
});

test("a span shows every movement of its days, whole", () => {
  const movement = { from: "1937-07-07", to: "1937-08-08" };
  assert.equal(movementPhase(movement, days("1937-01-01", "1937-12-31")), "now");
  assert.equal(movementPhase(movement, days("1937-08-08", "1937-08-09")), "now");
  assert.equal(movementPhase(movement, days("1937-08-09", "1937-12-31")), "hidden");
  assert.equal(movementPhase(movement, days("1937-01-01", "1937-07-06")), "hidden");
});

test("the histogram counts the land that changed by month", () => {
  const months = changeByMonth([world()], atlas).map(({ from, to, km2 }) => [isoDay(from), isoDay(to), km2]);
  assert.deepEqual(months, [["1939-09-01", "1939-10-01", 7900], ["1939-10-01", "1939-11-01", 7900]]);
});

test("a count has the form of its language", () => {
  const forms = { "c.one": "{count} zmiana", "c.few": "{count} zmiany", "c.many": "{count} zmian", "c.other": "{count} zmiany" };
  const t = translator({ pl: forms }, "pl");
  assert.deepEqual([1, 2, 5, 12, 22].map((count) => plural(t, "pl", "c", count)), ["1 zmiana", "2 zmiany", "5 zmian", "12 zmian", "22 zmiany"]);
  assert.equal(yearOf(atlas.last), 1945);
});

test("spans of days go on day by day, and stop with the atlas", () => {
  const next = (from, to, direction) => {
    const found = neighbourSpan(days(from, to), direction, atlas);
    return found && [found.since, found.day].map((day) => day === null ? null : isoDay(day));
  };
  assert.deepEqual(next("1939-09-05", "1939-09-07", 1), ["1939-09-08", "1939-09-10"]);
  assert.deepEqual(next("1939-09-05", "1939-09-07", -1), ["1939-09-02", "1939-09-04"]);
  assert.deepEqual(next("1937-11-01", "1938-01-31", 1), ["1938-02-01", "1938-04-30"]);
  assert.deepEqual(next("1937-11-01", "1938-01-31", -1), ["1937-08-01", "1937-10-31"]);
  assert.deepEqual(next("1937-01-01", "1938-12-31", 1), ["1939-01-01", "1940-12-31"]);
  assert.deepEqual(next("1937-01-01", "1938-12-31", -1), ["1935-01-01", "1936-12-31"]);
  assert.deepEqual(next("1945-12-20", "1945-12-30", 1), [null, "1945-12-31"], "one day is left");
  assert.equal(next("1945-12-20", "1945-12-31", 1), null);
  assert.equal(next("1918-11-11", "1918-11-20", -1), null);
  assert.deepEqual(next("1918-11-12", "1918-11-20", -1), [null, "1918-11-11"]);
  const day = dayNumber("1939-09-17");
  assert.deepEqual(neighbourSpan({ since: null, day }, 1, atlas), { since: null, day: day + 1 });
  assert.deepEqual(neighbourSpan({ since: null, day }, -1, atlas), { since: null, day: day - 1 });
});

test("a span is called by the longest unit that it is made of", () => {
  const all = (from, to) => [momentText(days(from, to), atlas), momentWords(days(from, to), "en", atlas, "short"), shownUnit(days(from, to), atlas), shownYear(days(from, to), atlas)];
  assert.deepEqual(all("1937-01-01", "1937-12-31"), ["1937", "1937", "year", 1937]);
  assert.deepEqual(all("1937-01-02", "1937-12-31"), ["1937-01-02/1937-12-31", "2 Jan – 31 Dec 1937", "span", null]);
  assert.deepEqual(all("1937-01-01", "1937-12-30"), ["1937-01-01/1937-12-30", "1 Jan – 30 Dec 1937", "span", null]);
  assert.deepEqual(all("1937-03-01", "1937-03-31"), ["1937-03", "March 1937", "month", null]);
  assert.deepEqual(all("1937-03-01", "1937-04-30"), ["1937-03/1937-04", "Mar – Apr 1937", "span", null]);
  assert.deepEqual(all("1936-12-01", "1937-01-31"), ["1936-12/1937-01", "Dec 1936 – Jan 1937", "span", null]);
  assert.deepEqual(all("1936-01-01", "1937-12-31"), ["1936/1937", "1936–1937", "span", null]);
  assert.deepEqual(all("1918-11-11", "1918-11-30"), ["1918-11", "November 1918", "month", null]);
  assert.equal(momentWords({ since: null, day: dayNumber("1939-09-17") }, "en", atlas, "short"), "17 Sept 1939");
  assert.equal(daysWords(dayNumber("1937-07-07"), dayNumber("1938-12-13"), "en"), "7 July 1937 – 13 December 1938");
  assert.equal(daysWords(dayNumber("1937-07-07"), dayNumber("1937-07-07"), "en"), "7 July 1937");
  assert.deepEqual(spanOf(1, 5, { first: 2, last: 4 }), { since: 2, day: 4 });
  assert.deepEqual(spanOf(1, 2, { first: 2, last: 4 }), { since: null, day: 2 });
  assert.equal(shortDay(dayNumber("1937-07-07"), { since: null, day: dayNumber("1937-07-07"), lang: "en" }), "7 Jul 1937");
});

test("what only touches the atlas is shown, and what ends the day before is not", () => {
  assert.deepEqual(readMoment("1918-11-11", atlas), { since: null, day: atlas.first });
  assert.equal(readMoment("1918-11-10", atlas), null);
  assert.deepEqual(readMoment("1945-12-31", atlas), { since: null, day: atlas.last });
  assert.equal(readMoment("1946-01-01", atlas), null);
  assert.equal(readMoment("nonsense", atlas), null);
});

test("an event fades evenly for a year, and those of one day stand in the order of their ids", () => {
  const at = (days) => Math.round(eventStrength(0, 0, days) * 1e4) / 1e4;
  assert.deepEqual([-1, 0, 73, 365, 366].map(at), [0, 1, 0.75, 0.35, 0]);
  const event = (id, earliest, latest = earliest) => ({ id, earliest, latest, theme: "war" });
  const shown = (moment) => eventsOn([event("b", "1937-01-02"), event("a", "1937-01-02"), event("c", "1937-01-01")], moment, null).map((one) => one.event.id);
  assert.deepEqual(shown(days("1937-01-01", "1937-01-05")), ["c", "a", "b"]);
  assert.deepEqual(shown(days("1937-01-02", "1937-01-05")), ["a", "b"]);
  assert.deepEqual(shown({ since: null, day: dayNumber("1937-01-01") }), ["c"]);
});

test("the histogram knows the days of events, and its months end with the atlas", () => {
  const event = (earliest) => ({ earliest });
  const found = eventDays(["1918-11-11", "1918-11-10", "1939-09-01", "1918-11-11", "1945-12-31", "1930-01-01", "1946-01-01"].map(event), atlas).map(isoDay);
  assert.deepEqual(found, ["1918-11-11", "1930-01-01", "1939-09-01", "1945-12-31"]);
  const told = (first, last) => changeByMonth([world()], { first: dayNumber(first), last: dayNumber(last) }).map(({ from, to }) => [isoDay(from), isoDay(to)]);
  assert.deepEqual(told("1939-09-19", "1939-10-28"), [["1939-09-19", "1939-10-01"], ["1939-10-01", "1939-10-29"]]);
});

test("a name may stand before a date or after it", () => {
  const day = dayNumber("1939-09-20");
  for (const words of ["Wilno 20 September 1939", "wilno, 1939-09-20", " 20 września 1939  Wilno", "20.9.1939: Wilno"]) {
    const { moment, rest } = partMoment(words, atlas);
    assert.deepEqual([moment, rest.toLowerCase()], [{ since: null, day }, "wilno"], words);
  }
  assert.deepEqual(partMoment("Nowy Sącz 1939", atlas), { moment: yearSpan(1939, atlas), rest: "Nowy Sącz" });
  assert.deepEqual(partMoment("September 1939 Hel", atlas).moment, days("1939-09-01", "1939-09-30"));
  for (const words of ["Wilno", "Wilno 20", "", "Wilno 1950"]) assert.equal(partMoment(words, atlas), null, words);
});

test("a date is refused because it lies outside, because there is no such day, or because it is none", () => {
  const why = (key, ...texts) => assert.deepEqual(texts.map((text) => refusedFor(text, atlas)), texts.map(() => key), key);
  why("time.outside", "1950", "1918-11-10", "1 January 1946", "1900/1910");
  why("time.no_day", "1939-02-30", " 30.2.1939 ", "31 June 1940", "30 II 1939", "1939.13.01");
  why("time.bad_date", "foo", "", "1938/1937", "17 September", "1939-13");
});
