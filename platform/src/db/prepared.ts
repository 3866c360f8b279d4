import pg from 'pg';
import { serialize } from 'pg-protocol';
import type { Statement } from './database';

/** The parts of node-postgres's connection that are needed here; its types do not tell them. */
interface Connection {
  readonly stream: { write(bytes: Buffer): boolean; readonly writable: boolean };
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
}

interface FieldDescription {
  readonly name: string;
  readonly dataTypeID: number;
}

type Parser = (text: string) => unknown;

/** How the rows of one statement are read. */
interface Shape {
  readonly names: readonly string[];
  readonly parsers: readonly Parser[];
  /** With every name and no value. */
  readonly empty: object;
}

type Callback<Row> = (error: Error | null | undefined, rows?: Row[]) => void;

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;
const EXECUTE_AND_SYNC = Buffer.concat([serialize.execute(), serialize.sync()]);
const DESCRIBE = serialize.describe({ type: 'P' });

/** What each connection has told about the columns of its prepared statements. They stay so: Postgres refuses to run one whose columns changed. */
const shapes = new WeakMap<Connection, Map<string, Shape>>();

/**
 * One run of a prepared statement, as node-postgres takes queries of other makes. It differs from its own in two things that cost it
 * most of its time: it asks for the columns once for each connection and not at every run, and it sends what it has to say in one piece.
 */
export class PreparedQuery<Row extends object> {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
  /** Set by the client. */
  callback: Callback<Row> | undefined;
  private readonly rows: Row[] = [];
  private shape: Shape | undefined;
  private known: Map<string, Shape> | undefined;
  private unreadable: Error | undefined;

  constructor(private readonly statement: Statement) {
    this.name = statement.name;
    this.text = statement.text;
    this.values = statement.values;
  }

  /** Called by the client when it is this query's turn. An error that is answered was found before anything was sent. */
  submit(connection: Connection): Error | null {
    const { name, text } = this;
    const previous = connection.parsedStatements[name] ?? connection.submittedNamedStatements[name];
    if (previous !== undefined && previous !== text) return new Error(`The name "${name}" stands for another statement already.`);
    let bind: Buffer;
    try {
      bind = serialize.bind({ statement: name, values: this.values, valueMapper: prepareValue });
    } catch (error) {
      return error as Error;
    }
    const pieces: Buffer[] = [];
    if (previous === undefined) {
      pieces.push(serialize.parse({ name, text }));
      connection.submittedNamedStatements[name] = text;
    }
    pieces.push(bind);
    this.known = shapesOf(connection);
    this.shape = this.known.get(name);
    if (!this.shape) pieces.push(DESCRIBE);
    pieces.push(EXECUTE_AND_SYNC);
    if (connection.stream.writable) connection.stream.write(Buffer.concat(pieces));
    return null;
  }

  handleRowDescription({ fields }: { fields: readonly FieldDescription[] }): void {
    const types = this.statement.types ?? pg.types;
    this.shape = {
      names: fields.map(({ name }) => name),
      parsers: fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text') as Parser),
      empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
    };
    this.known!.set(this.name, this.shape);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    if (this.unreadable) return;
    const { names, parsers, empty } = this.shape!;
    const row = { ...empty } as Record<string, unknown>;
    try {
      for (let at = 0; at < fields.length; at++) {
        const value = fields[at];
        if (value !== null) row[names[at]!] = parsers[at]!(value!);
      }
    } catch (error) {
      // What follows on the connection must still be read.
      this.unreadable = error as Error;
    }
    this.rows.push(row as Row);
  }

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handlePortalSuspended(): void {}

  handleReadyForQuery(): void {
    this.callback?.(this.unreadable, this.rows);
  }

  handleError(error: Error): void {
    this.callback?.(error);
  }
}

function shapesOf(connection: Connection): Map<string, Shape> {
  let known = shapes.get(connection);
  if (!known) shapes.set(connection, (known = new Map()));
  return known;
}

/** Runs the statement on a free connection of the pool. */
export const runPrepared = <Row extends object>(pool: pg.Pool, statement: Statement): Promise<Row[]> =>
  (pool.query as unknown as (query: PreparedQuery<Row>) => Promise<Row[]>).call(pool, new PreparedQuery<Row>(statement));
