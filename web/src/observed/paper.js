// Whether the page is being made ready for paper. What is drawn then goes to the printer as a picture.

let paper = false;

// Before the page's own listeners, which lay the map out for the sheet and copy its pictures.
globalThis.window?.addEventListener("beforeprint", () => void (paper = true), { capture: true });
globalThis.window?.addEventListener("afterprint", () => void (paper = false), { capture: true });

export const onPaper = () => paper;
