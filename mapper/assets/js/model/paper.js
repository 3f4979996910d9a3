/** How a printed page shares its A4 sheets: map and legend on the first, sources under them or on a sheet of their own. */

const WIDE = { width: 277, height: 190, columns: 4 }; // millimetres inside the margins
const TALL = { width: 190, height: 276, columns: 3 };
const AROUND = 22; // millimetres of title and credits
const LETTER = 1.32; // millimetres a letter of the legend
const SAMPLE = 12.5; // of a sample and what stands around it
const ROW = 4.1;
const RAGGED = 1.1; // what the ends of rows waste
const COLUMN_LETTERS = 60; // of a citation on one line
const SOURCE_LINE = 2.45;
const MOST = 0.85; // of the plates' height that must be left to them for the sources to stand below

/**
 * Which way the sheet lies, the size of the plates in millimetres, and whether the sources stand apart, on a sheet of their own.
 * @param {number[]} sources  length of each citation
 * @param {number[][]} legend  length of each entry, list by list
 * @param {number} aspect  width of what is shown for its height
 */
export function paperPlan(sources, legend, aspect) {
  const [wide, tall] = [WIDE, TALL].map(({ width, height }) => {
    const rows = legend.map((list) =>
      Math.ceil((list.reduce((sum, length) => sum + length * LETTER + SAMPLE, 0) * RAGGED) / width),
    );
    return { width, height: Math.round(height - AROUND - rows.reduce((sum, count) => sum + count, 0) * ROW) };
  });
  const scale = (/** @type {{width: number, height: number}} */ size) => Math.min(size.width / aspect, size.height);
  const isTall = scale(tall) > scale(wide);
  const [most, { columns }] = isTall ? [tall, TALL] : [wide, WIDE];
  const { width } = most;
  const height = Math.min(most.height, Math.ceil(width / aspect));
  const lines = sources.reduce((sum, length) => sum + Math.ceil(length / COLUMN_LETTERS), 0);
  const below = Math.ceil(Math.ceil(lines / columns) * SOURCE_LINE) + 9;
  const left = most.height - below; // for the plates, with the sources under them
  const apart = left < height * MOST;
  return { tall: isTall, apart, width, height: apart ? height : Math.min(height, left) };
}
