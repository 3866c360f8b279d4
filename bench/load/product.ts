import pg from 'pg';
import { readStackSettings } from '../../stack/src/env';
import { startInOneProcess } from '../../stack/src/one-process';
import { silentProgress } from '../../stack/src/progress';
import { answerQuestions, tell, workerInput } from '../measure/worker';

const PLENTY = { operations: 1e12, cost: 1e15, slowFrom: Infinity, atOnce: 1e6 };
/** Everything is counted and charged as always; it only never runs out. Sockets all come from one address here. */
const OUT_OF_REACH = { signedIn: PLENTY, anonymous: PLENTY };

export interface Statement {
  readonly database: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface ProductQuestion {
  /** `use`: what it has used until now; `record`, `recorded`: from when on, and what, it sends to Postgres. */
  readonly ask: 'use' | 'record' | 'recorded';
}

export interface ProductAnswer {
  readonly url?: string;
  readonly cpuMs?: number;
  readonly statements?: number;
  readonly sent?: readonly Statement[];
}

type Query = (this: pg.Client & { database: string }, ...args: unknown[]) => unknown;

let statements = 0;
let sent: Statement[] | null = null;

function countStatements(): void {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (...args) {
    statements++;
    sent?.push({ database: this.database, ...statementOf(args) });
    return query.apply(this, args);
  };
}

function statementOf([first, second]: unknown[]): Pick<Statement, 'text' | 'values'> {
  const asked = first as string | { text: string; values?: unknown[] };
  const values = (typeof asked === 'object' ? asked.values : undefined) ?? (Array.isArray(second) ? (second as unknown[]) : []);
  return { text: typeof asked === 'string' ? asked : asked.text, values: values.map(sendable) };
}

const sendable = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

async function main(environment: Record<string, string>): Promise<void> {
  countStatements();
  const stack = await startInOneProcess(readStackSettings(environment), environment, silentProgress, { gateway: { rates: OUT_OF_REACH } });
  answerQuestions<ProductQuestion>(({ ask }) => {
    const { user, system } = process.cpuUsage();
    if (ask === 'record') sent = [];
    const answer: ProductAnswer = { cpuMs: (user + system) / 1_000, statements, ...(ask === 'recorded' ? { sent: sent ?? [] } : {}) };
    if (ask === 'recorded') sent = null;
    return Promise.resolve(answer);
  });
  tell({ url: stack.gateway.url } satisfies ProductAnswer);
}

void main(workerInput<Record<string, string>>());
