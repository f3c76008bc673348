// Links: to a record, which select it; to other sites, which open in a new tab without a referrer.

/** @param {Event} event */
function openInNewTab({ target }) {
  const link = /** @type {Element} */ (target).closest?.("a[href]");
  if (link instanceof HTMLAnchorElement && /^(https?|mailto):$/.test(link.protocol)) {
    link.target = "_blank";
    link.rel = "noreferrer";
  }
}

/** The links get their attributes when they are clicked: with thousands of records these would be a tenth of the document. */
export function openLinksInNewTab() {
  for (const kind of ["click", "auxclick"]) document.addEventListener(kind, openInNewTab, true);
}

/** A listener to clicks on links to records. @param {(n: number) => void} choose @returns {(click: Event) => void} */
export const onRecordLink = (choose) => (click) => {
  const link = /** @type {Element} */ (click.target).closest("a[href^='#record-']");
  if (!link) return;
  click.preventDefault();
  choose(Number(link.getAttribute("href")?.slice("#record-".length)));
};
