import { createHash } from 'node:crypto';
import pg, { type CustomTypesConfig } from 'pg';
import type { Database } from './database';

/** Whole rows of one Prisma model, as its client returns them, by a prepared statement. */
export type RowsOf<Row> = (db: Pick<Database<unknown>, 'prisma' | 'query'>, values: unknown[]) => Promise<Row[]>;

export interface RowsOptions<Row> {
  /** Fields that are not needed. */
  omit?: readonly string[];
  /** Every field that is a list: where the database has NULL, Prisma returns an empty one. */
  lists: { readonly [Field in keyof Row as Row[Field] extends readonly unknown[] ? Field : never]: true };
}

/** Nobody who has no lists need say so. */
type Options<Row> = object extends RowsOptions<Row>['lists'] ? [options?: Partial<RowsOptions<Row>>] : [options: RowsOptions<Row>];

/** What the generated client knows of its models, as far as we read it. */
interface DataModel {
  models: Record<string, { dbName?: string | null; fields: readonly DataField[] } | undefined>;
}

interface DataField {
  name: string;
  kind: string;
  type: string;
  dbName?: string;
}

/**
 * Reads like `findMany`, at a quarter of its price: what requests wait for most is read so. `condition` is what stands behind WHERE, an
 * ORDER BY included, with the database's names and `$1` for the first value. The columns are those of the Prisma schema, so that a
 * column added there is not forgotten here. Made once for each question, when its file is loaded.
 *
 * @example const venuesById = rowsOf<Venue>('Venue', 'id = ANY($1::uuid[])');
 */
export function rowsOf<Row extends object>(model: string, condition: string, ...[options]: Options<Row>): RowsOf<Row> {
  let statement: { name: string; text: string } | undefined;
  return (db, values) => {
    statement ??= write(db.prisma as { _runtimeDataModel: DataModel }, model, condition, options ?? {});
    return db.query<Row>({ ...statement, values, types: AS_PRISMA });
  };
}

/** What a transaction can do with a statement as text. */
interface RawTransaction {
  $queryRawUnsafe<Rows>(text: string, ...values: unknown[]): Promise<Rows>;
}

/**
 * The same inside a transaction, where the condition may end in a lock: `id = $1::uuid FOR SHARE`. Who has to wait for it reads the row as it is
 * afterwards, in one statement instead of two.
 */
export function rowsWithin<Row extends object>(
  model: string,
  condition: string,
  ...[options]: Options<Row>
): (tx: RawTransaction, client: unknown, values: unknown[]) => Promise<Row[]> {
  let text: string | undefined;
  return (tx, client, values) => {
    text ??= write(client as { _runtimeDataModel: DataModel }, model, condition, options ?? {}).text;
    return tx.$queryRawUnsafe<Row[]>(text, ...values);
  };
}

function write(
  client: { _runtimeDataModel: DataModel },
  model: string,
  condition: string,
  { omit = [], lists = {} }: { omit?: readonly string[]; lists?: object },
): { name: string; text: string } {
  const known = client._runtimeDataModel.models[model];
  if (!known) throw new Error(`The Prisma schema has no model ${model}.`);
  const fields = known.fields.filter(({ name, kind }) => (kind === 'scalar' || kind === 'enum') && !omit.includes(name));
  for (const { name, type } of fields) {
    if (UNLIKE_PRISMA.has(type)) throw new Error(`${model}.${name} is a ${type}: read it through Prisma.`);
  }
  const columns = fields.map(({ name, dbName = name }) => {
    if (name in lists) return `coalesce(${quote(dbName)}, '{}') AS ${quote(name)}`;
    return dbName === name ? quote(name) : `${quote(dbName)} AS ${quote(name)}`;
  });
  const text = `SELECT ${columns.join(', ')} FROM ${quote(known.dbName ?? model)} WHERE ${condition}`;
  return { name: `${model}_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`, text };
}

const quote = (name: string) => `"${name}"`;

/** What Prisma returns as objects of its own. */
const UNLIKE_PRISMA = new Set(['Decimal', 'Bytes']);

const { builtins } = pg.types;
const TEXT_ARRAY = 1009;
/** Below it are the types that every Postgres has; above, those of this database, which are enums and lists of enums. */
const FIRST_OWN_TYPE = 16_384;

const texts = pg.types.getTypeParser(TEXT_ARRAY as never, 'text') as (text: string) => unknown;
const timestamp = pg.types.getTypeParser(builtins.TIMESTAMPTZ, 'text') as (text: string) => unknown;

/** Dates without a zone are of UTC to Prisma, and of wherever the process runs to node-postgres. */
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.DATE, (text) => new Date(`${text}T00:00:00Z`)],
  [builtins.TIMESTAMP, (text) => new Date(`${text.replace(' ', 'T')}Z`)],
  [builtins.TIMESTAMPTZ, (text) => utcInstant(text) ?? timestamp(text)],
]);

/** Values as Prisma returns them, where node-postgres would return others. */
export const AS_PRISMA: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ??
    (oid < FIRST_OWN_TYPE ? pg.types.getTypeParser(oid, format as 'text') : labels)) as CustomTypesConfig['getTypeParser'],
};

/** No label begins with a brace: Prisma's are identifiers. */
const labels = (text: string) => (text.startsWith('{') ? texts(text) : text);

/** `2026-11-21 12:00:00.123+00`, as our sessions are told instants; null for what is written in another way. Rows hold many of them. */
function utcInstant(text: string): Date | null {
  const { length } = text;
  if (length < 22 || length > 26 || text[0] === '0' || text[4] !== '-' || text[13] !== ':' || !text.endsWith('+00')) return null;
  // Date takes the first hundred years for others. Prisma's instants have up to three digits behind the second, and trailing zeroes are not written.
  const fraction = length === 22 ? 0 : number(text, 20, length - 23) * 10 ** (26 - length);
  return new Date(
    Date.UTC(
      number(text, 0, 4),
      number(text, 5, 2) - 1,
      number(text, 8, 2),
      number(text, 11, 2),
      number(text, 14, 2),
      number(text, 17, 2),
      fraction,
    ),
  );
}

function number(text: string, at: number, digits: number): number {
  let value = 0;
  for (let n = at; n < at + digits; n++) value = value * 10 + text.charCodeAt(n) - 48;
  return value;
}
