/**
 * Where numbers are kept beyond this installation, for whoever evaluates them. Adapters stand behind this interface: `http-warehouse.ts` sends
 * lines of JSON to an address, `file-warehouse.ts` puts them into the store for files. There is none by default: nothing leaves.
 */
export interface Warehouse {
  readonly name: string;
  /**
   * Takes a batch whole. The same batch may come twice, under the same id.
   *
   * @throws WarehouseFault, and nothing else: it is not there, and comes again later
   */
  send(batch: WarehouseBatch): Promise<void>;
}

export interface WarehouseBatch {
  /** What kind of rows. */
  stream: string;
  /** The same whenever it is sent again. */
  id: string;
  /** When it was first put together. */
  at: Date;
  rows: readonly object[];
}

/** A batch was not taken. */
export class WarehouseFault extends Error {
  override name = 'WarehouseFault';

  constructor(
    message: string,
    /** Not to be asked again before so many milliseconds; null: as usual. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

/** One row a line, with a line feed behind each. */
export const linesOf = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
