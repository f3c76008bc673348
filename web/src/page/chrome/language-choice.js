// The languages of the page, to choose from.
import { button, element } from "../dom.js";
import { changed, part } from "../url/page-state.js";
import { tool } from "./toolbar.js";
import { language, languages, onLanguage, speak, worded } from "../i18n.js";

export function languageChoice() {
  const all = languages();
  const opened = language();
  part("lang", {
    read: () => (language() === opened ? "" : language()),
    write: (code) => speak(code || opened),
  });
  if (all.length < 2) return;
  const group = worded(element("div", { class: "languages", role: "group" }), { "aria-label": ["language.choose"] });
  const choices = all.map(([code, name]) => {
    const choice = button("", code.toUpperCase(), () => {
      speak(code);
      changed();
    });
    choice.lang = code;
    choice.setAttribute("aria-label", `${code.toUpperCase()} · ${name}`);
    return choice;
  });
  const tell = () => {
    choices.forEach((choice, i) => choice.setAttribute("aria-pressed", `${all[i][0] === language()}`));
  };
  group.append(...choices);
  tool("language", group);
  onLanguage(tell);
  tell();
}
