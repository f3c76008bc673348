// Inputs whose text is not the stored value itself, as a number or a list of words.
import { bindText } from "./fields.js";

/**
 * As bindText, but never rewrites what is being typed: the stored value may lack a comma or zero that was just typed.
 * @param {HTMLInputElement} box
 * @param {() => any} read @param {(value: string | undefined) => void} write
 */
export const bindOutsideFocus = (box, read, write) =>
  bindText(box, () => (document.activeElement === box ? box.value.trim() : read()), write);

/** The parts of a text with commas. @param {string | undefined} value */
export const partsOf = (value) => value?.split(",").map((part) => part.trim()).filter(Boolean);
