// Buttons that switch the language of the page.
import { button, element } from "../dom.js";
import { notifyChange, registerPart } from "../url/page-state.js";
import { addTool } from "./toolbar.js";
import { language, languages, onLanguage, setLanguage, translateElement } from "../i18n.js";

export function addLanguageChoice() {
  const available = languages();
  const initial = language();
  registerPart("lang", {
    read: () => (language() === initial ? "" : language()),
    write: (code) => setLanguage(code || initial),
  });
  if (available.length < 2) return;
  const group = translateElement(element("div", { class: "languages", role: "group" }), { "aria-label": ["language.choose"] });
  const choices = available.map(([code, name]) => {
    const choice = button("", code.toUpperCase(), () => {
      setLanguage(code);
      notifyChange();
    });
    choice.lang = code;
    choice.setAttribute("aria-label", `${code.toUpperCase()} · ${name}`);
    return choice;
  });
  const update = () => {
    choices.forEach((choice, i) => choice.setAttribute("aria-pressed", `${available[i][0] === language()}`));
  };
  group.append(...choices);
  addTool("language", group);
  onLanguage(update);
  update();
}
