import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { FixedClock } from '../clock';
import { HeavyThread } from '../heavy';
import { silentLogger } from '../logger';
import { serverUrl } from '../testing/server';
import type { ClassifierFigures } from './figures';
import { learner, type Mark, type Threshold } from './fixtures/threshold.heavy';
import { isHeldOut } from './held-out';
import { LearnedModel, type KnownExample } from './learned-model';

const LESSON = path.join(__dirname, 'fixtures/threshold.heavy.ts');
const SCHEMA = `learning_${process.pid}`;

const clock = new FixedClock(new Date('2026-11-29T12:00:00Z'));
const heavy = new HeavyThread();
let pool: pg.Pool;
let marks: KnownExample<Mark>[];

beforeAll(async () => {
  pool = new pg.Pool({ connectionString: serverUrl('postgres'), options: `-c search_path=${SCHEMA}` });
  await pool.query(`CREATE SCHEMA ${SCHEMA}`);
  await pool.query(await readFile(path.resolve(__dirname, '../../sql/learning.sql'), 'utf8'));
});
afterAll(async () => {
  await heavy.stop();
  await pool.query(`DROP SCHEMA ${SCHEMA} CASCADE`);
  await pool.end();
});
beforeEach(async () => {
  await pool.query('DELETE FROM learned_models');
  marks = [];
});

const replica = (rule = {}) =>
  new LearnedModel<Mark, Threshold, ClassifierFigures>(
    { db: { pool }, heavy, clock, logger: silentLogger },
    {
      name: 'marks',
      format: 'one-byte',
      lesson: LESSON,
      read: (bytes) => learner.read(bytes),
      examples: () => Promise.resolve(marks),
      learnAfter: 4,
      rule: { leastHeldOut: 2, loss: ({ falseAlarms, missed }) => falseAlarms + missed, ...rule },
    },
  );

/** A mark that is learned from, or held out. */
function told(value: number, good: boolean, { heldOut = false, ...more }: Partial<Mark> & { heldOut?: boolean } = {}): void {
  const group = Array.from({ length: 1_000 }, (_, n) => `${marks.length}/${n}`).find((name) => isHeldOut(name) === heldOut)!;
  clock.advance(1_000);
  marks.push({ group, at: clock.now(), example: { value, good, ...more } });
}

/** Marks are good from 20 on, which the model to begin with does not know. */
function goodFromTwenty(more: Partial<Mark> = {}): void {
  told(15, false, more);
  told(25, true);
  told(30, true, { heldOut: true });
  told(10, false, { heldOut: true });
  clock.advance(1_000);
}

/** What was learned from says the contrary of what is held out. */
function misleading(): void {
  told(80, false);
  told(90, true);
  told(70, true, { heldOut: true });
  told(60, true, { heldOut: true });
  clock.advance(1_000);
}

const rows = async () => (await pool.query('SELECT version, adopted, parameters IS NOT NULL AS kept FROM learned_models ORDER BY 1')).rows;

test('begins with what no example has taught', async () => {
  expect(await replica().current()).toMatchObject({ version: 0, model: { from: 50 } });
});

test('a better model is adopted, with its figures beside those of the one before and of the baseline', async () => {
  const model = replica();
  goodFromTwenty();
  expect(await model.learn()).toEqual({
    version: 1,
    adopted: true,
    learned: 2,
    heldOut: 2,
    candidate: { threshold: 0.5, precision: 1, recall: 1, falseAlarms: 0, missed: 0 },
    present: { threshold: 0.5, precision: null, recall: 0, falseAlarms: 0, missed: 1 },
    baseline: { threshold: 0.5, precision: null, recall: 0, falseAlarms: 0, missed: 1 },
  });
  expect(await model.current()).toMatchObject({ version: 1, model: { from: 20 } });
  expect((await model.versions.list(5))[0]).toMatchObject({ version: 1, adopted: true, candidate: { missed: 0 }, present: { missed: 1 } });
});

test('a worse model is not adopted; its figures are kept', async () => {
  const model = replica();
  misleading();
  expect(await model.learn()).toMatchObject({ version: 1, adopted: false, candidate: { missed: 2 }, present: { missed: 0 } });
  expect(await model.current()).toMatchObject({ version: 0, model: { from: 50 } });
  expect(await rows()).toEqual([{ version: 1, adopted: false, kept: false }]);
});

test('a model that does worse than what needs no learning is not adopted, though it is better than the present one', async () => {
  const model = replica();
  for (const value of [60, 61, 62]) told(value, false, { heldOut: true });
  told(61.5, false);
  told(61.7, true);
  clock.advance(1_000);
  expect(await model.learn()).toMatchObject({
    adopted: false,
    candidate: { falseAlarms: 1 },
    present: { falseAlarms: 3 },
    baseline: { falseAlarms: 0, missed: 0 },
  });
});

