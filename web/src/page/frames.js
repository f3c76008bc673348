// Work that is done once a frame, however often it is asked for.

/** @param {() => void} act @returns {() => void} asks for it at the next frame */
export function onceAFrame(act) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      act();
    });
  };
}
