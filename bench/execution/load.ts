import { Client, type Dispatcher } from 'undici';
import { JSON_HEADERS, send } from '../gateway/http-client';
import { answerQuestions, tell } from '../measure/worker';

/** A closed loop: each connection asks for the next page as soon as it has the last. */
export interface LoadQuestion {
  readonly url: string;
  readonly token: string | null;
  /** Asked for in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  /** Before anything counts. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadAnswer {
  readonly seconds: number;
  /** Milliseconds from the request's first byte sent to the answer's last received, one for each answer that came within the time. */
  readonly latencies: readonly number[];
  /** Answers that were no 200, or of another length than the first to the same body, and connections that failed. */
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

async function run(question: LoadQuestion): Promise<LoadAnswer> {
  await drained;
  const { origin, pathname } = new URL(question.url);
  const headers = { ...JSON_HEADERS, ...(question.token ? { authorization: `Bearer ${question.token}` } : {}) };
  const requests = question.bodies.map((body): Dispatcher.DispatchOptions => ({ method: 'POST', path: pathname, headers, body }));
  const clients = Array.from({ length: question.connections }, () => new Client(origin, { pipelining: 1 }));
  const state: State = { requests, next: 0, latencies: [], failures: 0, bytes: [], counting: false, stopped: false };

  const loops = clients.map((client) => loop(client, state));
  await pause(question.warmUpSeconds);
  const startedAt = performance.now();
  state.counting = true;
  tell({ begun: true } satisfies LoadBegun);
  await pause(question.seconds);
  const elapsed = (performance.now() - startedAt) / 1000;
  state.stopped = true;
  drained = Promise.all(loops).then(() => Promise.all(clients.map((client) => client.close())));
  return { seconds: elapsed, latencies: state.latencies, failures: state.failures };
}

interface State {
  readonly requests: readonly Dispatcher.DispatchOptions[];
  next: number;
  readonly latencies: number[];
  failures: number;
  /** Of the first answer to each request. */
  readonly bytes: number[];
  counting: boolean;
  stopped: boolean;
}

async function loop(client: Client, state: State): Promise<void> {
  while (!state.stopped) {
    const which = state.next++ % state.requests.length;
    const sentAt = performance.now();
    const { status, chunks } = await send(client, state.requests[which]!);
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    state.bytes[which] ||= bytes;
    if (state.stopped) return;
    if (status !== 200 || bytes !== state.bytes[which]) state.failures++;
    else if (state.counting) state.latencies.push(performance.now() - sentAt);
    // A server that refuses is not asked in a tight loop.
    if (status !== 200) await pause(0.01);
  }
}

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
