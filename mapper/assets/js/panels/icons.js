/** The page's own icons, as strokes in a square of 20 pixels. */
export const ICONS = {
  previous: "M13 4 7 10l6 6M5 4v12",
  next: "m7 4 6 6-6 6M15 4v12",
  play: "M6 4v12l10-6Z",
  loop: "M4 11a6 6 0 0 0 11 3M16 9A6 6 0 0 0 5 6M5 2.5V6h3.5M15 17.5V14h-3.5",
  more: "M4 10h.01M10 10h.01M16 10h.01",
  pause: "M7 4v12M13 4v12",
  theme: "M10 3a7 7 0 1 0 7 7 5.5 5.5 0 0 1-7-7Z",
  print: "M6 8V3h8v5M6 15H3V8h14v7h-3M6 12h8v5H6Z",
  full: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5",
  close: "m5 5 10 10M15 5 5 15",
  menu: "M3 5h14M3 10h14M3 15h14",
  whole: "M3 9.5 10 3l7 6.5M5.5 8v8.5h9V8",
  right: "m4 10.5 4 4 8-9",
  unequal: "M4 7.5h12M4 12.5h12M13 4 7 16",
  speech: "M3 4h14v9H9l-4 3.5V13H3Z",
  fold: "m5 8 5 5 5-5",
};
