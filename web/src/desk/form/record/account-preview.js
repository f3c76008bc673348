// Who says what of the record in the form, as its card will have it.

/** @typedef {{html: string} & import("../../../page/card/account-panels.js").Compared} Accounts */

/**
 * @param {Element} box @param {Accounts} accounts with an empty text if there are not several
 * @param {ReturnType<typeof import("../../page-frame.js").createPageFrame>} frame
 */
export function showAccounts(box, { html, ...areas }, frame) {
  // The desk's policy allows no styles in markup.
  const { body } = new DOMParser().parseFromString(html.replace(/(<[^>]*) style=/g, "$1 data-style="), "text/html");
  box.replaceChildren(...document.importNode(body, true).childNodes);
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-style]"))) part.style.cssText = part.dataset.style ?? "";
  // Its sources are those of the fields above.
  for (const link of box.querySelectorAll("sup")) link.remove();
  if (html) frame.map()?.drawPanels(box, areas);
}
