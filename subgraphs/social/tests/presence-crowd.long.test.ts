import { eventually } from '@marquee/platform/testing';
import { SetPresenceDocument, type PresenceState } from './generated/documents';
import { startWorld } from './world';

const PEOPLE = 5_000;
const ROUND_MS = 30_000;
const ROUNDS = 24;
const AWAY_MS = 300_000;
const LEASE_MS = 60_000;
/** Pushes hold so many streams or deeds, as subgraphs and gateways send them. */
const AT_ONCE = 500;

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Device {
  userId: string;
  sessionId: string;
  /** Null while it has no stream open. */
  streamId: string | null;
  /** Of its streams, and of what it last chose. */
  leaseEndsAt: number;
  choiceEndsAt: number;
  doneAt: number;
  choice: PresenceState;
}

test('5,000 people with two devices each, which drop, are killed, come back and do something at random: one lease after quiet every state is true (must-hold 5)', async () => {
  const world = await startWorld();
  const random = seeded(14);
  await world.sql(
    `INSERT INTO people (id, version, interests, traits, activity_level, interests_visibility, location_visibility, friends_visibility, suggestible, active)
     SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, '{}', '{}', 5, 'PUBLIC', 'PRIVATE', 'PUBLIC', true, true
     FROM generate_series(1, ${PEOPLE}) n`,
  );
  const devices: Device[] = [];
  for (let n = 1; n <= PEOPLE; n++) {
    const userId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    for (const kind of ['phone', 'desk'])
      devices.push({ userId, sessionId: `${kind} ${n}`, streamId: null, leaseEndsAt: 0, choiceEndsAt: 0, doneAt: 0, choice: 'ONLINE' });
  }
  const now = () => world.clock.now().getTime();
  const push = async (channel: string, name: string, items: readonly object[], more: object = {}) => {
    for (let from = 0; from < items.length; from += AT_ONCE)
      await world.bus.push(channel, { [name]: items.slice(from, from + AT_ONCE), ...more });
  };
  const words = ({ userId, sessionId, streamId }: Device) => ({ userId, sessionId, streamId });
  const counted = { opened: 0, dropped: 0, killed: 0, deeds: 0, chosen: 0 };
  const isThere = ({ leaseEndsAt, choiceEndsAt }: Device) => Math.max(leaseEndsAt, choiceEndsAt) > now();
  const seenOpen = () => devices.filter(({ streamId }) => streamId !== null);

  const written = async () => {
    const expected = devices.filter(({ leaseEndsAt }) => leaseEndsAt > now()).length;
    await eventually(async () => {
      const [row] = await world.sql<{ full: number; brief: number }>(
        `SELECT count(*) FILTER (WHERE expires_at = $1::timestamptz + interval '60 s')::int AS full,
                count(*) FILTER (WHERE expires_at > $1)::int AS brief FROM presence_leases WHERE connection_id LIKE 'live:%'`,
        [world.clock.now()],
      );
      const full = devices.filter(({ leaseEndsAt }) => leaseEndsAt === now() + LEASE_MS).length;
      expect(row).toEqual({ full, brief: expected });
    }, 60_000);
  };

  async function round(change: boolean): Promise<void> {
    world.clock.advance(ROUND_MS);
    const dropped: object[] = [];
    const done: Device[] = [];
    for (const device of devices) {
      const dice = change ? random() : 1;
      if (device.streamId === null) {
        if (dice >= 0.3) continue;
        counted.opened++;
        device.streamId = `${device.sessionId} ${now()}`;
        // A session that comes back while its lease lasts is as idle as it was; what it had chosen lasts as long.
        if (!isThere(device)) Object.assign(device, { doneAt: now(), choice: 'ONLINE' });
        device.leaseEndsAt = now() + LEASE_MS;
      } else if (dice < 0.1) {
        counted.dropped++;
        dropped.push(words(device));
        device.streamId = null;
        device.leaseEndsAt = Math.min(device.leaseEndsAt, now() + 5_000);
      } else if (dice < 0.2) {
        counted.killed++;
        device.streamId = null;
      } else {
        device.leaseEndsAt = now() + LEASE_MS;
        // Half of them are never looked at again.
        if (dice < 0.35 && Number(device.sessionId.split(' ')[1]) % 2 === 0) done.push(device);
      }
    }
    await push('live.streams', 'streams', dropped, { open: false });
    await push('live.streams', 'streams', seenOpen().map(words), { open: true });
    await written();
    counted.deeds += done.length;
    for (const device of done) device.doneAt = now();
    await push('live.deeds', 'deeds', done.map(words));
    const chooses = change ? seenOpen().filter(() => random() < 0.001) : [];
    for (const device of chooses) {
      counted.chosen++;
      const state = (['BUSY', 'AWAY', 'ONLINE'] as const)[Math.floor(random() * 3)]!;
      await world.run(viewerOf(device), SetPresenceDocument, { input: { state } });
      Object.assign(device, { choice: state, doneAt: now(), choiceEndsAt: now() + LEASE_MS });
    }
    await world.subgraph.runJob!('expire-presence');
  }

  const viewerOf = ({ userId, sessionId }: Device) =>
    ({ id: userId, username: 'somebody', role: 'user', permissions: [], sessionId }) as never;
  const shown = (device: Device): PresenceState | null => {
    if (!isThere(device)) return null;
    return device.choice === 'ONLINE' && device.doneAt + AWAY_MS <= now() ? 'AWAY' : device.choice;
  };
  const expected = () => {
    const states = new Map<string, PresenceState>();
    const order: (PresenceState | null)[] = ['BUSY', 'ONLINE', 'AWAY', null];
    for (const device of devices) {
      const [before, here] = [states.get(device.userId) ?? null, shown(device)];
      const best = order.indexOf(here) < order.indexOf(before === 'OFFLINE' ? null : before) ? here : before;
      states.set(device.userId, best ?? 'OFFLINE');
    }
    return states;
  };
  const told = async () =>
    new Map(
      (await world.sql<{ id: string; state: PresenceState }>('SELECT user_id AS id, state FROM presence')).map(({ id, state }) => [
        id,
        state,
      ]),
    );
  const pushes = async () => (await world.sql<{ sum: number }>('SELECT coalesce(sum(version), 0)::int AS sum FROM presence'))[0]!.sum;
  const differences = async () => {
    const known = await told();
    return [...expected()].filter(([id, state]) => (known.get(id) ?? 'OFFLINE') !== state).map(([id, state]) => [id, state, known.get(id)]);
  };

  for (let n = 0; n < ROUNDS; n++) await round(true);
  const before = await pushes();
  // Quiet: who is there stays there, the leases of those who were killed end.
  for (let n = 0; n < 3; n++) await round(false);
  await world.subgraph.runJob!('expire-presence');
  expect(await differences()).toEqual([]);
  const quiet = await pushes();
  const happened = counted.opened + counted.dropped + counted.killed + counted.deeds + counted.chosen;
  const states: Record<string, number> = {};
  for (const state of expected().values()) states[state] = (states[state] ?? 0) + 1;
  const perPerson = (before / PEOPLE / ((ROUNDS * ROUND_MS) / 60_000)).toFixed(2);
  process.stdout.write(
    `${JSON.stringify(counted)}: ${before} pushes, ${perPerson} a person and minute; ${quiet - before} in the quiet after; ${JSON.stringify(states)}\n`,
  );
  // Somebody is told of at most once for each thing that happened, and once for what then did not happen.
  expect(before).toBeLessThan(happened * 2);
  expect(quiet - before).toBeLessThanOrEqual(PEOPLE);
  for (const state of ['BUSY', 'ONLINE', 'AWAY', 'OFFLINE']) expect(states[state]).toBeGreaterThan(0);
}, 600_000);
