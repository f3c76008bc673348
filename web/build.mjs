// Makes classic scripts and style sheets: node build.mjs map|page OUTPUT_FOLDER. `map` are those of a PolarMap, in
// packages/folium-polar, and `page` those of the briefing page and the desk
// (browsers refuse ES-module imports from file://, so the modules are joined into one IIFE).
import { build } from "esbuild";
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFaces } from "./faces.mjs";
import { writeGlyphs } from "./glyphs.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [which, folder] = process.argv.slice(2);
const output = resolve(folder);

/**
 * Every import of proj4 gets what a pole needs of it: two projections, one datum and ellipsoid, no names and no
 * reader of WKT. That is 98 kB less in each page.
 */
const slimProj4 = {
  name: "slim-proj4",
  /** @param {import("esbuild").PluginBuild} plugin */
  setup(plugin) {
    const ours = {
      "proj4": "polar/proj4/proj4.js",
      "wkt-parser": "polar/proj4/wkt.js",
      "./constants/Datum": "polar/proj4/datums.js",
      "./constants/Ellipsoid": "polar/proj4/ellipsoids.js",
      "./global": "polar/proj4/named-projections.js",
      "leaflet": "leaflet/leaflet.js",
    };
    for (const [name, file] of Object.entries(ours)) {
      const filter = new RegExp(`^${name.replaceAll(/[./]/g, "\\$&")}$`);
      plugin.onResolve({ filter }, () => ({ path: join(here, "src", file) }));
    }
  },
};

/** Declarations of Leaflet's style sheet for browsers older than any that the pages work in. */
const OUTDATED = /^\s*(-(moz|ms)-[^;]*|-webkit-(transition|transform)[^;]*|cursor: *-[^;]*|(filter|behavior): *(progid|url)[^;]*);$/gm;

/** Its rules for them, and for the flag in its own attribution, which a map does not have. */
const OUTDATED_RULES = /[^{}]*(?:oldie|vml|attribution-flag)[^{}]*\{[^}]*\}/g;

/**
 * Leaflet's style sheet names pictures of 6 kB: the default marker is drawn in
 * src/leaflet/controls/marker-icon.js, and the button of a list of layers here.
 */
const slimLeaflet = {
  name: "slim-leaflet",
  /** @param {import("esbuild").PluginBuild} plugin */
  setup(plugin) {
    const ours = (/** @type {string} */ importer, /** @type {import("esbuild").OnResolveResult} */ picture) =>
      importer.endsWith(join("leaflet", "dist", "leaflet.css")) ? picture : undefined;
    const list = { path: join(here, "src/leaflet/controls/layers-icon.svg") };
    plugin.onResolve({ filter: /^images[/]layers/ }, ({ importer }) => ours(importer, list));
    plugin.onLoad({ filter: /leaflet[/\\]dist[/\\]leaflet[.]css$/ }, ({ path }) => ({ contents: readFileSync(path, "utf8").replaceAll(OUTDATED, "").replaceAll(OUTDATED_RULES, ""), loader: "css" }));
    plugin.onResolve({ filter: /^images[/]marker/ }, ({ importer }) => ours(importer, { path: "data:,", external: true }));
  },
};

/**
 * What of packages is not as it is published: a web font that would be fetched, the languages of Moment, and canvases
 * of which a browser would say that they are read often. @type {[RegExp, RegExp, string, "js" | "css"][]}
 */
