// Written by tools/payload_types.py from geotrack/page/payload.py: do not edit.

export type Place = [lat: number, lon: number];

export type Days = (number | null)[] | ((number | null)[])[] | null;

/** A theme of records. */
export interface ThemeData {
  /** Of its symbols, `#rrggbb`. */
  colour: string;
  /** Height of the number in the symbol's box. */
  numberY: number;
}

/** A side of a map: who acts. */
export interface SideData {
  /** In the page's language. */
  name: string;
  /** Of its lines and areas, `#rrggbb`. */
  colour: string;
  /** Codes of its countries. */
  countries: string[];
}

/** A circle of a map that it shows enlarged. */
export interface InsetData {
  /** In the page's language. */
  caption: string;
  /** Its middle. */
  at: Place;
  /** Metres. */
  radius: number;
  /** Its scale, that of the map being 1. */
  factor: number;
  /** Numbers of its records. */
  records: number[];
}

/** All places within a distance of a position. */
export interface DiscShape {
  kind: "disc";
  /** Its middle. */
  at: Place;
  /** Metres. */
  radius: number;
}

/** An area: what an odd number of its rings goes round. */
export interface AreaShape {
  kind: "area" | "corridor" | "ring";
  rings: Place[][];
}

/** Lines. */
export interface LineShape {
  kind: "line";
  lines: Place[][];
}

/** A region of the page, by its id. */
export interface RegionShape {
  kind: "region";
  id: string;
}

export type Shape = DiscShape | AreaShape | LineShape | RegionShape;

/** A record on the map. */
export interface EventData {
  /** Its number on this map. */
  n: number;
  /** Id of its theme. */
  theme: string;
  /** How its symbol is drawn. */
  drawn: "reported" | "assumed" | "unstated" | "unplaced";
  /** Where its symbol stands; null where it is unplaced. */
  at: Place | null;
  /** All the places that it allows. */
  shapes: Shape[];
  /** Id of its APP-6 symbol in the page's sheet. */
  symbol?: string;
  /** Who acts: the half of its symbol that is inked; on a map with sides. */
  side?: "left" | "right" | "both" | "none";
  /** Ids of the signs at its symbol: in doubt, new, changed. */
  signs?: string[];
  /** Areas of its accounts, in the order of their letters. */
  accounts?: ((DiscShape | RegionShape)[])[];
  /** Positions in these areas, with how many of the accounts name that place. */
  overlaps?: [place: Place, count: number][];
  /** Its short name; absent where that is its title, or it is unplaced. */
  label?: string;
  /** Its short name in other languages than the page's first, by language. */
  labels?: Record<string, string>;
}

export type TextData = string | (string | string[])[];

/** What a page of many has of a record in a block of rows. */
export interface RowData {
  id: string;
  title: string;
  date: string | (string | string[])[];
  /** In few words, as its line has it. */
  place: string | (string | string[])[];
  /** In full, as its card has it. */
  where: string | (string | string[])[];
  /** What it is beside a plain event. */
  standing?: string | (string | string[])[];
  /** Beside the date, each with its class: that it is a draft, new or changed. */
  notes?: ([text: string | (string | string[])[], kind: string])[];
  /** Its last correction. */
  corrected?: string | (string | string[])[];
  /** As of `EventData`; so are accounts, overlaps, label and labels. */
  shapes: Shape[];
  accounts?: ((DiscShape | RegionShape)[])[];
  overlaps?: [place: Place, count: number][];
  label?: string;
  labels?: Record<string, string>;
}

/** A region whose shape is on the page. */
export interface RegionData {
  id: string;
  name: string;
  /** Where its name stands. */
  label: Place;
  /** Where else it may stand. */
  further: Place[];
}

/** A context layer, from a file. */
export interface ContextData {
  /** In links, and of its row in the legend. */
  id: string;
  /** With its date. */
  name: string;
  /** Of lines, pixels. */
  width: number;
  /** Lengths of lines and gaps in turn, pixels. */
  dash: number[];
  /** Of areas. */
  opacity: number;
  /** Of each packed layer how it is drawn, and the label of its features. */
  kinds: ([kind: "area" | "fill" | "line" | "point", label: string])[];
  /** Labels on the map. */
  names: [label: string, lat: number, lon: number][];
  /** Its shapes, packed. */
  shapes: string;
}

/** Values of records for the page's filters: a column for each key, in the order of `events`. Numbers are places in the tables of `Facets`; -1 is not stated. */
export interface FacetColumns {
  /** Of the record. */
  id: string[];
  type: number[];
  status: number[];
  verification: number[];
  confidence: number[];
  actors: number[][];
  grades: number[][];
  /** Regions that it certainly is in. */
  certainly: number[][];
  /** Regions that it possibly is in. */
  possibly: number[][];
  assets: number[][];
  tags: number[][];
  /** 1 where it meets the map's query only possibly. */
  onlyPossible: (0 | 1)[];
  /** New, changed or as before; where the page tells changes. */
  since?: number[];
}

