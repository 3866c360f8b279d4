import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { calculateJwkThumbprint, type JWK } from 'jose';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../platform/src';
import { eventually, type App, type Data } from '../../stack/journeys/client';
import { Story } from '../../stack/journeys/story';
import { readStackSettings } from '../../stack/src/env';
import { startInOneProcess, type Stack } from '../../stack/src/one-process';
import { silentProgress } from '../../stack/src/progress';
import { DEMO_PASSWORD } from '../../stack/src/welcome';
import { answerQuestions, tell, workerInput } from '../measure/worker';

const DAY_MS = 86_400_000;
const SALES = 8;
const REGISTER_AT_ONCE = 4;
/** While a city is made nobody is measured, and nothing may be lost. */
const PATIENT = { rates: null, maxLoopLagMs: 0, callTimeoutMs: 60_000, operationTimeoutMs: 120_000 };

export interface WantedWorld {
  readonly walkers: number;
  readonly events: number;
}

export interface Walker {
  readonly id: string;
  readonly username: string;
  /** Of the friend they write to. */
  readonly roomId: string;
}

export interface LoadWorld {
  readonly walkers: readonly Walker[];
  /** Published and to come. */
  readonly eventIds: readonly string[];
  readonly tierIds: readonly string[];
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly server: string;
  readonly signer: { readonly kid: string; readonly privateKey: JWK };
  /** What the five databases have on the disk. */
  readonly bytes: number;
}

/** A process that keeps one Postgres server with a city in it: the calendar of the demo world, people who know each other, sales. */
async function main({ walkers: count, events }: WantedWorld): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'marquee-load-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // As an operator runs it: what is committed is on the disk.
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), settings: { shared_buffers: '256MB' } });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.stop().finally(() => process.exit(0)));
  const secret = () => randomBytes(32).toString('base64url');
  const environment: Record<string, string> = {
    ...{ NODE_ENV: 'production', DATABASE_URL: server.url('postgres'), DATA_DIR: folder, DEMO: 'accounts', PORT: '0', LOG_LEVEL: 'warn' },
    ...{ PASSPORT_SECRET: secret(), SESSION_SECRET: secret(), TICKET_SECRET: secret(), FIELD_INDEX_KEY: secret() },
    ...{ FIELD_KEYS: `k1:${randomBytes(32).toString('base64')}`, SANDBOX_PAYMENTS: 'allowed' },
  };
  const building = {
    ...environment,
    ...{ NODE_ENV: 'development', DEMO: 'true', DEMO_EVENTS: String(events), DEMO_PEOPLE: '60', LOG_LEVEL: 'error', TEST_MODE: 'false' },
  };
  const stack = await startInOneProcess(readStackSettings(building), building, silentProgress, { gateway: PATIENT });
  const made = await makeCity(stack, count);
  await stack.stop();
  const signer = await believedSigner(server.url('marquee_users'));
  const words = ['jazz', 'music', 'comedy', 'market', 'art', 'film', 'dance', 'kids', 'food', 'festival', 'walking tour', 'free concert'];
  tell({
    ...made,
    words,
    environment,
    signer,
    server: server.url('postgres'),
    bytes: await sizeOf(server.url('postgres')),
  } satisfies LoadWorld);
}

async function makeCity(stack: Stack, count: number): Promise<Pick<LoadWorld, 'walkers' | 'eventIds' | 'tierIds'>> {
  const { url } = stack.gateway;
  const story = new Story({
    endpoints: [url, url],
    signIns: { curator: { emailOrUsername: 'curator@demo.test', password: DEMO_PASSWORD } },
  });
  try {
    const [{ app: organiser }, curator] = [await story.person('Otto', 0), await story.curator(0)];
    const tierIds: string[] = [];
    for (let n = 0; n < SALES; n++) tierIds.push(await openSale(story, organiser, curator, n));
    const walkers: Walker[] = [];
    for (let n = 0; n < count; n += 2 * REGISTER_AT_ONCE)
      walkers.push(...(await Promise.all(Array.from({ length: REGISTER_AT_ONCE }, (_, pair) => twoFriends(story, n + 2 * pair)))).flat());
    const found: string[] = [];
    for (let after: string | null = null; found.length < 400;) {
      const { searchEvents }: Data = await curator.do('SearchEvents', { first: 100, after });
      found.push(...searchEvents.nodes.map(({ id }: Data) => id as string));
      if (!searchEvents.pageInfo.hasNextPage) break;
      after = searchEvents.pageInfo.endCursor;
    }
    return { walkers, eventIds: found, tierIds };
  } finally {
    await story.end();
  }
}

async function twoFriends(story: Story, n: number): Promise<Walker[]> {
  const [one, two] = [await story.person(`Walker${n}`, 0), await story.person(`Walker${n + 1}`, 0)];
  const { connection } = await one.app.succeed('RequestConnection', { userId: two.id, type: 'FRIEND' });
  await two.app.succeed('RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
  const { room } = await one.app.succeed('OpenDirectRoom', { userId: two.id });
  const both = [one, two].map(({ id, username }) => ({ id, username, roomId: room.id as string }));
  await Promise.all([one.app.close(), two.app.close()]);
  return both;
}

async function openSale(story: Story, organiser: App, curator: App, n: number): Promise<string> {
  const startsAt = Date.now() + (20 + n) * DAY_MS;
  const times = { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + DAY_MS / 8).toISOString() };
  const event = await story.draft(organiser, { title: `Lantern evening number ${n}`, ...times });
  await story.publish(organiser, curator, event.id as string);
  const input = { eventId: event.id, name: 'Standing', price: { amountMinor: 2_500, currency: 'CAD' }, quantity: 1_000_000 };
  const made = await eventually(
    () => organiser.ask('CreateTicketTier', { input }).then((answer) => (answer.data as Record<string, Data>).createTicketTier!),
    (answer: Data) => answer.__typename === 'CreateTicketTierSuccess',
    30_000,
    'the event can be sold',
  );
  return (made.tier as Data).id as string;
}

/** Puts a key of ours among those that gateways honour: people come with a token without signing in, which is another load. */
async function believedSigner(usersUrl: string): Promise<LoadWorld['signer']> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' }) as JWK;
  const kid = await calculateJwkThumbprint(jwkOf(publicKey));
  const users = new pg.Client(usersUrl);
  await users.connect();
  await users.query(
    `INSERT INTO signing_keys (kid, public_jwk, encrypted_private, secret_id, signs_from, signs_until, published_until)
     VALUES ($1, $2, ''::bytea, 'bench', now(), now() + interval '3 hours', now() + interval '1 day')`,
    [kid, JSON.stringify(jwkOf(publicKey))],
  );
  await users.end();
  return { kid, privateKey: jwkOf(privateKey) };
}

async function sizeOf(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ bytes: string }>(
    `SELECT sum(pg_database_size(datname)) AS bytes FROM pg_database WHERE datname LIKE 'marquee_%'`,
  );
  await client.end();
  return Number(rows[0]!.bytes);
}

answerQuestions(() => Promise.resolve({}));
void main(workerInput<WantedWorld>());
