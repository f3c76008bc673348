// Which records the map names: these have their number and an annotation. The others are quiet: small, without a number.

/** So many records have room for their numbers. */
const FEW = 20;

/** @typedef {import("../records.js").RecordParts} RecordParts */
/** @typedef {{labels: readonly number[], numbers: readonly number[]}} SceneNames records with an annotation, and those that a scene is about */

/**
 * @param {RecordParts} parts
 * @returns the names of a map: `labels` in order of importance
 */
export function namedRecords({ data, mapRecords, many, apart }) {
  /** @type {import("../marks/map-record.js").MapRecord[]} */
  let records = [];
  /** @type {L.Map | null} */
  let map = null;
  /** @type {SceneNames | null} */
  let scene = null;
  /** From this zoom on all have their numbers; not known until the page has set a view of its own. */
  let near = Infinity;
  let [all, paper] = [false, false];

  const labels = () => scene?.labels ?? data.labels ?? [];

  /** The numbers of those that are not quiet; null where none is. */
  function loud() {
    if (!map || many || all || paper || map.getZoom() >= near) return null;
    const named = new Set([...labels(), ...(scene?.numbers ?? [])]);
    const crowded = scene || records.filter(({ out }) => !out).length > FEW;
    return named.size && crowded ? named : null;
  }

  function update() {
    const named = loud();
    let changed = false;
    for (const record of records) {
      const quiet = named !== null && !named.has(record.event.n);
      changed ||= quiet !== record.quiet;
      record.quiet = quiet;
      record.madeMark?._icon?.classList.toggle("quiet", quiet);
    }
    document.body.classList.toggle("with-quiet", named !== null);
    if (changed && map) apart(map);
  }

  return {
    labels,
    update,
    /** @param {L.Map} made */
    begin(made) {
      map = made;
      records = [...mapRecords.values()];
      for (const record of records) {
        record.whenMarked((mark) => mark.on("add", () => mark._icon.classList.toggle("quiet", record.quiet)));
      }
      // Before the symbols are laid out, which depends on their sizes.
      map.on("zoomend", update);
      for (const [when, on] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
        window.addEventListener(when, () => {
          paper = on;
          update();
        });
      }
      update();
    },
    /** The page is about to set a view of its own: numbers are those of that view. */
    fitting() {
      near = Infinity;
      update();
    },
    /** It has set it, or moves there. @param {number} zoom */
    fitted: (zoom) => void (near = zoom + (map?.options.zoomDelta ?? 1)),
    /** @param {SceneNames | null} now */
    show(now) {
      scene = now;
      update();
    },
    /** All numbers, or those of the named records. @param {boolean} on */
    showAll(on) {
      all = on;
      update();
    },
  };
}
