import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  archived,
  archiveTo,
  baseBackup,
  nameMoment,
  restoreBackup,
  sizeOf,
  startEmbeddedPostgres,
  type BaseBackup,
  type EmbeddedPostgres,
} from '@marquee/platform';
import pg from 'pg';
import { Random } from '../src/world/random';
import { City } from '../sweep/city';
import { DATABASES, type DatabaseName } from '../sweep/ground';
import { kinds } from '../sweep/kinds';
import { draw, send } from '../sweep/run';
import { Marks, readMarks, type Expected } from './marks';
import { goesOn, look, type GoesOn } from './goes-on';
import { compareRows, readRows, type Compared, type Moment, type Rows } from './rows';

export interface DrillOptions {
  people: number;
  /** Sent before the backup, between it and the moment, and after that: so many each; and all the time while it is taken. */
  operations: number;
  seed: string;
  note?: (line: string) => void;
  /** For a control: what is restored is held against a moment that is so much later. */
  heldAgainstLaterMs?: number;
}

export interface DrillReport {
  backup: BaseBackup & { duringIt: number };
  archive: { bytes: number; segments: number };
  restoreMs: number;
  databases: Record<DatabaseName, Compared & { marks: number; marksAfter: number }>;
  goesOn: GoesOn;
  faults: string[];
}

const MOMENT = 'drill';
const urlsOn = (server: EmbeddedPostgres) =>
  Object.fromEntries(DATABASES.map((name) => [name, server.url(`marquee_${name}`)])) as Record<DatabaseName, string>;
const ofEach = async <T>(work: (name: DatabaseName) => Promise<T>) =>
  Object.fromEntries(await Promise.all(DATABASES.map(async (name) => [name, await work(name)] as const))) as Record<DatabaseName, T>;

/**
 * Backs up a server while people use the product on it, restores it elsewhere as of a moment, and holds what is there against what was
 * committed; then starts the product on it.
 */
export async function drillRestore({ people, operations, seed, note = () => undefined, ...held }: DrillOptions): Promise<DrillReport> {
  const root = await mkdtemp(join(tmpdir(), 'marquee-drill-'));
  // The account that Postgres runs as comes by.
  await chmod(root, 0o755);
  const [dataDir, archive, backup] = [join(root, 'source'), join(root, 'archive'), join(root, 'backup')];
  // Secrets and files are no part of a database: whoever restores one has them from elsewhere.
  const settings = { DATA_DIR: join(root, 'data') };
  const stops: (() => Promise<unknown>)[] = [() => rm(root, { recursive: true, force: true })];
  try {
    const source = await startEmbeddedPostgres({
      dataDir,
      settings: { ...(await archiveTo(archive, dataDir)), track_commit_timestamp: 'on' },
    });
    stops.push(() => source.stop());
    const city = await City.start({ people, databaseUrls: urlsOn(source), settings });
    stops.push(() => city.stop());
    const crowd = new Crowd(city, seed);
    const marks = await Marks.start(urlsOn(source));
    stops.push(() => marks.stop());
    stops.push(() => crowd.stop());
    await crowd.send(operations);
    note(`${people} people have sent ${operations} operations, and go on`);

    const already = crowd.sent;
    const taken = await baseBackup({ server: source, dataDir }, backup);
    const duringIt = crowd.sent - already;
    note(`the backup was taken in ${taken.ms} ms, ${duringIt} operations were answered meanwhile`);
    await crowd.send(operations);
    const moment = { from: 0, to: 0 };
    const expected = await marks.around(async () => {
      moment.from = await serversTime(source);
      await nameMoment(source, MOMENT);
      moment.to = await serversTime(source);
    });
    await crowd.send(operations);
    await crowd.stop();
    const last = await marks.stop();
    await archived(source, archive);
    const offset = city.now().getTime() - Date.now();
    const walkers = city.known.people;
    await city.settle();
    const brokenBefore = (await look(city)).broken.map(({ name }) => name);
    await city.stop();
    const rows = await ofEach((name) => readRows(urlsOn(source)[name]));
    note('the moment has passed; restoring');

    const begun = Date.now();
    const restored = await restoreBackup({
      ...{ backup, archive, into: join(root, 'restored'), moment: MOMENT },
      settings: { track_commit_timestamp: 'on' },
    });
    stops.push(() => restored.stop());
    const restoreMs = Date.now() - begun;
    const later = held.heldAgainstLaterMs ?? 0;
    const databases = await ofEach((name) =>
      compared(urlsOn(restored)[name], { rows: rows[name], expected: expected.get(name)!, last: last.get(name)! }, shifted(moment, later)),
    );
    note('rows and marks are compared; starting the product on what was restored');
    const product = await goesOn({ databaseUrls: urlsOn(restored), settings, offset, walkers, brokenBefore });
    const segments = await sizeOf(archive);
    return {
      backup: { ...taken, duringIt },
      archive: { bytes: segments, segments: Math.round(segments / SEGMENT) },
      ...{ restoreMs, databases, goesOn: product },
      faults: [...DATABASES.flatMap((name) => databases[name].faults.map((fault) => `${name}: ${fault}`)), ...product.faults],
    };
  } finally {
    await stopAll(stops.reverse());
  }
}

/** One after the other, whichever of them fail: a server and its password are not left behind because something before could not be stopped. */
export async function stopAll(stops: readonly (() => Promise<unknown>)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const stop of stops) await stop().catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw faults[0];
}

const SEGMENT = 16 * 2 ** 20;
const shifted = ({ from, to }: Moment, ms: number): Moment => ({ from: from + ms, to: to + ms });

async function compared(url: string, there: { rows: Rows; expected: Expected; last: number }, moment: Moment) {
  const found = compareRows(there.rows, await readRows(url), moment);
  const { last, faults } = await readMarks(url, there.expected);
  return { ...found, marks: last, marksAfter: there.last - last, faults: [...found.faults, ...faults] };
}

async function serversTime(server: EmbeddedPostgres): Promise<number> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    const { rows } = await client.query<{ now: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now');
    return rows[0]!.now;
  } finally {
    await client.end();
  }
}

/** People who do random things, on and on, until told to stop. */
class Crowd {
  sent = 0;
  private stopping = false;
  private readonly walking: Promise<void>;

  constructor(
    private readonly city: City,
    seed: string,
  ) {
    this.walking = this.walk(new Random(`drill ${seed}`));
    // Who waits for it hears of it.
    this.walking.catch(() => undefined);
  }

  private async walk(random: Random): Promise<void> {
    while (!this.stopping) {
      const round = draw(random, kinds, this.city, { from: this.sent, count: random.whole(1, 6) });
      await send(this.city, round);
      this.sent += Math.max(1, round.length);
    }
  }

  /** Comes back when so many more were answered. */
  async send(operations: number): Promise<void> {
    const until = this.sent + operations;
    while (this.sent < until)
      await Promise.race([
        this.walking.then(() => Promise.reject(new Error('They have stopped.'))),
        new Promise((resolve) => setTimeout(resolve, 20)),
      ]);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.walking;
  }
}