/** Tables of words, and the records' places in them. */
export interface Facets {
  themes: [id: string, label: string][];
  types: [theme: number, label: string, id: string][];
  actors: [name: string, country: string][];
  regions: [id: string, name: string][];
  statuses: string[];
  verifications: string[];
  confidences: string[];
  grades: string[];
  assets: string[];
  tags: string[];
  since?: string[];
  records: FacetColumns;
}

/** The state of the map in a scene. */
export interface SceneData {
  /** Parts of the page's state by their keys, as its links have them. */
  state: Record<string, string>;
  /** Places round what it shows; the opening view where there is none. */
  view?: Place[];
  /** Numbers of the records that stand out, with those that its text refers to. */
  highlight?: number[];
  /** Else numbers of those that its text refers to. */
  cited?: number[];
  /** Numbers of the records with an annotation, in order of importance. */
  labels?: number[];
  /** Number of the record whose card is open. */
  card?: number;
}

/** When records were, in the order of `events`; numbers are places in it. */
export interface TimesData {
  /** Days of each; null where it is undated. */
  records: Days[];
  /** How dates are written with `~`, `?` or `%`: 1 the start, 2 the end. */
  marked: Record<number, number>;
  /** What still goes on. */
  ongoing: number[];
  /** Parts of a whole. */
  parts: Record<number, number[]>;
  /** What may have been in one place for a part of its time only. */
  moving: number[];
  /** Whether the map asks for a place. */
  placed: boolean;
  /** From when to before when observations are, days. */
  observed?: [from: number, before: number];
  /** Days of what was on one of several, by place; where `records` stand in columns. */
  choices?: Record<number, Days>;
}

/** Days of records, `YYYY-MM-DD`, in the order of `events`. */
export interface EntryDays {
  /** The day of entry, empty where it is not stated, then those of revisions. Those of many */
  days: string[][];
  /** What stands beside the date of a new record, and of a changed one. */
  words: [new: string, changed: string];
}

/** All that the script reads of a page's map. On a page of many, `events` and the columns of `facets` and `times` are empty: they stand beside this in other forms, see `many_records.py`. */
export interface PageData {
  themes: Record<string, ThemeData>;
  /** In the order of their outlines, which stand packed beside this, as `geotrack-regions`. */
  regions: RegionData[];
  events: EventData[];
  /** Which sighting of an event followed which, by their numbers. */
  order: [one: number, other: number][];
  facets: Facets;
  /** Of the tables for download, each with the keys of its property, joined by dots. */
  columns: [name: string, path: string][];
  /** Places round what the page shows when it opens. */
  opening: Place[];
  /** The parallel at which the page's round sheet ends, degrees; on a map with one. */
  roundSouth?: number;
  /** Numbers of the records with an annotation in the first view, in order of importance. */
  labels?: number[];
  /** Numbers of the records that the lead refers to. */
  cited?: number[];
  /** Seas and straits in the title, which the map names wherever it can. */
  waters?: [name: string, at: Place][];
  /** Numbers of the records of each stack: they stand for the same regions. */
  stacks?: number[][];
  /** What the map shows enlarged as it opens. */
  insets?: InsetData[];
  scenes?: SceneData[];
  times: TimesData;
  /** Layers from files. */
  context?: ContextData[];
  /** Since when records are there, if the reader may choose the day of a comparison. */
  entered?: EntryDays;
  /** Ids of APP-6 symbols, on a page of many. */
  symbols?: string[];
  /** Who acts, by the half of a symbol that is inked; on a map with sides. */
  sides?: Record<string, SideData>;
  /** Names the state of the workspace, on a page of many whose records a desk has. */
  version?: string;
}

/** A shape of a footprint: a disc, a region of the page, or a packed outline. */
export interface FootprintShape {
  /** Middle of a disc. */
  at?: Place;
  /** Metres; 0 for a point. */
  radius?: number;
  /** Id of a region of the page. */
  region?: string;
  /** Of the outlines, which stand packed beside this, as `geotrack-footprint-outlines`. */
  layer?: number;
  /** By how much its outline may be off, metres. */
  off: number;
}

/** All places where a record may have been; numbers are places in `shapes` of `FootprintsData`. */
export interface FootprintData {
  /** Its alternatives, each the union of some shapes. */
  shapes: number[][];
  /** Whether it was in each of them. */
  each?: boolean;
  /** Whether nothing is certain. */
  doubt?: boolean;
  /** Whether it may have been in a place without a shape. */
  gaps?: boolean;
  /** Of a path, for each alternative its courses: corridor, start and end. */
  courses?: number[][][][];
  /** Places that a path certainly passed. */
  passed?: number[][];
}

/** Footprints of the records, in the order of `events`; null where they have none. */
export interface FootprintsData {
  /** What they consist of. */
  shapes: FootprintShape[];
  /** Records that are known by regions alone. */
  named: number[];
  /** Of a record, the parts whose regions only say again where it was. */
  restating: Record<number, number[]>;
  /** The footprint of each record. */
  records: (FootprintData | null)[];
}
