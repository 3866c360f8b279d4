import pg from 'pg';
import { tell, workerInput } from '../measure/worker';
import type { Statement } from './product';

export interface BareInput {
  readonly url: string;
  readonly statements: readonly Statement[];
  readonly times: number;
}

export interface BareAnswer {
  readonly cpuMs: number;
  readonly statements: number;
}

/**
 * The statements of a sale, as they were sent, one after the other by nothing but the driver, on the database as it was before. Each time all of
 * them are one transaction that is taken back: what were transactions are savepoints.
 */
async function main({ url, statements, times }: BareInput): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const replay = async () => {
    await client.query('BEGIN');
    for (const { text, values } of statements) {
      const word = text.trim().split(/\s+/)[0]!.toUpperCase();
      if (word === 'BEGIN') await client.query('SAVEPOINT sale');
      else if (word === 'COMMIT') await client.query('RELEASE SAVEPOINT sale');
      else if (word === 'ROLLBACK') await client.query('ROLLBACK TO SAVEPOINT sale');
      else await client.query(text, [...values]);
    }
    await client.query('ROLLBACK');
  };
  for (let n = 0; n < 20; n++) await replay();
  const before = process.cpuUsage();
  for (let n = 0; n < times; n++) await replay();
  const { user, system } = process.cpuUsage(before);
  await client.end();
  tell({ cpuMs: (user + system) / 1_000 / times, statements: statements.length } satisfies BareAnswer);
}

void main(workerInput<BareInput>());
