// The map while it is printed: it has the sheet's scale, and what follows from a scale stays as on the screen.

/** See web/src/page/print/print.js, which sets it. @param {any} map */
export const isOnPaper = (map) => map.options.ratio !== undefined;
