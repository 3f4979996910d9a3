/** What Python tells a page: the shape of its one JSON blob. Positions are longitude, latitude. */
/** A text in each language that has it; the first is that of the atlas. */
export type Text = Record<string, string>;
export type Citation = [string, string];
/** West, south, east, north: the part of the world that a theatre shows. */
export type Window = [number, number, number, number];
export type View = [number, number, number];

export interface Spell {
  from: string;
  to: string;
  controller: string;
  sovereign: string;
  status: string;
  rule?: string;
  confidence?: string;
  earliest?: string; // of a first day on which texts differ: between which days, both included
  latest?: string;
  note?: string;
  administration?: string;
  source: Citation[];
}
/** By which authority its holder governed some territories, on some days. */
export interface Administration {
  id: string;
  name: Text;
  from: string;
  to: string;
  territories: string[];
  note: string;
  source: Citation[];
}
export interface RawTerritory {
  id: string;
  /** The territory that a zone is part of; it has the name, and what is said of it. */
  of?: string;
  /** The towns of a zone, by name. */
  towns?: string[];
  name?: Text;
  today?: Text;
  note?: string;
  km2: number;
  arcs: number[][][];
  point: [number, number];
  spells: Spell[];
}
export interface Line {
  id: string;
  name: string;
  kind: string;
  certainty: string;
  km: number;
  source: Citation[];
  note?: string;
}
/** What a map of a theatre is made by. */
export interface Plane {
  window: Window;
  proj: string;
  /** Metres a pixel at zoom 0. */
  coarsest: number;
}
export interface RawTheatre extends Plane {
  name: Text;
  /** Decimals of a degree that a step of an arc has. */
  places: number;
  arcs: number[][];
  territories: RawTerritory[];
  /** Arc, the two lands beside it, its line or -1, and 1 where the towns that place it lie far apart. */
  borders: [number, number, number, number, number?][];
  /** Who fights whom on which days, half-open. */
  wars?: { sides: string[][]; days: [string, string][] }[];
  coast: number[];
  lines: Line[];
  lakes: ([number, number][] | [number, number][][])[];
  rivers: { id: string; name: Text; points: [number, number][] }[];
}
export interface Candidate {
  territory: string;
  controller: string;
  sovereign: string;
  status: string;
  from: string;
  to: string;
}
export interface AtlasEvent {
  id: string;
  date: string;
  earliest: string;
  latest: string;
  qualifier: string;
  title: Text;
  /** Further names by which it is found. */
  also: string[];
  text: Text;
  place: Text;
  lon: number;
  lat: number;
  theme: string;
  essay: Text;
  correction: Text;
  confidence: string;
  source: Citation[];
  join: { match: string; border_km: number | null; border: string; theatre: string | null; candidates: Candidate[] };
}
export interface Place {
  id: string;
  lon: number;
  lat: number;
  rank: number;
  name: Text;
  /** Dated names in each language: a name, its first day, the first day of the next. */
  names: Record<string, [string, string, string][]>;
  today: Text;
  /** Further names by which it is found. */
  also: string[];
  /** From which it shows, if not by its rank: of a town of the gazetteer. */
  zoom?: number;
}
/** The towns of a gazetteer: how many show from which zoom, a name and another of today a line, and steps of two whole numbers. */
export interface Gazetteer {
  /** Of a degree, in which positions are told. */
  units: number;
  zooms: [number, number][];
  names: string;
  today: string;
  /** By language the names that differ from the first language's, else empty lines. */
  more: Record<string, string>;
  at: number[];
}
/** A sea or lake that bears a name from a zoom on. */
export interface Water {
  id: string;
  lon: number;
  lat: number;
  zoom: number;
  name: Text;
}
export interface Agreement {
  id: string;
  name: Text;
  /** Further names by which it is found. */
  also: string[];
  from: string;
  to: string;
  /** The power that ended it alone, if one did. */
  ended_by: string;
  note: Text;
  source: Citation[];
  assign: [string, string, string?][];
  lines: string[];
}
export interface Recognition {
  by: string;
  of: string;
  from: string;
  to: string;
  territories: string[];
  stance: string;
  as: Rule;
  source: Citation[];
  note: string;
}
/** Days, half-open, on which towns date the land of some territories. */
export interface Campaign {
  id: string;
  name: Text;
  from: string;
  to: string;
  territories: string[];
}
export interface Movement {
  id: string;
  theatre: string;
  name: Text;
  from: string;
  to: string;
  polity: string;
  kind: string;
  side?: string;
  note?: string;
  points: [number, number][];
  /** By the end of which day what share of the way lay behind. */
  reached: [string, number][];
  source: Citation[];
}
export interface RailwaySpell {
  from: string;
  to: string;
  owner: string;
  manager?: string;
  status?: string;
  note: string;
  source: Citation[];
}
export interface Railway {
  id: string;
  theatre: string;
  name: Text;
  points: [number, number][];
  spells: RailwaySpell[];
  source?: Citation[];
}
export interface StoryStep {
  id: string;
  chapter: Text;
  title: Text;
  date: string;
  views: Record<string, View>;
  layers: string[];
  as: string;
  text: Text;
  question: Text;
  answer: Text;
  correction: Text;
  source: Citation[];
}
/** Who holds a land, whose it is in law, and as what it is held. */
export interface Rule {
  controller: string;
  sovereign: string;
  status: string;
  administration?: string;
}
export interface Polity {
  name: Text;
  names: Place["names"];
  today: Text;
  colour: string;
  note: string;
  also: string[];
}
/** A map beside this one, or this one. */
export interface MapLink {
  id: string;
  title: Text;
  theatres: string[];
}
/** What can be found on another map alone. */
export interface Elsewhere {
  map: string;
  kind: string;
  id: string;
  label: Text;
  names: string[];
  date: string;
  theatre: string;
  /** Longitude and latitude. */
  at: [number, number] | null;
}
/** The number of a level, and the numbers of the texts that were read. */
export type Vouched = [number, ...number[]];
export interface Evidence {
  levels: string[];
  /** Of each territory the first days of its written spells, in the order of time, each with its level and texts. */
  land: Record<string, [string, ...Vouched][]>;
  /** Further records about which a text was read, by table and key. */
  others: Record<string, Vouched>;
  /** Key of the source, locator, address, kind, and "in part" where it supports a part alone. */
  texts: [string, string, string, string, string][];
  sources: Record<string, string>;
  /** Of the records of each table the share, 0 to 1, that a text which was read supports. */
  shares: Record<string, number>;
}
/** What a text says: how it is judged and why; the events, and the numbers of the steps, that carry it on this page. */
export interface Claim {
  id: string;
  claim: Text;
  judgement: string;
  reason: Text;
  events: string[];
  steps: number[];
}
export interface Blob {
  version: string;
  stamp: string;
  map: {
    id: string;
    title: Text;
    lede: Text;
    date: string;
    from: string;
    to: string;
    theatres: string[];
    layers: string[];
    views: Record<string, View>;
    /** Places that are named at every size, and in sight when the map opens. */
    towns: string[];
    story: StoryStep[];
  };
  /** Languages, the first that of the atlas; the glyph of each theme; the status whose pattern each further status has. */
  about: {
    languages: string[];
    themes: Record<string, string>;
    patterns: Record<string, string>;
    licence: string;
    /** What the URI of every record begins with. */
    uri: string;
  };
  /** Where a mistake is told, if the build was told so: an address, or a path from the page. */
  corrections?: string;
  theatres: Record<string, RawTheatre>;
  polities: Record<string, Polity>;
  sources: Record<string, { text: string; bibtex: string }>;
  events: AtlasEvent[];
  places: Place[];
  towns: Gazetteer;
  waters: Water[];
  administrations: Administration[];
  campaigns: Campaign[];
  agreements: Agreement[];
  recognitions: Recognition[];
  movements: Movement[];
  railways: Railway[];
  /** Null where the atlas has no evidence. */
  evidence: Evidence | null;
  /** How many claims the text has, and those that something on this page carries. */
  claims: { of: number; here: Claim[] };
  /** All maps of the atlas, where they lie beside this one. */
  maps: MapLink[];
  elsewhere: Elsewhere[];
  i18n: Record<string, Record<string, string>>;
}
