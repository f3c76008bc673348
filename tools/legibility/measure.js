// What cannot be read on a page: faults of its maps and texts, and the texts whose contrast pictures show.
// Called with the least size of text, CSS pixels, and whether the page is on paper.
({ least, paper }) => {
  const faults = [];
  const report = (rule, offender, measured, asked) => faults.push({ rule, offender, measured, asked });
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const words = (one) => one.textContent.trim().replace(/\s+/g, " ").slice(0, 60);
  const middle = ({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 });
  const scaleOf = (one) => Math.sqrt(Math.abs(one.getScreenCTM().a * one.getScreenCTM().d - one.getScreenCTM().b * one.getScreenCTM().c));
  const gap = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) - a.r - b.r;
  const toBox = ({ x, y }, box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));

  // A disc for each letter of a text on a map, smaller than the letter, so that only what covers it meets it.
  function letters(text) {
    const matrix = text.getScreenCTM();
    const size = parseFloat(getComputedStyle(text.querySelector("tspan, textPath") ?? text).fontSize);
    return Array.from({ length: text.getNumberOfChars() }, (_, i) => i)
      .filter((i) => text.textContent[i]?.trim())
      .map((i) => {
        const [from, to] = [text.getStartPositionOfChar(i), text.getEndPositionOfChar(i)];
        const turn = (text.getRotationOfChar(i) * Math.PI) / 180;
        // Of capitals and digits the middle is so far above the baseline.
        const [x, y] = [(from.x + to.x) / 2 + 0.35 * size * Math.sin(turn), (from.y + to.y) / 2 - 0.35 * size * Math.cos(turn)];
        const spot = new DOMPoint(x, y).matrixTransform(matrix);
        return { x: spot.x, y: spot.y, r: 0.3 * size * scaleOf(text) };
      });
  }

  // Discs along a line of a map.
  const spotsOf = (path) => Array.from({ length: Math.floor(path.getTotalLength()) + 1 }, (_, at) => {
    const { x, y } = path.getPointAtLength(at).matrixTransform(path.getScreenCTM());
    return { x, y, r: 0 };
  });

  const boxSpots = (box) => {
    const r = box.height / 2;
    const count = Math.max(1, Math.round(box.width / box.height));
    return Array.from({ length: count }, (_, i) => ({ x: box.left + ((i + 0.5) * box.width) / count, y: box.top + r, r: 0.75 * r }));
  };

  // Symbols of a map: the record's number, discs of the outline, and of the number beside it.
  function marksOf(map) {
    return [...map.querySelectorAll(".event-mark:not(.left-out, .in-stack)")].filter(isShown).map((icon) => {
      const pill = icon.querySelector(".stack-pill");
      if (pill) return { n: words(pill), discs: boxSpots(pill.getBoundingClientRect()), number: [] };
      const shape = icon.querySelector('.symbol > use[href^="#shape-"]:not(.ring)').getBoundingClientRect();
      const number = icon.querySelector(".symbol > text");
      const r = Math.min(shape.width, shape.height) / 2 - 0.5;
      const isBeside = number && isShown(number) && icon.querySelector('[class*="side-"]');
      return { n: number ? words(number) : icon.ariaLabel, discs: [{ ...middle(shape), r }], number: isBeside ? letters(number) : [] };
    });
  }

  const NAMES = ".polar-name, .annotation > text, .sheet text, .inset-lines text, .account-letters text";
  function labelsOf(map) {
    const names = [...map.querySelectorAll(NAMES)].filter((one) => isShown(one) && one.getNumberOfChars())
      .map((one) => ({ text: words(one), n: one.closest("[data-record]")?.dataset.record, spots: letters(one), element: one }));
    const degrees = [...map.querySelectorAll(".polar-graticule-labels span")].filter((one) => isShown(one) && words(one))
      .map((one) => ({ text: words(one), spots: boxSpots(one.getBoundingClientRect()), element: one }));
    return [...names, ...degrees];
  }

  // Of annotations, ticks and moved symbols: leaders with the number of their record.
  const leadersOf = (map) => [
    ...[...map.querySelectorAll(".annotation > path:not(.halo)")].map((path) => ({ path, n: path.closest("[data-record]").dataset.record })),
    ...[...map.querySelectorAll(".sheet-leader")].map((path) => ({ path, n: "", text: "tick" })),
  ].filter(({ path }) => isShown(path));

  function ownShapes(n) {
    const event = geotrackPolar.held("geotrack-data").events.find((one) => `${one.n}` === n);
    return (event?.shapes ?? []).filter(({ kind }) => kind !== "region" && kind !== "line").length;
  }

  function measureMap(map) {
    const [marks, labels] = [marksOf(map), labelsOf(map)];
    const frame = map.getBoundingClientRect();
    const controls = [...document.querySelectorAll(".leaflet-control, .beyond-tab, .caption")]
      .filter((one) => (map.contains(one) || !one.closest(".leaflet-container")) && isShown(one) && !one.matches(".polar-cursor, :has(.polar-cursor)"))
      .map((one) => ({ text: one.className, box: one.getBoundingClientRect() })).filter(({ box }) => box.width);
    for (const { path, n, text } of leadersOf(map)) {
      const line = spotsOf(path);
      for (const mark of marks) {
        const near = Math.min(...line.flatMap((spot) => mark.discs.map((disc) => gap(spot, disc))));
        if (mark.n !== n && near < 0 && text !== "tick") report("leader over symbol", `${n} over ${mark.n}`, near, 0);
      }
    }
    for (const [i, label] of labels.entries()) {
      const meets = (spots, least_ = 0) => label.spots.some((a) => spots.some((b) => gap(a, b) < least_));
      const own = (mark) => label.n === mark.n;
      for (const mark of marks) {
        if (!own(mark) && meets(mark.discs)) report("label over symbol", `${label.text} / ${mark.n}`, "over", "beside");
        if (!own(mark) && meets(mark.number)) report("label over number", `${label.text} / ${mark.n}`, "over", "beside");
      }
      for (const other of labels.slice(0, i)) {
        if (meets(other.spots)) report("label over label", `${label.text} / ${other.text}`, "over", "beside");
      }
      for (const { text, box } of controls) {
        if (label.spots.some((spot) => toBox(spot, box) < spot.r)) report("label under control", `${label.text} / ${text}`, "under", "beside");
      }
      const isCut = label.spots.some(({ x, y, r }) => x - r < frame.left || x + r > frame.right || y - r < frame.top || y + r > frame.bottom);
      if (isCut) report("name cut", label.text, "cut", "whole");
      if (!label.n) continue;
      const shapes = [...map.querySelectorAll("path.event-shape")].filter((shape) => isShown(shape) && label.spots.some(({ x, y }) =>
        shape.isPointInFill(new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse()))));
      if (shapes.length > ownShapes(label.n)) report("label in footprint", label.text, shapes.length, ownShapes(label.n));
    }
    for (const [i, mark] of marks.entries()) {
      for (const other of marks.slice(0, i)) {
        const over = (a, b) => a.some((one) => b.some((two) => gap(one, two) < -1));
        if (over(mark.number, other.discs) || over(mark.discs, other.number) || over(mark.number, other.number)) {
          report("number covered", `${mark.n} / ${other.n}`, "over", "beside");
        }
      }
    }
  }

  // The part of a text that no element round it cuts off.
  function visibleBox(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    let { left, top, right, bottom } = range.getBoundingClientRect();
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
      if (at instanceof SVGElement || getComputedStyle(at).overflow === "visible") continue;
      const edge = at.getBoundingClientRect();
      [left, top, right, bottom] = [Math.max(left, edge.left), Math.max(top, edge.top), Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return { left, top, right, bottom };
  }

  // Texts that are seen: their size, and what their contrast is computed of.
  function textsOf() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const [node, one] = [walker.currentNode, walker.currentNode.parentElement];
      if (!node.data.trim() || one.closest("script, style, noscript, template, option, datalist, [inert]:not(.leaflet-container)") || !isShown(one)) continue;
      const box = visibleBox(node);
      if (box.right - box.left < 2 || box.bottom - box.top < 2) continue;
      const style = getComputedStyle(one);
      if (style.clip !== "auto" || style.clipPath !== "none") continue; // for screen readers alone
      const isSvg = one instanceof SVGElement;
      let opacity = 1;
      for (let at = one; at; at = at.parentElement) opacity *= parseFloat(getComputedStyle(at).opacity);
      if (isSvg) opacity *= parseFloat(style.fillOpacity);
      const size = parseFloat(style.fontSize) * (isSvg ? scaleOf(one) : (one.currentCSSZoom ?? 1));
      const text = `${node.data.trim().replace(/\s+/g, " ").slice(0, 60)} <${one.closest("[class]")?.getAttribute("class").split(" ")[0] ?? ""}>`;
      if (size < least - 0.01) report("text small", text, size, least);
      if (!isSvg && box.right > innerWidth + 1 && !paper) report("name cut", text, box.right, innerWidth);
      const clip = !isSvg && style.overflowX !== "visible" && style.overflowX !== "auto" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth;
      if (clip) report("name cut", text, one.scrollWidth, one.clientWidth);
      if (one.closest(":disabled, [aria-disabled=true]")) continue;
      const ink = isSvg ? style.fill : style.webkitTextFillColor;
      found.push({ text, ink, opacity, size, bold: Number(style.fontWeight) >= 700, box: [box.left, box.top, box.right, box.bottom] });
    }
    return found;
  }

  for (const map of document.querySelectorAll(".leaflet-container")) if (isShown(map)) measureMap(map);
  return { faults, texts: textsOf() };
}
