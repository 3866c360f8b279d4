import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, startEmbeddedPostgres } from '@marquee/platform';
import pg from 'pg';
import { addressOf, fillPeople, personId, SECRET, tokenOf, wantsApp, wantsMail, wantsPush } from './notify-people';
import { mailSink, pushSink, type Arrived, type Sink } from './notify-sinks';
import type { Order, Word } from './notify-worker';

const HELP = `npm run bench:notify -- [--people=100000] [--keep-alive]

One announcement to many people with preferences, in the app, by mail and by push, to servers on this machine. In the middle the process that
sends is killed (unless --keep-alive) and another goes on. Prints deliveries in a second and in a second of its CPU, the most memory it had, how
long something that somebody waits for took meanwhile, and whether anything is missing or came twice.`;

const TITLE = 'Maintenance on Sunday';
/** Who has shown an address, has a device and wants everything; they are told something so often. */
const SOMEBODY = 7;
const EVERY_MS = 2_000;
const LONGEST_MS = 45 * 60_000;

interface Costs {
  cpuMs: number;
  rss: number;
}

/** The process that sends, and what it has cost so far. */
class Worker {
  readonly costs: Costs = { cpuMs: 0, rss: 0 };
  readonly inAppMs: number[] = [];
  readonly ready: Promise<unknown>;
  announced = false;
  private readonly child: ChildProcess;

