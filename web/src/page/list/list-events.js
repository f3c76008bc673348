// The list is heard as a whole: thousands of lines need no ears of their own.

/**
 * @param {HTMLElement} list
 * @param {object} on
 * @param {(n: number) => void} on.choose
 * @param {(n: number, on: boolean) => void} on.hover a line is pointed at, or no more
 * @param {(click: Event) => void} on.follow a click in a record's card
 * @param {(n: number) => boolean} on.placed whether a record is on the map
 */
export function hearList(list, { choose, hover, follow, placed }) {
  /** @param {EventTarget | null} target */
  const lineOf = (target) => {
    const line = /** @type {Element | null} */ (target)?.closest(".record");
    return line ? Number(line.getAttribute("data-record")) : null;
  };
  list.addEventListener("click", (click) => {
    const n = lineOf(click.target);
    if (n === null) return;
    if (/** @type {Element} */ (click.target).closest(".pick")) choose(n);
    else follow(click);
  });
  /** @type {number | null} */
  let over = null;
  /** @param {number | null} n */
  const point = (n) => {
    if (n === over) return;
    if (over !== null) hover(over, false);
    over = n;
    if (n !== null) hover(n, true);
  };
  list.addEventListener("mouseover", ({ target }) => point(lineOf(target)));
  list.addEventListener("mouseleave", () => point(null));
  // What a line does is said of the one that has the focus: of all at once it would be said thousands of times.
  list.addEventListener("focusin", ({ target }) => {
    const pick = /** @type {Element} */ (target).closest(".pick");
    if (pick && placed(lineOf(pick) ?? 0)) pick.setAttribute("aria-describedby", "how-to-pick");
  });
}