test('few held-out examples and what the subject does not accept keep the present model', async () => {
  goodFromTwenty();
  expect(await replica({ leastHeldOut: 3 }).learn()).toMatchObject({ adopted: false });
  await pool.query('DELETE FROM learned_models');
  expect(await replica({ acceptable: () => false }).learn()).toMatchObject({ adopted: false });
});

test('waits until enough examples came since the last training', async () => {
  const model = replica();
  told(15, false);
  expect(await model.learn()).toBeNull();
  told(25, true);
  told(26, true, { heldOut: true });
  told(27, true, { heldOut: true });
  clock.advance(1_000);
  expect(await model.learn()).toMatchObject({ version: 1 });
  expect(await model.learn()).toBeNull();
});

test('another replica takes it over, and one that starts later begins with it', async () => {
  const [trains, serves] = [replica(), replica()];
  expect((await serves.current()).version).toBe(0);
  goodFromTwenty();
  await trains.learn();
  await serves.refresh();
  expect(await serves.current()).toMatchObject({ version: 1, model: { from: 20 } });
  expect(await replica().current()).toMatchObject({ version: 1, model: { from: 20 } });
});

test('who serves looks for a newer one by itself after a minute', async () => {
  const [trains, serves] = [replica(), replica()];
  await serves.current();
  goodFromTwenty();
  await trains.learn();
  clock.advance(60_000);
  while ((await serves.current()).version === 0) await new Promise((resolve) => setImmediate(resolve));
  expect((await serves.current()).version).toBe(1);
});

test('who trains compares with what another replica has trained, though it served an older one', async () => {
  const late = replica();
  await late.current();
  goodFromTwenty();
  await replica().learn();
  told(16, false);
  told(24, true);
  told(28, true, { heldOut: true });
  told(12, false, { heldOut: true });
  clock.advance(1_000);
  expect(await late.learn()).toMatchObject({ version: 2, adopted: true, present: { missed: 0, falseAlarms: 0 } });
});

test('what was compared with a model that is no more in use is not adopted', async () => {
  const [late, faster] = [replica(), replica()];
  const meeting = new SharedArrayBuffer(8);
  const flags = new Int32Array(meeting);
  goodFromTwenty({ meeting });
  const learning = late.learn();
  while (Atomics.load(flags, 0) === 0) await new Promise((resolve) => setImmediate(resolve));
  const trained = { format: 'one-byte', parameters: new Uint8Array([20]), learned: 2, heldOut: 2, trainedAt: clock.now() };
  const figures = learner.measure({ from: 20 }, []);
  await faster.versions.add({
    ...{ ...trained, adopted: true, comparedWith: 0 },
    comparison: { candidate: figures, present: figures, baseline: figures },
  });
  Atomics.store(flags, 1, 1);
  Atomics.notify(flags, 1);
  expect(await learning).toMatchObject({ version: 2, adopted: false });
  await late.refresh();
  expect(await late.current()).toMatchObject({ version: 1 });
});

test('parameters of another format are not read', async () => {
  goodFromTwenty();
  await replica().learn();
  await pool.query(`UPDATE learned_models SET format = 'earlier', parameters = '\\x0102'`);
  expect(await replica().current()).toMatchObject({ version: 0, model: { from: 50 } });
});

test('the loop that serves turns while a training waits for it, and the present model serves', async () => {
  const model = replica();
  const meeting = new SharedArrayBuffer(8);
  const flags = new Int32Array(meeting);
  goodFromTwenty({ meeting });
  const learning = model.learn();
  while (Atomics.load(flags, 0) === 0) await new Promise((resolve) => setImmediate(resolve));
  for (let turns = 0; turns < 100; turns++) expect((await model.current()).version).toBe(0);
  Atomics.store(flags, 1, 1);
  Atomics.notify(flags, 1);
  expect(await learning).toMatchObject({ adopted: true });
  expect((await model.current()).version).toBe(1);
});

test.each(['fails', 'takes all memory'] as const)(
  'a training that %s changes nothing, and the next one is done',
  async (trouble) => {
    const model = replica();
    goodFromTwenty({ trouble });
    await expect(model.learn()).rejects.toThrow();
    expect(await rows()).toEqual([]);
    expect((await model.current()).version).toBe(0);
    marks = [];
    goodFromTwenty();
    expect(await model.learn()).toMatchObject({ version: 1, adopted: true });
  },
  60_000,
);