  constructor(databaseUrl: string, settings: object) {
    this.child = fork(join(__dirname, 'notify-worker.ts'), [databaseUrl, JSON.stringify(settings)], { execArgv: ['--import', 'tsx'] });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (word: Word) => {
        if ('ready' in word) resolve(word);
        if ('announced' in word) this.announced = true;
        if ('inAppMs' in word) this.inAppMs.push(word.inAppMs);
        if ('cpuMs' in word) Object.assign(this.costs, { cpuMs: word.cpuMs, rss: Math.max(this.costs.rss, word.rss) });
      });
      this.child.on('exit', (code, signal) => signal !== 'SIGKILL' && reject(new Error(`The process ended with ${code ?? signal}.`)));
    });
  }

  send(order: Order): void {
    // It may have been killed just now.
    if (this.child.connected) this.child.send(order);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

async function main(flags: readonly string[]): Promise<boolean> {
  if (flags.includes('--help')) return (console.log(HELP), true);
  const people = Number(/--people=(\d+)/.exec(flags.join(' '))?.[1] ?? 100_000);
  const isKilled = !flags.includes('--keep-alive');
  const dataDir = await mkdtemp(join(tmpdir(), 'marquee-notify-'));
  const began = performance.now();
  const progress = (what: string) => console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${what}`);
  const postgres = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  const [mails, pushes] = [await mailSink(TITLE), await pushSink(TITLE)];
  const workers: Worker[] = [];
  try {
    const url = postgres.url('marquee_notify');
    const client = await fresh(postgres.url('postgres'), url);
    progress(`${people.toLocaleString('en')} people`);
    await fillPeople(client, people);
    const settings = {
      ...{
        SESSION_SECRET: SECRET,
        SMTP_HOST: '127.0.0.1',
        SMTP_PORT: String(mails.port),
        SMTP_TLS: 'off',
        MAIL_FROM: 'hello@marquee.example',
      },
      ...{ FCM_SERVICE_ACCOUNT: pushes.account, FCM_URL: `http://127.0.0.1:${pushes.port}` },
    };
    const start = async () => {
      const worker = new Worker(url, settings);
      workers.push(worker);
      await worker.ready;
      return worker;
    };
    const everybody = Array.from({ length: people }, (_, n) => n + 1);
    const wanted = { mail: everybody.filter(wantsMail), push: everybody.filter(wantsPush), app: everybody.filter(wantsApp) };
    let worker = await start();
    const waiting = interactive(() => worker, mails, pushes);
    progress('announced');
    const announcedAt = performance.now();
    worker.send({ announce: { title: TITLE, body: 'The platform is away from 2 to 3 in the morning.' } });

    const arrivedCount = () => mails.arrived.size + pushes.arrived.size;
    const total = wanted.mail.length + wanted.push.length;
    let deadMs = 0;
    let [lastCount, lastAt] = [0, performance.now()];
    for (let killed = !isKilled; arrivedCount() < total; await sleep(100)) {
      if (performance.now() - announcedAt > LONGEST_MS) break;
      if (performance.now() - lastAt > 10_000) {
        progress(
          `${arrivedCount().toLocaleString('en')} of ${total.toLocaleString('en')} mails and pushes (${Math.round((arrivedCount() - lastCount) / 10)} a second)`,
        );
        [lastCount, lastAt] = [arrivedCount(), performance.now()];
      }
      if (killed || arrivedCount() < total * 0.4) continue;
      killed = true;
      const at = performance.now();
      await worker.kill();
      // What was being tried is taken again when its lease ends; nobody wants to wait for that here.
      for (const table of ['mails', 'pushes'])
        await client.query(`UPDATE ${table} SET due_at = now() WHERE due_at > now() AND attempts > 0`);
      worker = await start();
      deadMs += performance.now() - at;
      progress('killed, and another goes on');
    }
    const tookMs = performance.now() - announcedAt - deadMs;
    const latencies = waiting.stop();
    // What is still under way would come twice.
    await sleep(3_000);
    const app = await client.query<{ people: number; rows: number }>(
      `SELECT count(DISTINCT user_id)::int AS people, count(*)::int AS rows FROM notifications WHERE type = 'SYSTEM_ANNOUNCEMENT' AND in_app`,
    );
    await client.end();
    const verdicts = [
      verdictOf('mail', mails.arrived, wanted.mail.map(addressOf)),
      verdictOf('push', pushes.arrived, wanted.push.map(tokenOf)),
      {
        channel: 'in the app',
        missing: wanted.app.length - app.rows[0]!.people,
        unwanted: 0,
        twice: app.rows[0]!.rows - app.rows[0]!.people,
        again: 0,
      },
    ];
    return report({ people, tookMs, deliveries: total + wanted.app.length, workers, latencies, verdicts });
  } finally {
    for (const worker of workers) await worker.kill().catch(() => undefined);
    await Promise.all([mails.close(), pushes.close()]);
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function fresh(serverUrl: string, url: string): Promise<pg.Client> {
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query('CREATE DATABASE marquee_notify');
  await server.end();
  await migrate({ url, migrationsDir: join(__dirname, '../prisma/migrations'), schemaFile: join(__dirname, '../prisma/schema.prisma') });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

interface Latencies {
  mailMs: number[];
  pushMs: number[];
}

/** Tells somebody who waits for it something every two seconds, and measures when it is in the app, in the mailbox and on the device. */
function interactive(worker: () => Worker, mails: Sink, pushes: Sink): { stop(): Latencies } {
  const latencies: Latencies = { mailMs: [], pushMs: [] };
  let at: number | null = null;
  mails.onOther = () => void (at !== null && latencies.mailMs.push(performance.now() - at));
  pushes.onOther = () => void (at !== null && latencies.pushMs.push(performance.now() - at));
  const timer = setInterval(() => {
    at = performance.now();
    worker().send({ tell: personId(SOMEBODY) });
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return latencies;
    },
  };
}

interface Verdict {
  channel: string;
  missing: number;
  unwanted: number;
  twice: number;
  again: number;
}

/** `twice`: another message with the same words; `again`: the same one sent again after the crash, which a reader or a device knows by its id. */
function verdictOf(channel: string, arrived: Arrived, wanted: readonly string[]): Verdict {
  const all = new Set(wanted);
  const ids = [...arrived.values()];
  return {
    channel,
    missing: wanted.filter((to) => !arrived.has(to)).length,
    unwanted: [...arrived.keys()].filter((to) => !all.has(to)).length,
    twice: ids.filter((one) => one.size > 1).length,
    again: ids.filter((one) => [...one.values()].some((times) => times > 1)).length,
  };
}

interface Outcome {
  people: number;
  tookMs: number;
  deliveries: number;
  workers: readonly Worker[];
  latencies: Latencies;
  verdicts: readonly Verdict[];
}

function report({ people, tookMs, deliveries, workers, latencies, verdicts }: Outcome): boolean {
  const cpuMs = workers.reduce((sum, { costs }) => sum + costs.cpuMs, 0);
  const rss = Math.max(...workers.map(({ costs }) => costs.rss));
  const inApp = workers.flatMap(({ inAppMs }) => inAppMs);
  const spread = (all: readonly number[]) => {
    const sorted = [...all].sort((a, b) => a - b);
    const at = (share: number) => `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN)} ms`;
    return `median ${at(0.5)}, 95 % ${at(0.95)}, at most ${at(1)} (${sorted.length} times)`;
  };
  console.log(`
${people.toLocaleString('en')} people, ${deliveries.toLocaleString('en')} deliveries in ${(tookMs / 1000).toFixed(1)} s without the pause
  ${Math.round(deliveries / (tookMs / 1000))} a second, ${Math.round(deliveries / (cpuMs / 1000))} a second of CPU of the process that sends
  memory at most ${Math.round(rss / 2 ** 20)} MiB
What somebody waits for, meanwhile
  in the app   ${spread(inApp)}
  on a device  ${spread(latencies.pushMs)}
  in the mail  ${spread(latencies.mailMs)}`);
  for (const { channel, missing, unwanted, twice, again } of verdicts)
    console.log(`${channel}: ${missing} missing, ${unwanted} unwanted, ${twice} twice, ${again} sent again as the same`);
  const isRight = verdicts.every(({ missing, unwanted, twice }) => missing + unwanted + twice === 0);
  const isQuick = inApp.length > 0 && [...inApp].sort((a, b) => a - b)[Math.floor(inApp.length * 0.95)]! < 1_000;
  console.log(isRight ? 'none missing, none twice' : 'WRONG');
  if (!isQuick) console.log('SLOW: what somebody waits for takes more than a second');
  return isRight;
}

main(process.argv.slice(2)).then(
  (isRight) => process.exit(isRight ? 0 : 1),
  (error: Error) => {
    console.error(error);
    process.exit(1);
  },
);
