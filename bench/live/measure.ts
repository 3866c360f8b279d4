import { Client } from 'undici';
import { useOf, watchMemory } from '../measure/process-use';
import type { Worker } from '../measure/worker';
import type { AudienceAnswer, AudienceQuestion } from './audience/audience';
import { addTotals, type Totals } from './audience/tally';
import type { Contender, Running } from './contenders';
import { messageOf } from './message';
import type { LiveOptions } from './options';

/** One server with its room full, once. */
export interface Measurement {
  readonly totals: Totals;
  /** Sockets that the server closed or lost, and the first reasons. */
  readonly lost: number;
  readonly reasons: readonly string[];
  readonly serverCpuSeconds: number;
  /** What clients and subgraphs used, in cores. */
  readonly restBusy: number;
  /** Of an idle subscriber: what the process has grown by, and what of that is left once garbage is collected. */
  readonly bytesPerSubscriber: number;
  readonly bytesHeldPerSubscriber: number;
  readonly peakBytes: number;
}

export type Audience = Worker<AudienceQuestion, AudienceAnswer>;

const WARM_UP_SOCKETS = 200;
const SUBSCRIBED_WITHIN_MS = 120_000;
/** Generous: the slowest of them falls behind by more than the time of the whole run. */
const DELIVERED_WITHIN_MS = 240_000;
const SETTLE_MS = 2_000;

/** Throws when the room cannot be filled at all. */
export async function measure(
  audiences: readonly Audience[],
  contender: Contender,
  server: Running,
  options: LiveOptions,
): Promise<Measurement> {
  const { pid } = server.child;
  // The first subscribers cost what is loaded and compiled once; memory is counted from after that.
  await fill(audiences, contender, server, WARM_UP_SOCKETS);
  await Promise.all(audiences.map((audience) => audience.ask({ kind: 'leave' })));
  const empty = await settledMemory(server);
  await fill(audiences, contender, server, options.sockets);
  const full = await settledMemory(server);

  const memory = watchMemory(pid);
  const cpuOfRest = () => audiences.reduce((sum, { child }) => sum + useOf(child.pid).cpuSeconds, 0);
  const before = { at: performance.now(), server: useOf(pid).cpuSeconds, rest: cpuOfRest() };
  const last = options.rate * options.seconds;
  await publishAll(server, last, options.rate, options.restart ? server.restartOwner : undefined);
  const answers = await Promise.all(audiences.map((audience) => audience.ask({ kind: 'finish', last, withinMs: DELIVERED_WITHIN_MS })));
  const after = { at: performance.now(), server: useOf(pid).cpuSeconds, rest: cpuOfRest() };
  const peakBytes = memory.stop();
  await Promise.all(audiences.map((audience) => audience.ask({ kind: 'leave' })));

  return {
    totals: addTotals(answers.map(({ totals }) => totals!)),
    lost: options.sockets - answers.reduce((sum, { sockets }) => sum + sockets, 0),
    reasons: answers.flatMap(({ lost }) => lost),
    serverCpuSeconds: after.server - before.server,
    restBusy: (after.rest - before.rest) / ((after.at - before.at) / 1000),
    bytesPerSubscriber: (full.asIs - empty.held) / options.sockets,
    bytesHeldPerSubscriber: (full.held - empty.held) / options.sockets,
    peakBytes,
  };
}

/** graphql-ws does not say when a subscription has begun, so probes are sent until everybody has heard one. */
async function fill(audiences: readonly Audience[], { protocol }: Contender, server: Running, sockets: number): Promise<void> {
  const share = (index: number) => Math.floor(sockets / audiences.length) + (index < sockets % audiences.length ? 1 : 0);
  await Promise.all(
    audiences.map((audience, index) =>
      audience.ask({ kind: 'connect', port: server.port, protocol, signer: server.signer, sockets: share(index), network: index }),
    ),
  );
  const deadline = Date.now() + SUBSCRIBED_WITHIN_MS;
  for (;;) {
    await publishProbe(server);
    await pause(500);
    const answers = await Promise.all(audiences.map((audience) => audience.ask({ kind: 'heard' })));
    const heard = answers.reduce((sum, answer) => sum + answer.heard, 0);
    if (heard === sockets) return;
    const lost = answers.flatMap((answer) => answer.lost);
    if (lost.length || Date.now() > deadline)
      throw new Error(`only ${heard} of ${sockets} subscribers hear anything${lost.length ? `: ${lost[0]}` : ''}`);
  }
}

/**
 * Each message at its time, whether or not the server has dealt with the ones before. They leave on one connection, so in order.
 * `disturb` is called in the middle.
 */
async function publishAll(server: Running, count: number, rate: number, disturb?: () => Promise<unknown>): Promise<void> {
  const connection = new Client(new URL(server.publishUrl).origin, { pipelining: count });
  const startedAt = performance.now();
  const published: Promise<unknown>[] = [];
  for (let sequence = 1; sequence <= count; sequence++) {
    await pause(startedAt + ((sequence - 1) * 1000) / rate - performance.now());
    published.push(publish(connection, sequence));
    if (disturb && sequence === Math.ceil(count / 2)) published.push(disturb());
  }
  await Promise.all(published);
  await connection.close();
}

async function publish(connection: Client, sequence: number): Promise<void> {
  const body = JSON.stringify(messageOf(sequence, new Date()));
  // Said to be idempotent so that undici does not wait for one answer before it sends the next.
  const response = await connection.request({ method: 'POST', path: '/publish', body, idempotent: true });
  await response.body.dump();
  if (response.statusCode !== 204) throw new Error(`message ${sequence} could not be published: ${response.statusCode}`);
}

async function publishProbe({ publishUrl }: Running): Promise<void> {
  const connection = new Client(new URL(publishUrl).origin);
  await publish(connection, 0);
  await connection.close();
}

async function settledMemory({ child }: Running): Promise<{ asIs: number; held: number }> {
  await pause(SETTLE_MS);
  const asIs = useOf(child.pid).rssBytes;
  child.process.kill('SIGUSR2');
  await pause(SETTLE_MS);
  return { asIs, held: useOf(child.pid).rssBytes };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
