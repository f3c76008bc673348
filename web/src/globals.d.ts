// What the map's own script (src/leaflet/index.js) leaves for the page's.
export {};

declare global {
  /** Whether the bundle is for pages that have records; see build.mjs. */
  const WITH_RECORDS: boolean;
  /** Whether it is for pages of so many records that they are drawn as dots. */
  const MANY_RECORDS: boolean;
  /** Whether it is for pages whose observations are all drawn as points. */
  const POINTS_ALONE: boolean;

  interface Window {
    L: any;
    geotrackPolar: {
      Sheet: any;
      Ground: any;
      decode(packed: string): (layer: number) => Float64Array[][];
      held(id: string): any;
      whenIdle(act: (deadline?: IdleDeadline) => void, timeout?: number): void;
      unpacked(packed: string): any;
      bytes(letters: string): Uint8Array;
      inflate(bytes: Uint8Array): Uint8Array;
      projectionOf(code: string): import("./polar/projections.js").Projection;
      positionText(lat: number, lon: number, digits?: number, words?: import("./leaflet/map-labels.js").MapLabels): string;
      destination(lon: number, lat: number, azimuth: number, metres: number): [lon: number, lat: number];
      distance(lon1: number, lat1: number, lon2: number, lat2: number): number;
      labels(names: object[]): any;
      fit(map: unknown, places: [lat: number, lon: number][], options: object): unknown;
      turn(map: unknown, code: string): void;
      night(map: unknown, on: boolean): void;
      reword(map: unknown, wording: object): void;
      along(from: [number, number], to: [number, number], step?: number): [lon: number, lat: number][];
      /** Glyphs of pins by set and name: width, height, path, and how far a font's reaches above its baseline. */
      glyphs?: Record<string, Record<string, [number, number, string, number?]>>;
      codeOf(kind: "shapes" | "areas", meridian: number): string;
    };
    geotrackPage: { registerPlugin(part: (page: import("./page/plugin-api.js").Page) => void): void };
  }
}
