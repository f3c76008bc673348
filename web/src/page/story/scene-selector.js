// Scene selector in the masthead: previous, next, and a list of all scenes.
import { stepButton, titleOf } from "./caption.js";
import { element } from "../dom.js";
import { addTool } from "../chrome/toolbar.js";
import { onLanguage, translate, translateElement } from "../i18n.js";

/**
 * @param {number} total
 * @param {{back: () => void, on: () => void, go: (n: number) => void}} acts
 * @param {(scene: Node[]) => void} print puts the text of a scene on paper
 * @returns {(n: number) => void} tells where the story is
 */
export function addSceneSelector(total, { back, on, go }, print) {
  const [previous, next] = [stepButton("story", "previous", back), stepButton("story", "next", on)];
  const where = element("b");
  const title = element("span", { class: "story-title" });
  const list = /** @type {HTMLSelectElement} */ (element("select"));
  translateElement(list, { "aria-label": ["story.choose"] });
  list.addEventListener("change", () => go(Number(list.value)));
  const place = element("div", { class: "story-at" }, [element("span", { "aria-hidden": "true" }, [where, title]), list]);
  const group = translateElement(element("div", { class: "story", role: "group" }, [previous, place, next]), { "aria-label": ["story.title"] });
  addTool("story", group);

  let now = 0;
  function update() {
    where.textContent = now ? translate("story.at", { n: now, total }) : translate("story.title");
    title.textContent = now ? titleOf(now) : translate("story.scenes", { n: total });
    const text = [...document.querySelectorAll(`#scene-${now} .scene-text p`)].map((one) => one.textContent ?? "");
    const said = [`${where.textContent}: ${title.textContent}`, ...text].map((one) => element("p", {}, [one]));
    print(now ? said : []);
    list.value = `${now}`;
    previous.disabled = now === 0;
    next.disabled = now === total;
  }
  function name() {
    const named = Array.from({ length: total }, (_, i) => translate("story.option", { n: i + 1, title: titleOf(i + 1) }));
    list.replaceChildren(
      ...[translate("story.overview"), ...named].map((text, i) => element("option", { value: `${i}` }, [text])),
    );
    update();
  }
  onLanguage(name);
  name();
  return (n) => {
    now = n;
    update();
  };
}