const CHANGES = [
  [/timedimension[^/\\]*[.]css$/, /@font-face\s*{[^}]*}/g, "", "css"],
  [/moment[/\\]moment[.]js$/, /aliasedRequire = require;\s+aliasedRequire\('[.][/]locale[/]' [+] name\);/g, "", "js"],
  [/heatmap[.]js$|leaflet-heat[.]js$/, /getContext\(["']2d["']\)/g, 'getContext("2d", { willReadFrequently: true })', "js"],
];

/** A plugin extends the Leaflet of its page, so that `L` in folium's scripts is the same. */
const leafletOfPage = {
  name: "leaflet-of-page",
  /** @param {import("esbuild").PluginBuild} plugin */
  setup(plugin) {
    plugin.onResolve({ filter: /^leaflet$/ }, () => ({ path: "leaflet", namespace: "page" }));
    plugin.onLoad({ filter: /^leaflet$/, namespace: "page" }, () => ({ contents: "module.exports = window.L;" }));
    // `L.Period` of time-dimension.js is what is needed of this one.
    plugin.onResolve({ filter: /^iso8601-js-period$/ }, () => ({ path: "leaflet", namespace: "page" }));
    for (const [filter, text, by, loader] of CHANGES) {
      plugin.onLoad({ filter }, ({ path }) => ({ contents: readFileSync(path, "utf8").replaceAll(text, by), loader }));
    }
  },
};

/** The comment before a class of Leaflet. @param {string} name */
const comment = (name) => `/*\n * @class ${name}\n`;

/**
 * Parts of Leaflet that the map of a briefing has no use for, each from its first line to that of the next part, and
 * what stands in their place, as Leaflet exports them. VML is of browsers without SVG. A page whose script names one has
 * the whole map: see `_WHOLE` in folium_polar/figure.py.
 */
const UNUSED = [
  [comment("Canvas"), "/*\n * Thanks to Dmitry Baranovsky", "var Canvas = Renderer.extend({}), canvas = () => null;"],
  ["var vmlCreate = ", "var create = ", "var vmlCreate, vmlMixin;"],
  [comment("Control.Layers"), comment("Control.Zoom"), "var Layers = Control, layers;"],
  [comment("Control.Scale"), comment("Control.Attribution"), `var Scale = Control, scale, ukrainianFlag = "";`],
  [comment("ImageOverlay"), comment("DivOverlay"), "var ImageOverlay, VideoOverlay, SVGOverlay, imageOverlay, videoOverlay, svgOverlay;"],
  [comment("GridLayer"), comment("Renderer"), "var GridLayer, TileLayer, gridLayer, tileLayer;"],
];

/** Pictures, tiles, shapes on a canvas and a list of layers without groups are of PolarMaps alone. */
const bareMap = {
  name: "bare-map",
  /** @param {import("esbuild").PluginBuild} plugin */
  setup(plugin) {
    plugin.onLoad({ filter: /leaflet-src[.]esm[.]js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8").replaceAll("\r", "");
      for (const [first, next, stubs] of UNUSED) {
        const [from, to] = [first, next].map((line) => contents.indexOf(line));
        if (from < 0 || to < from) throw new Error(`Leaflet's source has no ${first} before ${next}`);
        contents = contents.slice(0, from) + stubs + contents.slice(to);
      }
      return { contents, loader: "js" };
    });
    plugin.onLoad({ filter: /layers[/\\]image-overlay[.]js$/ }, () => ({ contents: "", loader: "js" }));
  },
};

/** Names of private properties in a source. @param {string} path */
const privateNames = (path) => new Set(readFileSync(join(here, path), "utf8").match(/(?<![\w$])_[a-z]\w*/gi));

/**
 * Properties that Leaflet alone has, which are shortened where a page is no PolarMap of others: no script of ours and no
 * plugin of folium names them. That is 9 kB less in each briefing.
 */
function propertiesOfLeaflet() {
  const names = privateNames("node_modules/leaflet/dist/leaflet-src.esm.js");
  const others = globSync(["src/**/*.{js,ts}", "node_modules/leaflet[-.]*/{,dist/,src/}*.js", "node_modules/leaflet[-.]*/{dist,src}/**/*.js"], { cwd: here });
  for (const path of others) for (const name of privateNames(path)) names.delete(name);
  return new RegExp(`^(?:${[...names].filter((name) => !name.startsWith("_leaflet")).sort().join("|")})$`);
}

/** The terms of the MIT licence, which follow the copyright notice. */
const TERMS = /Permission is hereby granted, free of charge[^]*/;

/**
 * The licence of each package whose code is in the bundle, as one legal comment: copyright notices, and terms once
 * where several packages have the same.
 * @param {string[]} inputs paths of the bundled files
 */
function notices(inputs) {
  const packages = new Set(
    inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean),
  );
  /** By their words, the package that stands before its like. @type {Map<string, string>} */
  const first = new Map();
  const texts = [...packages].sort().map((name) => {
    const folder = join(here, "node_modules", /** @type {string} */ (name));
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /licen[cs]e/i.test(entry));
    const path = file ? join(folder, file) : join(here, "licences", `${name}.txt`);
    const text = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
    if (!text) throw new Error(`${name} has no licence text to pass on`);
    const words = TERMS.exec(text)?.[0].replaceAll(/[\s_]+/g, " ").trim();
    const like = words && first.get(words);
    if (words && !like) first.set(words, name);
    const said = like ? text.replace(TERMS, `The permission notice is that of ${like}, above.`) : text;
    return `${name} ${version}${license ? ` (${license})` : ""}\n${said}`;
  });
  return `/*! This file contains:\n\n${texts.join("\n\n")}\n*/\n`.replaceAll("\r", "");
}

/**
 * Style sheets that a bundle does without.
 * @param {string[]} names
 */
const without = (names) => ({
  name: "without",
  /** @param {import("esbuild").PluginBuild} plugin */
  setup(plugin) {
    const filter = new RegExp(`[/\\\\](?:${names.join("|")})\\.css$`);
    if (names.length) plugin.onLoad({ filter }, () => ({ contents: "", loader: "css" }));
  },
});

