import { setImmediate as turn } from 'node:timers/promises';
import { silentLogger, type Caller } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { Engine } from '../../src/operation/engine';
import { completeSettings } from '../../src/settings';
import { Hub } from '../../src/subscriptions/hub';
import { loadSupergraph } from '../../src/supergraph/supergraph';
import { InProcessTransport } from '../../src/transport/in-process';
import { Metrics } from '../../src/watching/metrics';
import { aSubgraph, compose } from '../kit';
import { until } from '../socket';
import { aChat } from './chat';
import { range, SAID, sequencesOf } from './world';

/** The hub alone, without sockets: a thousand comings and goings in a moment. */
async function aHub() {
  const chat = aChat();
  const settings = completeSettings({ live: { firstPauseMs: 1, maxPauseMs: 10 } });
  const metrics = new Metrics();
  const engine = new Engine({
    supergraph: loadSupergraph(compose(chat.plans), { planning: settings.planning, logger: silentLogger, metrics }),
    transports: new Map(chat.plans.map((plan) => [plan.name, new InProcessTransport(aSubgraph(plan), settings.callTimeoutMs)])),
    limits: settings.limits,
    timeoutMs: settings.operationTimeoutMs,
    metrics,
    logger: silentLogger,
  });
  const hub = new Hub(settings.live, metrics, silentLogger);
  const operation = await engine.prepare(SAID);
  return {
    chat,
    hub,
    listen(viewerId: string, since: number | null) {
      const sequences: number[] = [];
      const end: { errors?: readonly GraphQLFormattedError[]; completed?: true } = {};
      const viewer = { id: viewerId, username: viewerId, role: 'user', permissions: [], sessionId: viewerId } as const;
      const caller: Caller = { viewer, correlationId: 'churn' };
      const leave = hub.join(
        { bound: operation.with(since === null ? { room: 'r' } : { room: 'r', since }), caller },
        {
          next: (payload) => void sequences.push(...sequencesOf([JSON.parse(payload)])),
          error: (errors) => (end.errors = errors),
          complete: () => (end.completed = true),
        },
      );
      return {
        since,
        leave,
        end,
        sequences: () => sequences,
      };
    },
  };
}

/** Numbers from 0 to 1 that are the same each time (mulberry32, public domain). */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

for (const seed of [1, 2]) {
  test(`a thousand come and go while messages pour in: each gets the messages from its join to its leave, in order and once (seed ${seed})`, async () => {
    const random = seeded(seed);
    const upTo = (count: number) => Math.floor(random() * count);
    const { chat, hub, listen } = await aHub();
    chat.say(300);
    const witness = listen('witness', null);
    await until(() => hub.live.admitted === 1);
    const inside: ReturnType<typeof listen>[] = [];
    const outside: typeof inside = [];
    const deliveredBefore = new Map<(typeof inside)[number], number>();
    const goodbye = (index: number) => {
      const [one] = inside.splice(index, 1);
      one!.leave();
      outside.push(one!);
    };
    for (let step = 0; inside.length + outside.length < 1_000; step++) {
      const what = random();
      if (what < 0.5) {
        const delivered = witness.sequences().at(-1) ?? 300;
        const one = listen(`viewer ${upTo(200)}`, random() < 0.2 ? chat.length() - upTo(120) : null);
        // Of what was said before, a newcomer may hear what is still under way to the others.
        deliveredBefore.set(one, delivered);
        inside.push(one);
      } else if (what < 0.8 && inside.length) goodbye(upTo(inside.length));
      else if (what < 0.83) chat.breakStreams();
      else chat.say(1 + upTo(3));
      for (let pauses = upTo(3); pauses > 0; pauses--) await turn();
    }
    chat.say(5);
    const last = chat.length();
    await until(() => inside.every((one) => one.sequences().at(-1) === last) && witness.sequences().at(-1) === last);
    expect(witness.sequences()).toEqual(range(301, last));
    for (const one of [...inside, ...outside]) {
      const heard = one.sequences();
      expect(one.end).toEqual({});
      if (heard.length === 0) continue;
      expect(heard).toEqual(range(heard[0]!, heard.at(-1)!));
      if (one.since === null) expect(heard[0]).toBeGreaterThan(deliveredBefore.get(one)!);
      else expect(heard[0]).toBe(one.since + 1);
    }
    // The control of the above: it is about many who heard something.
    expect(outside.filter((one) => one.sequences().length > 0).length).toBeGreaterThan(50);
    for (const one of [witness, ...inside]) one.leave();
    await until(() => chat.following() === 0);
    expect(hub.live).toEqual({ streams: 0, rights: 0, admitted: 0 });
    expect(hub.listenerCount).toBe(0);
    await chat.close();
  });
}
