import { Client, type Dispatcher } from 'undici';
import { answerQuestions, tell } from '../measure/worker';
import { JSON_HEADERS, send } from './http-client';

/** A closed loop: each connection sends the operation again as soon as it has the answer. */
export interface LoadQuestion {
  readonly url: string;
  readonly body: string;
  readonly connections: number;
  /** Before anything counts. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadAnswer {
  readonly seconds: number;
  /** Milliseconds from the request's first byte sent to the answer's last received, one for each answer that came within the time. */
  readonly latencies: readonly number[];
  /** Answers that were no 200, or of another length than the first, and connections that failed. */
  readonly failures: number;
}

/** Told when the warm-up is over, so that whoever measures begins to. */
export interface LoadBegun {
  readonly begun: true;
}

answerQuestions<LoadQuestion>(run);
tell({ ready: true });

/** The answers that were still under way when the time was over. They do not count, and the next load waits for them. */
let drained: Promise<unknown> = Promise.resolve();

async function run({ url, body, connections, warmUpSeconds, seconds }: LoadQuestion): Promise<LoadAnswer> {
  await drained;
  const { origin, pathname } = new URL(url);
  const request: Dispatcher.DispatchOptions = { method: 'POST', path: pathname, headers: JSON_HEADERS, body };
  const clients = Array.from({ length: connections }, () => new Client(origin, { pipelining: 1 }));
  const state: State = { request, latencies: [], failures: 0, bytes: 0, counting: false, stopped: false };

  const loops = clients.map((client) => loop(client, state));
  await pause(warmUpSeconds);
  const startedAt = performance.now();
  state.counting = true;
  tell({ begun: true } satisfies LoadBegun);
  await pause(seconds);
  const elapsed = (performance.now() - startedAt) / 1000;
  state.stopped = true;
  drained = Promise.all(loops).then(() => Promise.all(clients.map((client) => client.close())));
  return { seconds: elapsed, latencies: state.latencies, failures: state.failures };
}

interface State {
  readonly request: Dispatcher.DispatchOptions;
  readonly latencies: number[];
  failures: number;
  /** Of the first answer. */
  bytes: number;
  counting: boolean;
  stopped: boolean;
}

async function loop(client: Client, state: State): Promise<void> {
  while (!state.stopped) {
    const sentAt = performance.now();
    const { status, chunks } = await send(client, state.request);
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    state.bytes ||= bytes;
    if (state.stopped) return;
    if (status !== 200 || bytes !== state.bytes) state.failures++;
    else if (state.counting) state.latencies.push(performance.now() - sentAt);
    // A gateway that refuses is not asked in a tight loop.
    if (status !== 200) await pause(0.01);
  }
}

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