/**
 * One classic script and one stylesheet, with the licences of the packages in them.
 * @param {string} name @param {string} entry
 * @param {Record<string, boolean>} [parts] what of the source is in the script, by the names of its constants
 * @param {string[]} [unstyled] style sheets that are not
 */
async function bundle(name, entry, parts = {}, unstyled = []) {
/** @type {import("esbuild").BuildOptions} */
  const options = {
    absWorkingDir: here,
    entryPoints: { [name]: entry },
    bundle: true,
    minify: !process.env.PLAIN,
    format: "iife",
    target: ["es2022"],
    charset: "utf8",
    loader: { ".svg": "dataurl", ".png": "dataurl" },
    legalComments: "none", // the whole licence texts are added instead
    logLevel: "warning",
    // Some packages assign to names that nothing declares.
    ...(name.startsWith("plugins/") ? { tsconfigRaw: {} } : {}),
    plugins: [...(name.startsWith("plugins/") ? [leafletOfPage] : name === "vector-map" ? [bareMap] : []), slimProj4, slimLeaflet, without(unstyled)],
    define: {
      ...Object.fromEntries(Object.entries(parts).map(([part, there]) => [part, `${there}`])),
      // Leaflet looks for a feature of old browsers and catches the error: V8 then parses all of the script again
      // to find the line of it, which takes as long as all the rest of the script's start.
      "document.namespaces.add": "String",
    },
    outdir: output,
    ...(name === "vector-map" ? { mangleProps: propertiesOfLeaflet() } : {}),
  };
  const dry = await build({ ...options, write: false, metafile: true });
  const inputs = Object.keys(dry.metafile?.inputs ?? {});
  const foreign = inputs.some((path) => path.includes("node_modules/"));
  await build({ ...options, footer: foreign ? { js: notices(inputs) } : {} });
}

/** The scripts of a PolarMap. */
async function buildMap() {
  await bundle("polarmap", "src/leaflet/index.js"); // a polar folium map
  await bundle("vector-map", "src/leaflet/index.js"); // the same without pictures and tiles, for briefings
  rmSync(join(output, "vector-map.css")); // that of polarmap
  await bundle("pins", "src/pins/index.js"); // folium's Icon and BeautifyIcon, where a map has one
  writeGlyphs(output);
  // Images of a polar map that Python warped to its plane, where it has some.
  await bundle("rasters", "src/rasters/index.js");
  // The shaded ground, where a map has it.
  await bundle("relief", "src/relief/index.js");
  // Tiles and WMS of a polar map that may use a network.
  await bundle("tiles", "src/tiles/index.js");
  // Plugins of folium, a file each; a page contains those that its map uses.
  for (const file of readdirSync(join(here, "src/leaflet/plugins"), { encoding: "utf8", recursive: true })) {
    if (file.endsWith(".js")) await bundle(`plugins/${basename(file, ".js")}`, join("src/leaflet/plugins", file));
  }
}

/** The scripts of the briefing page and of the desk. */
async function buildPage() {
  // The briefing page round a map, the same where there are so many records that they are dots, and where there are none.
  await bundle("page", "src/page/index.js", { WITH_RECORDS: true, MANY_RECORDS: false }, ["round-sheet", "insets"]);
  await bundle("page-sheet", "src/page/index.js", { WITH_RECORDS: true, MANY_RECORDS: false });
  rmSync(join(output, "page-sheet.js")); // that of page
  await bundle("page-many", "src/page/index.js", { WITH_RECORDS: true, MANY_RECORDS: true });
  rmSync(join(output, "page-many.css")); // that of page
  const ofRecords = ["record-line", "search-bar", "off-screen-records", "annotations", "sequence", "uncertainty-layer", "card", "many-records"];
  await bundle("page-bare", "src/page/index.js", { WITH_RECORDS: false, MANY_RECORDS: false }, ofRecords);
  // What is new since a day that its reader chooses, where the map allows it.
  await bundle("since", "src/since/index.js");
  // Questions about a place, where the map's definition has them.
  await bundle("questions", "src/questions/index.js");
  // The desk: its own page, and the part of it that runs in the page of all records.
  await bundle("desk", "src/desk/index.js");
  await bundle("desk-map", "src/desk/map.js");
  await bundle("desk-preview", "src/desk/maps/preview.js");
  await bundle("desk-table", "src/desk/table/tabulator.js");
  // The letters of pages, pictures and PDF.
  await writeFaces(output);
}

/** Observations on the page, where it has some, and where they are all drawn as points. */
async function buildObservations() {
  await bundle("observed", "src/observations/index.js", { POINTS_ALONE: false });
  await bundle("observed-points", "src/observations/index.js", { POINTS_ALONE: true });
}

if (!existsSync(output)) mkdirSync(output, { recursive: true });
await (which === "map" ? buildMap() : which === "observations" ? buildObservations() : buildPage());
