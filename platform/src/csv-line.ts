/** A cell that a program wrote as a number, in digits: it may be below nothing. */
export interface NumberCell {
  readonly number: string;
}

/** A line of a table (RFC 4180). */
export const csvLine = (cells: readonly (string | NumberCell)[]): string => `${cells.map(written).join(',')}\r\n`;

const written = (cell: string | NumberCell): string => (typeof cell === 'string' ? quoted(harmless(cell)) : cell.number);

/** People write some of it: a program that opens the file must not take their words for a formula. */
const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
