import pg from 'pg';
import { readStackSettings } from '../../stack/src/env';
import { startInOneProcess } from '../../stack/src/one-process';
import { silentProgress } from '../../stack/src/progress';
import { answerQuestions, tell, workerInput } from '../measure/worker';

const PLENTY = { operations: 1e12, cost: 1e15, slowFrom: Infinity, atOnce: 1e6 };

/** Everything is counted and charged as always; it only never runs out. */
const OUT_OF_REACH = { signedIn: PLENTY, anonymous: PLENTY };

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What the product is asked while it runs. */
export interface ProductQuestion {
  /** `use`: what it has used until now; `record`, `recorded`: from when on, and what, it sends to the payments' database. */
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

/** Counts what this process sends to Postgres. */
function countStatements(): void {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (...args) {
    statements++;
    if (sent && this.database.endsWith('payments')) sent.push(statementOf(args));
    return query.apply(this, args);
  };
}

function statementOf([first, second]: unknown[]): Statement {
  const asked = first as string | { text: string; values?: unknown[] };
  if (typeof asked === 'string') return { text: asked, values: Array.isArray(second) ? second.map(sendable) : [] };
  return { text: asked.text, values: (asked.values ?? (Array.isArray(second) ? second : [])).map(sendable) };
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
