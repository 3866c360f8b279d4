import { aViewer, countStatements } from '@marquee/platform/testing';
import { Client } from 'pg';
import { untaught } from '../src/modules/spam/spam-learner';
import { numbers } from '../src/numbers';
import { aModerator } from './cases';
import { ScreeningDriftDocument } from './generated/documents';
import { aCurator, inHours, NOW, startWorld, type World } from './world';

const DAY_HOURS = 24;
const drift = async (world: World, days = 30) => (await world.run(aModerator(), ScreeningDriftDocument, { days })).screeningDrift;
const of = async (world: World, feature: string) => (await drift(world)).find((one) => one.feature === feature);

async function sql(world: World, text: string, values: unknown[] = []) {
  const client = new Client(world.databaseUrl);
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** So many screenings that many hours from now, evenly between these two spam probabilities; everything else about them is alike. */
async function screened(world: World, count: number, hours: number, [from, until]: [number, number]) {
  const [workflow] = await sql(world, 'SELECT id FROM workflows LIMIT 1');
  await sql(
    world,
    `INSERT INTO assessments (id, workflow_id, event_version, completeness, content_quality, image_quality, spam_probability, duplicate_risk, overall,
       recommendation, flags, model_version, created_at)
     SELECT gen_random_uuid(), $1, 1, 0.9, 0.8, 0.7, $3::float8 + ($4::float8 - $3::float8) * (n - 0.5) / $2, 0, 0.8, 'PASS', '{}', 0, $5::timestamptz
     FROM generate_series(1, $2) n`,
    [workflow!.id, count, from, until, inHours(hours)],
  );
}

/** A classifier is adopted then. Which, does not matter here: it is asked for its time alone. */
const trainedAt = (world: World, hours: number) =>
  sql(
    world,
    `INSERT INTO learned_models (name, version, format, parameters, adopted, learned, held_out, figures, trained_at)
     VALUES ('spam', 1, 'hashed-words-2', $2, true, 10, 10, '{}', $1::timestamptz)`,
    [inHours(hours), Buffer.from(untaught().toBytes())],
  );

const metricOf = async (world: World) => {
  const { sql: text } = numbers.find(({ name }) => name === 'marquee_screening_drift')!;
  return Object.fromEntries((await sql(world, text)).map(({ feature, value }) => [feature, Number(value)]));
};

describe('drift of the screening (C17)', () => {
  it('is told where scores are not what they were before, and of nothing else', async () => {
    const world = await startWorld();
    await world.submitted();
    await screened(world, 200, -10 * DAY_HOURS, [0, 0.5]);
    await screened(world, 100, -DAY_HOURS, [0.3, 0.9]);
    await world.runJob('watch-drift');
    const [first, ...others] = await drift(world);
    expect(first).toMatchObject({ feature: 'SPAM_PROBABILITY', latest: { state: 'DRIFTED', referenceCount: 200, modelVersion: 0 } });
    // With the one that the submission itself made.
    expect(first!.latest).toMatchObject({ recentCount: 101, measuredAt: NOW.toISOString(), referenceMean: expect.closeTo(0.25, 2) });
    expect(first!.latest.recentMean).toBeGreaterThan(0.55);
    expect(first!.history).toEqual([first!.latest]);
    expect(others.map(({ latest }) => latest.state)).toEqual(others.map(() => 'STABLE'));
    expect(others.map(({ feature }) => feature).sort()).toEqual([
      'CATEGORY',
      'COMPLETENESS',
      'CONTENT_QUALITY',
      'DUPLICATE_RISK',
      'IMAGE_QUALITY',
      'LANGUAGE',
      'OVERALL',
      'TAGS',
      'TEXT_LENGTH',
    ]);
    expect((await of(world, 'CATEGORY'))!.latest).toMatchObject({ recentMean: null, referenceMean: null });
    const metric = await metricOf(world);
    expect(metric.SPAM_PROBABILITY).toBeGreaterThan(0.25);
    expect(metric.OVERALL).toBe(0);
  });

  it('is measured against the days before the classifier was trained', async () => {
    const world = await startWorld();
    await world.submitted();
    await screened(world, 100, -60 * DAY_HOURS, [0, 0.5]);
    await screened(world, 100, -20 * DAY_HOURS, [0.4, 0.9]);
    await screened(world, 100, -DAY_HOURS, [0.4, 0.9]);
    await world.runJob('watch-drift');
    expect((await of(world, 'SPAM_PROBABILITY'))!.latest).toMatchObject({ state: 'STABLE', referenceCount: 100 });
    await trainedAt(world, -50 * DAY_HOURS);
    await world.runJob('watch-drift');
    expect((await of(world, 'SPAM_PROBABILITY'))!.latest).toMatchObject({ state: 'DRIFTED', referenceCount: 100, modelVersion: 1 });
  });

  it('says nothing of few', async () => {
    const world = await startWorld();
    await world.submitted();
    await screened(world, 49, -10 * DAY_HOURS, [0, 0.1]);
    await screened(world, 60, -DAY_HOURS, [0.8, 0.9]);
    expect(await drift(world)).toEqual([]);
    await world.runJob('watch-drift');
    expect((await drift(world)).every(({ latest }) => latest.state === 'UNKNOWN')).toBe(true);
    expect((await metricOf(world)).SPAM_PROBABILITY).toBe(0);
  });

  it('has a history of one measure a day, for ninety days', async () => {
    const world = await startWorld();
    await world.submitted();
    for (let day = 0; day < 3; day++) {
      await world.runJob('watch-drift');
      world.clock.advance(3_600_000);
      await world.runJob('watch-drift');
      world.clock.advance(23 * 3_600_000);
    }
    const { history } = (await of(world, 'OVERALL'))!;
    expect(history.map(({ measuredAt }) => measuredAt)).toEqual([inHours(1), inHours(25), inHours(49)]);
    expect((await drift(world, 2)).find(({ feature }) => feature === 'OVERALL')!.history).toHaveLength(2);
    world.clock.advance(91 * DAY_HOURS * 3_600_000);
    await world.runJob('watch-drift');
    expect(await sql(world, 'SELECT 1 FROM screening_drifts')).toEqual([]);
  });

  it('is for moderators and admins, of 1 to 90 days, in one statement', async () => {
    const world = await startWorld();
    await world.submitted();
    await world.runJob('watch-drift');
    expect(await world.errorOf(null, ScreeningDriftDocument, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
    for (const viewer of [aViewer(), aCurator()])
      expect(await world.errorOf(viewer, ScreeningDriftDocument, {})).toMatchObject({ code: 'FORBIDDEN' });
    for (const days of [0, 91])
      expect(await world.errorOf(aModerator(), ScreeningDriftDocument, { days })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'days' });
    expect((await countStatements(world.subgraph, () => drift(world))).statements).toBe(1);
  });
});
