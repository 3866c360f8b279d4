/** What of one table belongs into a person's export. */
export interface ExportSection {
  table: string;
  /** The name of its files; the table's where there is none. */
  name?: string;
  /** What it is, in a sentence. */
  about: string;
  /** Which rows are the person's: `$1` is their id. */
  where: string;
  /** In which order, by columns. */
  order: string;
  /** What each column means. No other is in the export. `sealed_number` is exported as `number`. */
  columns: Readonly<Record<string, string>>;
  /** SQL instead of the columns that their person is not shown as they are. */
  shownAs?: Readonly<Record<string, string>>;
  /** Columns that are encrypted (docs/decisions/field-encryption.md), by the column that is the primary key. */
  sealed?: {
    columns: readonly string[];
    key: string;
    /** Tells values from before they were encrypted, where there may still be some. */
    isInClear?: (value: string) => boolean;
  };
}

/** A section as it was read. */
export interface ExportedSection extends Pick<ExportSection, 'about' | 'columns'> {
  name: string;
  rows: Record<string, unknown>[];
}

/** The name of a column in an export. */
export const plainName = (column: string): string => column.replace(/^sealed_/, '');

/** A statement, `$1` the person. */
export const statementOf = ({ table, where, order, columns, shownAs = {}, sealed }: ExportSection): string => {
  const all = [...new Set([...Object.keys(columns), ...(sealed ? [sealed.key] : [])])];
  return `SELECT ${all.map((column) => (shownAs[column] ? `${shownAs[column]} AS "${column}"` : `"${column}"`)).join(', ')} FROM "${table}" WHERE ${where} ORDER BY ${order}`;
};
