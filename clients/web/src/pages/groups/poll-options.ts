/** Most answers that a poll may have. */
const MOST = 20;

/** Answers as they were written, one a line: each once. Null: a poll needs two at least, and has twenty at most. */
export function optionsIn(written: string): { text: string }[] | null {
  const lines = [...new Set(written.split('\n').map((line) => line.trim()))].filter(Boolean);
  return lines.length < 2 || lines.length > MOST ? null : lines.map((text) => ({ text }));
}
