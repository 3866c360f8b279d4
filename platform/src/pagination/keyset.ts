import { join, raw, sqltag as sql, type Sql } from '@prisma/client/runtime/client';
import { isId } from '../input';
import { parsePage, toConnection, type Connection, type Page, type PageArguments, type PageSizes } from './connection';
import { foreignCursor, type SortKey } from './cursor';

/** What a column of a sort key holds: an instant, a whole number of 32 bits, any finite number, text, an id. The last column is unique. */
export type KeyPart = 'time' | 'integer' | 'number' | 'text' | 'id';

const SQL_TYPES: Record<KeyPart, string> = { time: 'timestamptz', integer: 'int', number: 'float8', text: 'text', id: 'uuid' };

/** A column's value as a row holds it. */
type Value = Date | string | number;

/** One list of many of a kind, for example the messages of one room: its cursors are refused by the others. */
export interface PageOptions extends PageSizes {
  of?: string;
}

/**
 * A list that is read page by page after the sort key of its last row. How its cursors are checked, compared and written is said here
 * once: `page` checks the arguments, `prisma`, `sql` or `tagged` read `limit + 1` rows, `connection` makes the page of them.
 *
 * @example const newestFirst = new Keyset('ordersOfUser', { createdAt: 'time', id: 'id' }, 'greatest first');
 */
export class Keyset<Column extends string> {
  private readonly columns: readonly Column[];

  constructor(
    private readonly list: string,
    private readonly key: Readonly<Record<Column, KeyPart>>,
    private readonly order: 'greatest first' | 'least first',
  ) {
    this.columns = Object.keys(key) as Column[];
  }

  /** Checks the four Relay arguments, and that a cursor is one of this list. */
  page(args: PageArguments, { of, ...sizes }: PageOptions = {}): Page {
    const list = of === undefined ? this.list : `${this.list}:${of}`;
    const page = parsePage(args, { list, keyLength: this.columns.length, ...sizes });
    if (page.from?.some((part, at) => !fits(part, this.key[this.columns[at]!]))) throw foreignCursor(page.backward ? 'before' : 'after');
    return page;
  }

  /** For `findMany` of a table with these columns; `where` is the list itself. */
  prisma<Where extends object>(page: Page, where: Where) {
    const descending = this.isDescending(page);
    return {
      where: { AND: page.from ? [where, this.beyond(page.from, descending) as Where] : [where] },
      orderBy: this.columns.map((column) => ({ [column]: descending ? ('desc' as const) : ('asc' as const) })),
      take: page.limit + 1,
    };
  }

  /**
   * For prepared statements: the condition and the order over these SQL columns, and the values of the condition's parameters, the first
   * of which is `$<at>`. `variant` belongs into the statement's name, because text and number of parameters differ by page.
   */
  sql(page: Page, columns: Readonly<Record<Column, string>>, at: number) {
    const descending = this.isDescending(page);
    const names = this.columns.map((column) => columns[column]);
    const parameters = this.columns.map((column, index) => `$${at + index}::${SQL_TYPES[this.key[column]]}`);
    return {
      condition: page.from ? `(${names.join(', ')}) ${descending ? '<' : '>'} (${parameters.join(', ')})` : 'TRUE',
      order: names.map((name) => `${name} ${descending ? 'DESC' : 'ASC'}`).join(', '),
      values: page.from ? [...page.from] : [],
      variant: `${page.from ? 'from' : 'first'}_${descending ? 'down' : 'up'}`,
    };
  }

  /** For `$queryRaw`: the condition and the order over these SQL columns, to be put into a tagged statement. */
  tagged(page: Page, columns: Readonly<Record<Column, Sql>>) {
    const descending = this.isDescending(page);
    const names = this.columns.map((column) => columns[column]);
    const direction = raw(descending ? ' DESC' : ' ASC');
    const parameters = (page.from ?? []).map((part, at) => sql`${part}${raw(`::${SQL_TYPES[this.key[this.columns[at]!]]}`)}`);
    return {
      condition: page.from ? sql`(${join(names)}) ${raw(descending ? '<' : '>')} (${join(parameters)})` : sql`TRUE`,
      order: join(names.map((name) => sql`${name}${direction}`)),
    };
  }

  /** The page of rows in fetch order, up to `limit + 1` of them. Where a row is not the node, say what is; `totalCount` is asked only when the client wants it. */
  connection<Row extends Readonly<Record<Column, Value>>, Node = Row>(
    rows: readonly Row[],
    page: Page,
    more?: { node?: (row: Row) => Node; totalCount?: number | (() => Promise<number>) },
  ): Connection<Node> {
    return toConnection<Row, Node>(rows, page, (row): SortKey => this.columns.map((column) => written(row[column])), more);
  }

  private isDescending({ backward }: Page): boolean {
    return (this.order === 'greatest first') !== backward;
  }

  /** (a, b) < (x, y) as Prisma can say it: a < x, or a = x and b < y. */
  private beyond(from: SortKey, descending: boolean): object {
    const parts = from.map((part, at) => (this.key[this.columns[at]!] === 'time' ? new Date(String(part)) : part));
    const side = descending ? 'lt' : 'gt';
    return {
      OR: this.columns.map((column, at) => ({
        ...Object.fromEntries(this.columns.slice(0, at).map((before, index) => [before, parts[index]])),
        [column]: { [side]: parts[at] },
      })),
    };
  }
}

const written = (value: Value): string | number => (value instanceof Date ? value.toISOString() : value);

/** A client can write what it likes into a cursor: what its column cannot hold never reaches the database. */
function fits(part: string | number | null, kind: KeyPart): boolean {
  if (kind === 'number') return typeof part === 'number';
  if (kind === 'integer') return Number.isInteger(part) && Math.abs(part as number) < 2 ** 31;
  if (typeof part !== 'string') return false;
  if (kind === 'text') return true;
  if (kind === 'id') return isId(part);
  return isInstant(part);
}

/** As `toISOString` writes it: JavaScript reads more than that, which Postgres does not. Nor does Postgres know the year 0. */
const isInstant = (text: string): boolean =>
  /^\d{4}-/.test(text) && !text.startsWith('0000') && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;
