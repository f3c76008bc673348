// The part of the desk in a preview, which reaches nothing of it: it tells what it shows, when it is asked.
import { presentView } from "./present-view.js";

window.geotrackPage.further((page) => {
  const present = presentView(page);
  // Its address opens once, and no other page has its state.
  page.address.setLink(null);
  // The origin of a sandboxed page is null; the address is still the desk's.
  const desk = new URL(location.href).origin;
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source === window.parent && origin === desk && data === "present") window.parent.postMessage(present(), desk);
  });
});
