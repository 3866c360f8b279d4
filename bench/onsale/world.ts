import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { calculateJwkThumbprint, type JWK } from 'jose';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../platform/src';
import { readStackSettings } from '../../stack/src/env';
import { eventually, type App, type Data } from '../../stack/journeys/client';
import { Story } from '../../stack/journeys/story';
import { startInOneProcess, type Stack } from '../../stack/src/one-process';
import { silentProgress } from '../../stack/src/progress';
import { DEMO_PASSWORD } from '../../stack/src/welcome';
import { answerQuestions, tell, workerInput } from '../measure/worker';

const DAY_MS = 86_400_000;
const PATIENCE_MS = 30_000;

/** An event to make: so many tickets in each of its tiers. */
export interface Wanted {
  readonly name: string;
  readonly tiers: number;
  readonly quantity: number;
}

/** What was made of it. */
export interface Made extends Wanted {
  readonly tierIds: readonly string[];
}

export interface OnsaleWorld {
  readonly events: readonly Made[];
  /** For the one-process stack. */
  readonly environment: Readonly<Record<string, string>>;
  readonly paymentsUrl: string;
  /** The same as it was before anything was sold. */
  readonly untouchedUrl: string;
  /** By which the product believes tokens. */
  readonly signer: { readonly kid: string; readonly privateKey: JWK };
}

/** A process that keeps one Postgres server with the five databases in it. */
async function main(wanted: readonly Wanted[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'marquee-bench-onsale-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), ephemeral: true });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.stop().finally(() => process.exit(0)));

  const secret = () => randomBytes(32).toString('base64url');
  const environment: Record<string, string> = {
    ...{ NODE_ENV: 'production', DATABASE_URL: server.url('postgres'), DATA_DIR: folder, DEMO: 'accounts', PORT: '0', LOG_LEVEL: 'warn' },
    ...{ PASSPORT_SECRET: secret(), SESSION_SECRET: secret(), TICKET_SECRET: secret(), FIELD_INDEX_KEY: secret() },
    ...{ FIELD_KEYS: `k1:${randomBytes(32).toString('base64')}`, SANDBOX_PAYMENTS: 'allowed' },
  };
  // The demo's curator may not sign in to a production.
  const building = { ...environment, NODE_ENV: 'development', LOG_LEVEL: 'error' };
  const stack = await startInOneProcess(readStackSettings(building), building, silentProgress, { gateway: { rates: null } });
  const events = await openSales(stack, wanted);
  await stack.stop();
  const signer = await believedSigner(server.url('marquee_users'));
  const admin = new pg.Client(server.url('postgres'));
  await admin.connect();
  await admin.query('CREATE DATABASE untouched_payments TEMPLATE marquee_payments');
  await admin.end();
  const urls = { paymentsUrl: server.url('marquee_payments'), untouchedUrl: server.url('untouched_payments') };
  tell({ events, environment, signer, ...urls } satisfies OnsaleWorld);
}

async function openSales(stack: Stack, wanted: readonly Wanted[]): Promise<Made[]> {
  const { url } = stack.gateway;
  const story = new Story({
    endpoints: [url, url],
    signIns: { curator: { emailOrUsername: 'curator@demo.test', password: DEMO_PASSWORD } },
  });
  try {
    const organiser = await story.person('Otto', 0);
    const curator = await story.curator(0);
    const events: Made[] = [];
    for (const event of wanted) events.push(await openSale(story, organiser.app, curator, event));
    return events;
  } finally {
    await story.end();
  }
}

async function openSale(story: Story, organiser: App, curator: App, wanted: Wanted): Promise<Made> {
  const startsAt = Date.now() + 30 * DAY_MS;
  const times = { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + DAY_MS / 8).toISOString() };
  const event = await story.draft(organiser, { title: wanted.name, ...times });
  await story.publish(organiser, curator, event.id as string);
  const tierIds: string[] = [];
  for (let n = 0; n < wanted.tiers; n++) {
    const input = { eventId: event.id, name: `Tier ${n}`, price: { amountMinor: 2_500, currency: 'CAD' }, quantity: wanted.quantity };
    const made = await eventually(
      () => organiser.ask('CreateTicketTier', { input }).then(({ data }) => (data as Record<string, Data>).createTicketTier!),
      (answer: Data) => answer.__typename === 'CreateTicketTierSuccess',
      PATIENCE_MS,
      'the event can be sold',
    );
    tierIds.push((made.tier as Data).id as string);
  }
  return { ...wanted, tierIds };
}

/** Puts a key of ours among those that gateways honour: five thousand people need not be registered to come with a token. */
async function believedSigner(usersUrl: string): Promise<OnsaleWorld['signer']> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' }) as JWK;
  const kid = await calculateJwkThumbprint(jwkOf(publicKey));
  const users = new pg.Client(usersUrl);
  await users.connect();
  await users.query(
    `INSERT INTO signing_keys (kid, public_jwk, encrypted_private, secret_id, signs_from, signs_until, published_until)
     VALUES ($1, $2, ''::bytea, 'bench', now(), now() + interval '1 hour', now() + interval '1 day')`,
    [kid, JSON.stringify(jwkOf(publicKey))],
  );
  await users.end();
  return { kid, privateKey: jwkOf(privateKey) };
}

answerQuestions(() => Promise.resolve({}));
void main(workerInput<readonly Wanted[]>());
