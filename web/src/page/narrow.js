// Where the map is too small for a card, cards open in the list under it.

export const narrow = window.matchMedia(
  "(max-width: 760px), (max-width: 1000px) and (orientation: portrait)",
);
