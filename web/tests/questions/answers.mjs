// Answers of the page's judge for tests/page/test_footprints.py: node answers.mjs < questions.json
import { readFileSync } from "node:fs";
import { createJudge, discShape, outlineShape } from "../../src/questions/judge.js";
import { along, destination } from "../../src/polar/geodesic.js";
import { outlineOf, polygonOf } from "../../src/questions/question.js";
import { projectionOf } from "../../src/polar/projections.js";
import { unpackShapes } from "../../src/polar/unpack.js";

const { footprints, outlines, regions, ids, parts, areas } = JSON.parse(readFileSync(0, "utf8"));
const globe = { project: projectionOf("EPSG:3571@0").project, destination };
const region = unpackShapes(regions);
const judge = createJudge(footprints, parts, unpackShapes(outlines), (id) => region(ids.indexOf(id)).flat(), globe);
const answers = areas.map(({ at, metres, corners }) => {
  if (at) return judge(discShape(globe, at, metres));
  const outline = outlineOf(corners, along);
  return { ...judge(outlineShape(globe, outline)), polygon: polygonOf(outline) };
});
process.stdout.write(JSON.stringify(answers));
