// The words of a record have one source: the accessor of `page/records.js`. No other module reads them out of the
// rendered list, of cards or of marks.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";

const SOURCES = new URL("../src/", import.meta.url);
/** Folders of the page's own parts: Leaflet and its plugins know no records. */
const PAGE = /^(page|observations|questions|since)\//;
/** Modules that read text of the document, and which. */
const READERS = /** @type {Record<string, string>} */ ({
  "page/i18n.js": "what it translates in place",
  "page/payload.js": "packed data",
  "page/list/record-line.js": "lines, for page/records.js",
  "page/card/record-card.js": "cards, for page/records.js",
  "page/many/source.js": "packed data",
  "page/card/accounts.js": "subjects of a card's own table",
  "page/card/copy-buttons.js": "what a button copies",
  "page/story/caption.js": "titles of the map and its scenes",
  "page/story/scene-selector.js": "texts of a scene",
  "page/print/scene-sheets.js": "the note on the projection",
  "page/print/print.js": "definitions of regions, and layers that are on",
  "page/query/filter-chips.js": "a count before it changes",
  "page/terms/terms.js": "explanations of words, which it shows",
  "page/url/layers.js": "names of layers, which folium's script has as HTML",
  "observations/data/columns.js": "packed data",
  "observations/ui/counts.js": "its own count",
  "questions/answer.js": "packed data",
  "questions/panel.js": "its own answer",
});

const files = readdirSync(SOURCES, { recursive: true }).map((name) => `${name}`.replaceAll("\\", "/"));
const read = (/** @type {string} */ name) => readFileSync(new URL(name, SOURCES), "utf8");

const TEXT = /textContent|innerText|innerHTML/;

/** Whether a node is what an assignment writes to. @param {import("typescript").Node} node */
const isWritten = ({ parent, pos }) =>
  ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left.pos === pos;

/** How often a module reads `textContent` or the like. @param {string} text */
function textReads(text) {
  if (!TEXT.test(text)) return 0;
  let reads = 0;
  const visit = (/** @type {import("typescript").Node} */ node) => {
    const name = ts.isPropertyAccessExpression(node) ? node.name.text : ts.isBindingElement(node) ? (node.propertyName ?? node.name).getText() : "";
    if (TEXT.test(name) && !isWritten(node)) reads += 1;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("module.js", text, ts.ScriptTarget.Latest, true));
  return reads;
}

test("reads of text are told from writes", () => {
  const cases = [["a.textContent = b;", 0], ["a.textContent = b.textContent;", 1], ["f(a?.textContent ?? '');", 1], ["({ textContent }) => textContent", 1], ["[a.textContent] = [b];", 1]];
  for (const [text, reads] of /** @type {[string, number][]} */ (cases)) assert.equal(textReads(text), reads, text);
});

test("only few modules read text of the document, and no other the words of a record", () => {
  const readers = files.filter((name) => PAGE.test(name) && name.endsWith(".js") && textReads(read(name)));
  assert.deepEqual(readers.filter((name) => !READERS[name]), []);
  assert.deepEqual(Object.keys(READERS).filter((name) => !readers.includes(name)), [], "listed without need");
});

test("the parts of a line in the list have no selector outside of list/", () => {
  const outside = files.filter((name) => /\.(js|css)$/.test(name) && !name.startsWith("page/list/") && /\.pick-/.test(read(name)));
  assert.deepEqual(outside, []);
});
