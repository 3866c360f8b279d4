import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { answerQuestions, tell, workerInput } from '../measure/worker';
import type { Statement } from './product';

export interface BareInput {
  /** Of the server; statements name their databases. */
  readonly server: string;
  readonly statements: readonly Statement[];
  readonly answer: string;
}

export interface BareAnswer {
  readonly url?: string;
  readonly cpuMs?: number;
  readonly failures?: number;
}

/**
 * What nobody can do with less: a request over HTTP, its body parsed, the statements of one operation as they were recorded, bytes known
 * beforehand. What writes is taken back, so that the same can be sent again and again.
 */
async function main({ server, statements, answer }: BareInput): Promise<void> {
  const pools = new Map<string, pg.Pool>();
  for (const { database } of statements) {
    if (pools.has(database)) continue;
    const url = new URL(server);
    url.pathname = `/${database}`;
    pools.set(database, new pg.Pool({ connectionString: url.href, max: 10 }));
  }
  let failures = 0;
  const handle = async () => {
    const clients = new Map<string, pg.PoolClient>();
    try {
      for (const [name, pool] of pools) clients.set(name, await pool.connect());
      for (const { database, text, values } of statements)
        await clients.get(database)!.query(text.trim().toUpperCase() === 'COMMIT' ? 'ROLLBACK' : text, [...values]);
    } catch {
      failures++;
      for (const client of clients.values()) await client.query('ROLLBACK').catch(() => undefined);
    } finally {
      for (const client of clients.values()) client.release();
    }
  };
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      void handle().then(() => response.writeHead(200, { 'content-type': 'application/json' }).end(answer));
    });
  });
  http.listen(0, '127.0.0.1', () => {
    answerQuestions<object>(() => {
      const { user, system } = process.cpuUsage();
      return Promise.resolve({ cpuMs: (user + system) / 1_000, failures });
    });
    tell({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/` } satisfies BareAnswer);
  });
}

void main(workerInput<BareInput>());
