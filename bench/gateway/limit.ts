import { readFileSync } from 'node:fs';
import { Pool, type Dispatcher } from 'undici';
import { workerInput } from '../measure/worker';
import { serveBarely } from './bare-server';
import { JSON_HEADERS, send, textOf } from './http-client';

/** One request of a recorded operation, and which others have to be answered before it can be made. */
export interface RecordedFetch {
  readonly url: string;
  readonly body: string;
  readonly after: readonly number[];
}

export interface LimitInput {
  readonly port: number;
  readonly fetches: readonly RecordedFetch[];
  readonly answer: string;
}

/**
 * The physical limit: makes the very requests that a gateway made for the operation, in its order, parses each answer, and sends the
 * answer that it knew all along. It plans, merges and shapes nothing, so no gateway on Node that makes these requests can be faster.
 */
function main({ port, fetches, answer }: LimitInput): void {
  const pools = new Map<string, Pool>();
  const steps = fetches.map(({ url, body, after }) => {
    const { origin, pathname } = new URL(url);
    const pool = pools.get(origin) ?? new Pool(origin, { connections: 64, pipelining: 1 });
    pools.set(origin, pool);
    const request: Dispatcher.DispatchOptions = { method: 'POST', path: pathname, headers: JSON_HEADERS, body };
    return { pool, request, waitsFor: after.length, next: [] as number[] };
  });
  fetches.forEach(({ after }, index) => after.forEach((earlier) => steps[earlier]!.next.push(index)));
  const bytes = Buffer.from(answer);

  const replay = (done: () => void) => {
    const waiting = steps.map((step) => step.waitsFor);
    let left = steps.length;
    const start = (index: number): void => {
      const { pool, request, next } = steps[index]!;
      void send(pool, request).then((received) => {
        JSON.parse(textOf(received));
        if (--left === 0) return done();
        for (const follower of next) if (--waiting[follower]! === 0) start(follower);
      });
    };
    steps.forEach((step, index) => step.waitsFor === 0 && start(index));
  };

  serveBarely(port, () => new Promise((resolve) => replay(() => resolve(bytes))));
}

main(JSON.parse(readFileSync(workerInput<{ file: string }>().file, 'utf8')) as LimitInput);
