/** The shapes that the modules share, those of the blob among them. */
import type { Blob, RawTerritory, Spell, View } from "./blob.js";
import type { Chart as MadeChart } from "./page/charts.js";
import type { Plate as MadePlate } from "./plate/plate.js";

export type * from "./blob.js";

/** A territory with the days of its spells as numbers, ready for a binary search. */
/** A land: a territory or, while a campaign cuts a territory, one of its zones, which has the name of its territory. */
export interface Territory extends RawTerritory {
  theatre: string;
  index: number;
  name: import("./blob").Text;
  today: import("./blob").Text;
  note: string;
  /** The towns of a zone as its record names them, and in each language. */
  towns: string[];
  townNames: import("./blob").Text[];
  /** The greatest of a zone's towns, if one is a capital or a large town. */
  great: Great | null;
  /** The first day of each spell; the spells of a zone are those of its territory and its own. */
  starts: number[];
  /** The days [first, after) on which it is there: those of its own spells. */
  lives: [number, number][];
  whole: Territory | null;
  zones: Territory[];
}
/** A town, and its rank from 1 for a capital. */
export interface Great {
  name: import("./blob").Text;
  rank: number;
}
export interface Theatre {
  id: string;
  territories: Territory[];
  changeDays: number[];
  /** All changes, in the order of time. */
  changes: DatedChange[];
  /** The days on which a spell or the life of a land begins or ends, in order, each with those lands. */
  turns: [number, number[]][];
  /** The lands of which texts give several days for a change, few among all. */
  doubtful: Territory[];
}
export interface Change {
  territory: Territory;
  before: Spell;
  after: Spell;
}
export interface DatedChange extends Change {
  day: number;
}
/** A day, or a span of days from `since` to `day`, the last included. */
export interface Moment {
  since: number | null;
  day: number;
}
/** What is shown is a moment: the land as it was on its last day. */
export interface State extends Moment {
  layers: Set<string>;
  views: Record<string, View>;
  as: string;
  agreed: string;
  lang: string;
  step: number;
  /** The last day of the moment that is compared with the one shown, and the first where it is a span. */
  compare: number | null;
  compareSince: number | null;
  /** What is compared with what was held in place of another moment. */
  against: "" | "agreed";
  /** Where the divider of a comparison stands, in hundredths of the width. */
  divider: number;
  /** The theme that the reader chose; empty for that of the machine. */
  theme: "" | "light" | "dark";
}
export type How = "jump" | "step";
export type Translate = (key: string, values?: Record<string, string | number>) => string;
export interface Point {
  x: number;
  y: number;
}
/** A box in pixels, cells or metres: a label, or the view. */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}
export type Listener = (state: State, old: State, changed: Set<string>, how: How) => void;
export interface Store {
  get(): State;
  set(patch: Partial<State>, how?: How): void;
  listen(listener: Listener): void;
}
/** What an address may name. */
export interface Known {
  first: number;
  last: number;
  layers: string[];
  theatres: string[];
  polities: string[];
  langs: string[];
  steps: number;
  agreements?: string[];
}
/** What the page does around a change that is played: before the land changes to a day, and after. */
export interface Beat {
  before(day: number): void;
  after(day: number): void;
}
/** What all parts of the page share. */
export interface Context {
  blob: Blob;
  store: Store;
  theatres: Theatre[];
  changeDays: number[];
  first: number;
  last: number;
  t(): Translate;
  lang(): string;
  nameOf(polity: string): string;
  nameOn(polity: string, day: number): string;
  /** The name of a power within a sentence. */
  nameIn(polity: string, day?: number): string;
  colourOf(polity: string): string;
  dark(): boolean;
  select(kind: string, id: string, how?: string, name?: string): void;
  /** What covers the plates, on the screen, as it was measured last. */
  obstacles(): DOMRect[];
  /** What of a map its twin of another day hides, and the dates at the divider, in pixels from its corner. */
  hidden(map: L.Map): Box[];
  /** What an address asked for and is not there, and the key of what is said of it. */
  lost: { key: "record.lost" | "day.lost"; name: string } | null;
  /** Measure what covers the plates anew. */
  measure(): void;
}
export type Plate = MadePlate;
export type Chart = MadeChart;
