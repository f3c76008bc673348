// The operations of a JSON patch (RFC 6902) that remedies of findings use.

/** @typedef {{op: string, path: string, value?: any}} Step */

/** @param {string} key */
const unescaped = (key) => key.replaceAll("~1", "/").replaceAll("~0", "~");

/** Changes a Feature in place. @param {any} feature @param {Step[]} patch */
export function applyPatch(feature, patch) {
  for (const { op, path, value } of patch) {
    const keys = path.split("/").slice(1).map(unescaped);
    const last = /** @type {string} */ (keys.pop());
    const parent = keys.reduce((part, key) => part[key], feature);
    if (op === "remove") Array.isArray(parent) ? parent.splice(Number(last), 1) : delete parent[last];
    else if (Array.isArray(parent) && last === "-") parent.push(value);
    else parent[last] = value;
  }
}
