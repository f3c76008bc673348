// Scene selector in the masthead: previous, next, and a list of all scenes.
import { stepButton, titleOf } from "./caption.js";
import { element } from "../dom.js";
import { addTool } from "../chrome/toolbar.js";
import { onLanguage, translate, translateElement } from "../i18n.js";

/**
 * @param {number} total
 * @param {{back: () => void, forward: () => void, go: (n: number) => void}} acts
 * @param {(scene: Node[]) => void} print puts the text of a scene on paper
 * @returns {(n: number) => void} updates it after a step of the story
 */
export function addSceneSelector(total, { back, forward, go }, print) {
  const [previous, next] = [stepButton("story", "previous", back), stepButton("story", "next", forward)];
  const position = element("b");
  const title = element("span", { class: "story-title" });
  const list = /** @type {HTMLSelectElement} */ (element("select"));
  translateElement(list, { "aria-label": ["story.choose"] });
  list.addEventListener("change", () => go(Number(list.value)));
  const positionBox = element("div", { class: "story-at" }, [element("span", { "aria-hidden": "true" }, [position, title]), list]);
  const group = translateElement(element("div", { class: "story", role: "group" }, [previous, positionBox, next]), { "aria-label": ["story.title"] });
  addTool("story", group);

  let scene = 0;
  function update() {
    position.textContent = scene ? translate("story.at", { n: scene, total }) : translate("story.title");
    title.textContent = scene ? titleOf(scene) : translate("story.scenes", { n: total });
    const text = [...document.querySelectorAll(`#scene-${scene} .scene-text p`)].map((paragraph) => paragraph.textContent ?? "");
    const paragraphs = [`${position.textContent}: ${title.textContent}`, ...text].map((content) => element("p", {}, [content]));
    print(scene ? paragraphs : []);
    list.value = `${scene}`;
    previous.disabled = scene === 0;
    next.disabled = scene === total;
  }
  function fillList() {
    const labels = Array.from({ length: total }, (_, i) => translate("story.option", { n: i + 1, title: titleOf(i + 1) }));
    list.replaceChildren(
      ...[translate("story.overview"), ...labels].map((text, i) => element("option", { value: `${i}` }, [text])),
    );
    update();
  }
  onLanguage(fillList);
  fillList();
  return (n) => {
    scene = n;
    update();
  };
}
