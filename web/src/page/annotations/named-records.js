// Which records the map names: these have a number and an annotation. The others are quiet: small, without a number.
import { addAnnotations } from "./annotations.js";
import { createSwitch } from "../marks/uncertainty-layer.js";

/** Up to this many records, all have a number: there is room. */
const MAX_NUMBERED = 20;

/** @typedef {{labels: readonly number[], numbers: readonly number[]}} SceneNames records with an annotation, and records that the scene is about */

export class NamedRecords {
  /** @param {import("../record-components.js").RecordParts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {L.Map | null} */
    this.map = null;
    /** @type {SceneNames | null} */
    this.scene = null;
    /** From this zoom on all records have a number; known when the page has set its first view. */
    this.numberedZoom = Infinity;
    /** Whether all records have a number: by the reader's choice, or on paper. */
    this.numbers = this.paper = false;
    /** Whether all records have an annotation where there is room. */
    this.names = false;
    this.annotate = () => {};
    /** Create the switches in the list of layers. */
    this.switches = {
      numbers: () => createSwitch("numbers", (on) => this.set({ numbers: on })),
      names: () => createSwitch("names", (on) => this.set({ names: on })),
    };
  }

  /** Records with an annotation, in order of importance. */
  get labels() {
    return this.scene?.labels ?? this.parts.data.labels ?? [];
  }

  /** Records that the text beside the map refers to: these have an annotation wherever one can stand. */
  get cited() {
    return this.scene?.numbers ?? this.parts.data.cited ?? [];
  }

  /** Seas and straits in the map's title, each with its place. */
  get waters() {
    return this.parts.data.waters ?? [];
  }

  /** The numbers of the records that are not quiet; null if all are not. */
  get named() {
    const { map, scene, parts, numberedZoom, numbers, paper } = this;
    if (!map || parts.many || numbers || paper || map.getZoom() >= numberedZoom) return null;
    const named = new Set([...this.labels, ...(scene?.numbers ?? [])]);
    const crowded = scene || [...parts.mapRecords.values()].filter(({ out }) => !out).length > MAX_NUMBERED;
    return named.size && crowded ? named : null;
  }

  /** @param {Partial<NamedRecords>} state */
  set(state) {
    Object.assign(this, state);
    this.update();
    this.annotate();
  }

  /** Sets which symbols are quiet. */
  update() {
    if (this.parts.many) return; // None is quiet.
    const named = this.named;
    let [changed, anyQuiet] = [false, false];
    for (const record of this.parts.mapRecords.values()) {
      const quiet = named !== null && !named.has(record.event.n);
      changed ||= quiet !== record.quiet;
      anyQuiet ||= quiet && !record.out;
      record.quiet = quiet;
      record.madeMark?._icon?.classList.toggle("quiet", quiet);
    }
    document.body.classList.toggle("with-quiet", anyQuiet);
    if (changed && this.map) this.parts.apart(this.map);
  }

  /** To be called before symbols are laid out, since their sizes matter there. @param {L.Map} map */
  begin(map) {
    this.parts.mapRecords.whenMarked((record, mark) => mark.on("add", () => mark._icon.classList.toggle("quiet", record.quiet)));
    map.on("zoomend", this.update, this);
    for (const [when, paper] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
      window.addEventListener(when, () => this.set({ paper }));
    }
    this.set({ map });
  }

  /** Updates symbols and annotations with the query. @param {import("../query/query.js").PageQuery} query @param {Parameters<typeof addAnnotations>[3]} selection */
  follow(query, selection) {
    query.onChange(() => this.update());
    if (this.map && !this.parts.many) query.onChange((this.annotate = addAnnotations(this.map, this.parts.mapRecords, this, selection)));
  }

  /**
   * The functions that the story calls.
   * @param {(numbers: readonly number[]) => void} hatch hatches the regions of these records; without any, those of all
   * @returns {import("../story/scene-view.js").RecordStory}
   */
  story(hatch) {
    return {
      show: (labels, numbers) => {
        hatch(numbers);
        // Hides the annotations of the last scene until the new ones are drawn.
        this.map?.fire("scenechange");
        this.set({ scene: labels && { labels, numbers } });
      },
      beforeFit: () => this.set({ numberedZoom: Infinity }),
      afterFit: (zoom) => void (this.numberedZoom = zoom + (this.map?.options.zoomDelta ?? 1)),
    };
  }
}
