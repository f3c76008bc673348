// The part of the desk in a preview, which has no access to the desk: on request it reports what it shows.
import { presentView } from "./present-view.js";

window.geotrackPage.registerPlugin((page) => {
  const { map } = page;
  const present = presentView(page);
  // Its address opens once, and no other page has its state.
  page.address.setLink(null);
  // The origin of a sandboxed page is null; the address is still the desk's.
  const desk = new URL(location.href).origin;
  const answer = () => window.parent.postMessage(present(), desk);
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== desk) return;
    // A view that is on its way is not yet there.
    if (data.set === undefined) return map._animatingZoom || map._panAnim?._inProgress ? void map.once("moveend", answer) : answer();
    const { href } = location;
    location.hash = data.set;
    if (location.href === href) answer();
    else window.addEventListener("hashchange", answer, { once: true });
  });
  window.parent.postMessage("ready", desk);
});
