// Keys of the story; those that turn pages are what a presenter's remote control sends.
import { key } from "../keyboard.js";
import { narrow } from "../screen-size.js";

/**
 * @param {{back: () => void, on: () => void, go: (n: number) => void}} acts
 * @param {{total: number, at: () => number, presenting: () => boolean, toggleNotes: () => void}} told
 */
export function storyKeys({ back, on, go }, { total, at, presenting, toggleNotes }) {
  const group = /** @type {const} */ ("story");
  /** Elsewhere they scroll. @param {KeyboardEvent} event */
  const turns = ({ target }) =>
    presenting() || (at() > 0 && !narrow.matches && !(target instanceof Element && target.closest(".index, .caption, .leaflet-popup")));
  key("ArrowRight", "story.keys.next", on, { group });
  key("ArrowLeft", "story.keys.previous", back, { group });
  key("PageDown", "story.keys.next", on, { group, when: turns });
  key("PageUp", "story.keys.previous", back, { group, when: turns });
  key("Home", "story.keys.overview", () => go(0), { group, when: turns });
  key("End", "story.keys.last", () => go(total), { group, when: turns });
  if (document.querySelector(".scene-notes")) key("n", "story.keys.notes", toggleNotes, { group });
}
