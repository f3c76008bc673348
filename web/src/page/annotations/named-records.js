// Which records the map names: these have their number and an annotation. The others are quiet: small, without a number.
import { addAnnotations } from "./annotations.js";
import { createSwitch } from "../marks/uncertainty-layer.js";

/** So many records have room for their numbers. */
const FEW = 20;

/** @typedef {{labels: readonly number[], numbers: readonly number[]}} SceneNames records with an annotation, and those that a scene is about */

export class NamedRecords {
  /** @param {import("../record-components.js").RecordParts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {L.Map | null} */
    this.map = null;
    /** @type {SceneNames | null} */
    this.scene = null;
    /** From this zoom on all have their numbers; not known until the page has set a view of its own. */
    this.near = Infinity;
    /** Whether all have a number, by the reader's choice or on paper; whether all have a name. */
    this.numbers = this.paper = this.names = false;
    this.annotate = () => {};
    /** Of the list of layers. */
    this.switches = {
      numbers: () => createSwitch("numbers", (on) => this.set({ numbers: on })),
      names: () => createSwitch("names", (on) => this.set({ names: on })),
    };
  }

  /** Records with an annotation, in order of importance. */
  get labels() {
    return this.scene?.labels ?? this.parts.data.labels ?? [];
  }

  /** The numbers of those that are not quiet; null where none is. */
  get loud() {
    const { map, scene, parts, near, numbers, paper } = this;
    if (!map || parts.many || numbers || paper || map.getZoom() >= near) return null;
    const loud = new Set([...this.labels, ...(scene?.numbers ?? [])]);
    const crowded = scene || [...parts.mapRecords.values()].filter(({ out }) => !out).length > FEW;
    return loud.size && crowded ? loud : null;
  }

  /** @param {Partial<NamedRecords>} state */
  set(state) {
    Object.assign(this, state);
    this.update();
    this.annotate();
  }

  /** Sets which symbols are quiet. */
  update() {
    const loud = this.loud;
    let [changed, anyQuiet] = [false, false];
    for (const record of this.parts.mapRecords.values()) {
      const quiet = loud !== null && !loud.has(record.event.n);
      changed ||= quiet !== record.quiet;
      anyQuiet ||= quiet && !record.out;
      record.quiet = quiet;
      record.madeMark?._icon?.classList.toggle("quiet", quiet);
    }
    document.body.classList.toggle("with-quiet", anyQuiet);
    if (changed && this.map) this.parts.apart(this.map);
  }

  /** To be called before symbols are laid out: that depends on their sizes. @param {L.Map} map */
  begin(map) {
    for (const record of this.parts.mapRecords.values()) {
      record.whenMarked((mark) => mark.on("add", () => mark._icon.classList.toggle("quiet", record.quiet)));
    }
    map.on("zoomend", this.update, this);
    for (const [when, paper] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
      window.addEventListener(when, () => this.set({ paper }));
    }
    this.set({ map });
  }

  /** @param {import("../query/query.js").PageQuery} query @param {Parameters<typeof addAnnotations>[3]} selection */
  follow(query, selection) {
    query.onChange(() => this.update());
    if (this.map && !this.parts.many) query.onChange((this.annotate = addAnnotations(this.map, this.parts.mapRecords, this, selection)));
  }

  /**
   * What the story calls.
   * @param {(numbers: readonly number[]) => void} hatch the regions of these alone; of none, those of all
   * @returns {import("../story/scene-view.js").RecordStory}
   */
  story(hatch) {
    return {
      show: (labels, numbers) => {
        hatch(numbers);
        // Old names would stand alone until the new ones come.
        this.map?.fire("scenechange");
        this.set({ scene: labels && { labels, numbers } });
      },
      fitting: () => this.set({ near: Infinity }),
      fitted: (zoom) => void (this.near = zoom + (this.map?.options.zoomDelta ?? 1)),
    };
  }
}
