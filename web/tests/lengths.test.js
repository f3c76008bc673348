// What CONTRIBUTING.md says of lengths, held for the page's script by a parser of it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";

const SOURCES = new URL("../src/", import.meta.url);
const LONGEST_FUNCTION = 50;
const LONGEST_MODULE = 500;

const modules = readdirSync(SOURCES, { recursive: true })
  .map((name) => `${name}`.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".js"))
  .map((name) => ({ name, text: readFileSync(new URL(name, SOURCES), "utf8") }));

/**
 * The functions of a module, of any kind and however deep: their names and how many lines each has, with what
 * stands in it, from its first word to its last brace.
 * @param {string} text @returns {[name: string, lines: number][]}
 */
function lengths(text) {
  const source = ts.createSourceFile("module.js", text, ts.ScriptTarget.Latest, true);
  const line = (/** @type {number} */ at) => source.getLineAndCharacterOfPosition(at).line;
  /** @type {[string, number][]} */
  const found = [];
  const visit = (/** @type {import("typescript").Node} */ node) => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const start = line(node.getStart(source));
      found.push([node.name?.getText(source) ?? `line ${start + 1}`, line(node.getEnd()) - start + 1]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test("no function of the page is longer than fifty lines", () => {
  const long = modules.flatMap(({ name, text }) =>
    lengths(text)
      .filter(([, lines]) => lines > LONGEST_FUNCTION)
      .map(([called, lines]) => `${name}: ${called} has ${lines} lines`),
  );
  assert.deepEqual(long, []);
});

test("no module of the page is longer than five hundred lines", () => {
  const long = modules.filter(({ text }) => text.trimEnd().split("\n").length > LONGEST_MODULE);
  assert.deepEqual(long.map(({ name }) => name), []);
});

test("the modules that are measured are those that the page is made of", () => {
  const names = modules.map(({ name }) => name);
  for (const name of ["leaflet/index.js", "page/index.js", "observations/index.js"]) assert.ok(names.includes(name), name);
  for (const { name, text } of modules) {
    const { parseDiagnostics } = /** @type {any} */ (ts.createSourceFile(name, text, ts.ScriptTarget.Latest));
    assert.deepEqual(parseDiagnostics, [], name);
  }
});

test("functions of every kind are measured, with those inside them", () => {
  const body = (/** @type {number} */ lines) => `{\n${"// so\n".repeat(lines - 2)}}`;
  const kinds = [
    [`function told() ${body(51)}`, "told"],
    [`export default async function* () ${body(51)}`, "line 1"],
    [`const told = () => ${body(51)};`, "line 1"],
    [`const told = () =>\n${"  1 +\n".repeat(49)}  1;`, "line 1"],
    [`const all = { told() ${body(51)} };`, "told"],
    [`class All { get told() ${body(51)} }`, "told"],
    [`class All { constructor() ${body(51)} }`, "line 1"],
    [`/** Says. */\nfunction told() ${body(51)}`, "told"],
  ];
  for (const [text, name] of kinds) assert.deepEqual(lengths(text), [[name, 51]], text.slice(0, 40));
  assert.deepEqual(lengths(`function outer() {\n  function inner() ${body(51)}\n}`), [["outer", 53], ["inner", 51]]);
  assert.deepEqual(lengths(`function told(a,\n  b) ${body(49)}`), [["told", 50]]);
});
