/** The shapes that the modules share, those of the blob among them. */
import type { Blob, RawTerritory, Spell, View } from "./blob.js";
import type { Chart as MadeChart } from "./page/charts.js";
import type { Plate as MadePlate } from "./plate/plate.js";

export type * from "./blob.js";

/** A land: a territory, or a zone of one; with the days of its spells as numbers, ready for a binary search. */
export interface Territory extends RawTerritory {
  theatre: string;
  index: number;
  starts: number[];
  ends: number[];
  /** The territory that a zone is part of. */
  whole: Territory | null;
  /** The zones of all campaigns that cut a territory. */
  zones: Territory[];
}
export interface Theatre {
  id: string;
  territories: Territory[];
  /** In the order of time, with the days of those that show on the map. */
  changes: DatedChange[];
  changeDays: number[];
  /** The days on which lands get another spell or none, in order, each with the index of its land. */
  turns: { days: Int32Array; lands: Uint16Array };
  meets: [number, number, number][];
}
export interface Change {
  /** The smallest land that changed. */
  territory: Territory;
  /** What is drawn of it on both days. */
  lands: Territory[];
  before: Spell;
  after: Spell;
  km2: number;
}
export interface DatedChange extends Change {
  day: number;
}
export interface State {
  day: number;
  layers: Set<string>;
  views: Record<string, View>;
  as: string;
  agreed: string;
  lang: string;
  step: number;
  compare: number | null;
  /** Where the divider of a comparison stands, in hundredths of the width. */
  divider: number;
}
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
export type Listener = (state: State, old: State, changed: Set<string>) => void;
export interface Store {
  get(): State;
  set(patch: Partial<State>): void;
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
  colourOf(polity: string): string;
  dark(): boolean;
  select(kind: string, id: string, how?: string, name?: string): void;
  /** What covers the plates, on the screen. */
  obstacles(): DOMRect[];
}
export type Plate = MadePlate;
export type Chart = MadeChart;
