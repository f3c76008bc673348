// Links to elsewhere open beside the page, which stays, and say nothing of it.

/** @param {Event} event */
function elsewhere({ target }) {
  const link = /** @type {Element} */ (target).closest?.("a[href]");
  if (link instanceof HTMLAnchorElement && /^(https?|mailto):$/.test(link.protocol)) {
    link.target = "_blank";
    link.rel = "noreferrer";
  }
}

/** The document's links have neither: with thousands of records that is a tenth of it. */
export function openLinksBeside() {
  for (const kind of ["click", "auxclick"]) document.addEventListener(kind, elsewhere, true);
}
