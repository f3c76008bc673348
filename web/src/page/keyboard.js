// Keyboard handling, and the list of shortcuts that "?" opens. The keys themselves: keyboard-shortcuts.js.
//
//   bind(MEASURE, toggle);                                      a shortcut of keyboard-shortcuts.js, and what it does
//   bind(NEXT_SCENE, next, (event) => presenting());            only while that holds; the list shows it always
//   key("o", "observed.middle", show, { group: "map" });        one that a plugin adds
//
// No key works with Ctrl, Alt or Meta, while the reader types, or while a dialog is open; space and Enter not on
// controls that they press, arrows not where they move something. Of two shortcuts with one key the one that was
// bound last is called; if it returns false, the one before it.
import { button, element } from "./dom.js";
import { SHORTCUTS } from "./keyboard-shortcuts.js";
import { addTool } from "./chrome/toolbar.js";
import { translate, translateElement } from "./i18n.js";

/** Headings of the list, in its order. */
const GROUPS = /** @type {const} */ (["records", "map", "time", "story", "page"]);

/** @typedef {typeof GROUPS[number]} Group */

/**
 * @typedef {object} Binding
 * @property {string[]} names
 * @property {string} text key of what it does
 * @property {(event: KeyboardEvent) => unknown} act
 * @property {Group} group
 * @property {(event: KeyboardEvent) => boolean} when
 */

/** @type {Binding[]} */
const bindings = [];

/**
 * Adds a shortcut.
 * @param {string | string[]} names as in KeyboardEvent.key @param {string} text key of its description
 * @param {(event: KeyboardEvent) => unknown} act
 * @param {{group?: Group, when?: (event: KeyboardEvent) => boolean}} [options]
 */
export function key(names, text, act, { group = "page", when = () => true } = {}) {
  bindings.push({ names: [names].flat(), text, act, group, when });
}

/**
 * Adds a shortcut of keyboard-shortcuts.js.
 * @param {import("./keyboard-shortcuts.js").Shortcut} shortcut @param {(event: KeyboardEvent) => unknown} act
 * @param {(event: KeyboardEvent) => boolean} [when]
 */
export const bind = ([names, text, group], act, when) => key(names, text, act, { group, when });

const TYPED_IN = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable=""], [contenteditable="true"]';
const PRESSED = "button, a[href], summary, input, [role='radio'], [role='slider'], [role='button'], .leaflet-marker-icon";
const MOVED = "input, [role='radio'], [role='slider'], [role='tab'], .leaflet-container, .moved-by-arrows";

/** Whether a key event is for the page. @param {KeyboardEvent} event */
function isForPage({ key: name, target, ctrlKey, metaKey, altKey, defaultPrevented, isComposing }) {
  if (ctrlKey || metaKey || altKey || defaultPrevented || isComposing) return false;
  const focus = target instanceof Element ? target : document.body;
  if (focus.closest(`${TYPED_IN}, [role="menu"]`) || document.querySelector("dialog[open]")) return false;
  if (name === " " || name === "Enter") return !focus.closest(PRESSED);
  return !name.startsWith("Arrow") || !focus.closest(MOVED);
}

/** Whether single-character shortcuts work; readers with speech input may turn them off. */
let single = true;

/** What a letter is called in a binding, in either case. @param {string} name */
const bindingName = (name) => (name.length === 1 ? name.toLowerCase() : name);

/** @param {KeyboardEvent} event */
function handleKey(event) {
  if (!isForPage(event) || (!single && event.key.length === 1 && event.key !== " ")) return;
  for (const { names, act, when } of [...bindings].reverse()) {
    if (!names.includes(bindingName(event.key)) || !when(event) || act(event) === false) continue;
    event.preventDefault();
    return;
  }
}

/** As it stands on a keyboard. */
const CAPS = /** @type {Record<string, string>} */ ({
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  Enter: "↵",
  "-": "−",
});

/** @param {string} name */
const keyCap = (name) => {
  const keyElement = element("kbd");
  if (name === " " || name === "Escape" || name === "Backspace") translateElement(keyElement, { text: [`keys.caps.${name.trim() || "Space"}`] });
  else keyElement.textContent = CAPS[name] ?? (name.length === 1 ? name.toUpperCase() : name);
  return keyElement;
};

/** Second characters of a key, which the list leaves out. */
const UNLISTED = new Set(["=", "_"]);

/** The list as it stands now: what is registered, by group. */
function shortcutList() {
  return GROUPS.flatMap((group) => {
    const rows = bindings
      .filter((binding) => binding.group === group)
      .flatMap(({ names, text }) => [element("dt", {}, names.filter((name) => !UNLISTED.has(name)).map(keyCap)), element("dd", {}, [translate(text)])]);
    if (!rows.length) return [];
    const heading = element("h3", {}, [translate(`keys.groups.${group}`)]);
    return element("section", {}, [heading, element("dl", {}, rows)]);
  });
}

/** Adds the list of shortcuts with its button, and starts handling keys. */
export function startKeyboard() {
  const title = translateElement(element("h2", { id: "keys-title" }), { text: ["keys.title"] });
  const body = element("div", { class: "keys-list" });
  const update = () => translateElement(letters, { text: [`keys.single.${single ? "on" : "off"}`] });
  const letters = button("chip keys-single", "", () => {
    single = !single;
    update();
  });
  update();
  const close = translateElement(button("keys-close", "×", () => dialog.close()), { "aria-label": ["keys.close"] });
  const dialog = /** @type {HTMLDialogElement} */ (
    element("dialog", { class: "keys", "aria-labelledby": title.id }, [title, close, letters, body])
  );
  document.body.append(dialog);
  const open = () => {
    body.replaceChildren(...shortcutList());
    dialog.showModal();
  };
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.stopPropagation(); // only the dialog closes, not the card under it
    if (event.key !== "?") return;
    event.preventDefault();
    dialog.close();
  });
  const opener = translateElement(button("keys-open", "?", open), { "aria-label": ["keys.title"], title: ["keys.title"] });
  opener.setAttribute("aria-haspopup", "dialog");
  addTool("keys", opener);
  bind(SHORTCUTS, open);
  document.addEventListener("keydown", handleKey);
}

/** Focuses and presses a button of the page. @param {string} selector */
export function press(selector) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  button?.focus();
  button?.click();
}
