import { randomUUID } from 'node:crypto';
import { firstBytes } from '@marquee/platform';
import { strFromU8, unzipSync } from 'fflate';
import { chartOf } from '../src/modules/tracking/tracking-chart';
import { dayOf, nextReportAt, nextSuggestionsAt, spanFrom } from '../src/modules/tracking/tracking-days';
import { figuresOf, type Recorded } from '../src/modules/tracking/tracking-figures';
import { ExportActivityReportDocument, RecordGoalProgressDocument, UpdateDailyActivityDocument } from './generated/documents';
import { keyOf } from './avatars';
import { moveTo, trackerOf } from './tracking';
import { signUp, startWorld, type Person, type World } from './world';

let world: World;
let ada: Person;
let own: ReturnType<typeof trackerOf>;
const work = () => world.subgraph.runJob('write-reports');
const titles = async (by = ada) =>
  (await world.run(by.viewer, '{ notifications { nodes { type title body } } }')).notifications.nodes.flatMap(
    ({ type, title, body }: { type: string; title: string; body: string }) => (type === 'ACTIVITY_REPORT' ? [`${title}: ${body}`] : []),
  );
const zone = (name: string, by = ada) =>
  world.run(by.viewer, `mutation { updatePreferences(input: { timeZone: "${name}" }) { __typename } }`);

beforeEach(async () => {
  world = await startWorld();
  ada = await signUp(world);
  own = trackerOf(world, ada);
});

describe('the report of a week (U77)', () => {
  it('comes on Monday at six by the person’s clock, with hours, moods, subjects, goals and a chart (U77)', async () => {
    await zone('America/Toronto');
    const { id } = await own.goal({ targetValue: 1 });
    await world.run(ada.viewer, RecordGoalProgressDocument, { input: { id, add: 1 } });
    await own.record({ date: '2026-11-16', studyHours: 2, subject: 'Biology', sleepHours: 8, mood: { emoji: '😀' } });
    world.clock.advance(1);
    await own.record({ date: '2026-11-16', studyHours: 1.5, subject: 'biology', sleepHours: 7 });
    world.clock.advance(1);
    await own.record({ date: '2026-11-18', studyHours: 3, subject: 'Maths', mood: { emoji: '🙁' } });
    await own.record({ date: '2026-11-15', studyHours: 9, subject: 'Of the week before' });
    moveTo(world, '2026-11-23T10:59:59.999Z');
    await work();
    // What was written down of a week that was over is reported at once.
    expect((await own.reports('WEEKLY')).map(({ startDate }) => startDate)).toEqual(['2026-11-09']);
    expect(await titles()).toEqual([]);
    moveTo(world, '2026-11-23T11:00:00.000Z');
    await work();
    const [report] = await own.reports('WEEKLY');
    expect(report).toMatchObject({
      ...{ period: 'WEEKLY', startDate: '2026-11-16', endDate: '2026-11-22', activityCount: 3, studyHours: 6.5, averageSleepHours: 8 },
      moods: [
        { emoji: '😀', count: 1 },
        { emoji: '🙁', count: 1 },
      ],
      subjects: [
        { subject: 'Biology', hours: 3.5 },
        { subject: 'Maths', hours: 3 },
      ],
      ...{ averageMood: 0.5, goalsCompleted: 1, goalsFailed: 0, file: null },
    });
    expect(report!.days.slice(0, 3)).toEqual([
      { date: '2026-11-16', studyHours: 3.5, sleepHours: 8, mood: 2 },
      { date: '2026-11-17', studyHours: 0, sleepHours: null, mood: null },
      { date: '2026-11-18', studyHours: 3, sleepHours: null, mood: -1 },
    ]);
    expect(report!.chartSvg).toMatch(/^<svg [^]*<title id="t">Hours a day, 2026-11-16 – 2026-11-22<\/title>[^]*<\/svg>\n$/);
    expect(await titles()).toEqual(['Your week in numbers: You studied 6.5 hours. Your report is ready.']);
    await work();
    expect(await own.reports()).toHaveLength(2);
  });

  it('is made of what is written down, changed and deleted after it, too, and of nothing there is none (U77)', async () => {
    const activity = await own.record({ date: '2026-11-19', studyHours: 2 });
    moveTo(world, '2026-11-23T06:00:00.000Z');
    await work();
    await own.record({ date: '2026-11-22', studyHours: 1 });
    expect((await own.reports('WEEKLY')).map(({ studyHours }) => studyHours)).toEqual([3]);
    await world.run(ada.viewer, UpdateDailyActivityDocument, { input: { id: activity.id, studyHours: 5 } });
    expect((await own.reports('WEEKLY')).map(({ studyHours }) => studyHours)).toEqual([6]);
    for (const { id } of (await own.days()).nodes)
      await world.run(ada.viewer, `mutation { deleteDailyActivity(input: { id: "${id}" }) { __typename } }`);
    expect(await own.reports()).toEqual([]);
    // A week without anything has no report, and its person no plan.
    moveTo(world, '2026-11-30T06:00:00.000Z');
    await work();
    expect(await own.reports()).toEqual([]);
    expect(await world.db.prisma.trackingPlan.findUnique({ where: { userId: ada.id } })).toMatchObject({ weeklyAt: null });
    expect(await titles()).toHaveLength(1);
  });

  it('is made of each week that passed while nothing ran, each once, whoever does it (U77)', async () => {
    await own.record({ date: '2026-11-20', studyHours: 2 });
    moveTo(world, '2026-11-24T12:00:00.000Z');
    await own.record({ date: '2026-11-24', studyHours: 3 });
    moveTo(world, '2026-12-08T12:00:00.000Z');
    await Promise.all([work(), work(), work()]);
    expect((await own.reports('WEEKLY')).map(({ startDate, studyHours }) => [startDate, studyHours])).toEqual([
      ['2026-11-23', 3],
      ['2026-11-16', 2],
    ]);
    expect(await titles()).toHaveLength(3);
  });

  it('moves with the clock of its person, and not with what is due already (U77)', async () => {
    await own.record({ date: '2026-11-20', studyHours: 2 });
    await zone('Asia/Tokyo');
    moveTo(world, '2026-11-22T20:59:00.000Z');
    await work();
    expect(await own.reports()).toEqual([]);
    moveTo(world, '2026-11-22T21:00:00.000Z');
    await zone('America/Toronto');
    await work();
    expect(await own.reports('WEEKLY')).toHaveLength(1);
  });
});

describe('the report of a month (U78)', () => {
  it('comes on the first of the next one at six by the person’s clock, with each of its days (U78)', async () => {
    for (const date of ['2026-11-01', '2026-11-20']) await own.record({ date, studyHours: 2 });
    moveTo(world, '2026-12-01T05:59:59.999Z');
    await work();
    expect(await own.reports('MONTHLY')).toEqual([]);
    moveTo(world, '2026-12-01T06:00:00.000Z');
    await work();
    const [report] = await own.reports('MONTHLY');
    expect(report).toMatchObject({ startDate: '2026-11-01', endDate: '2026-11-30', studyHours: 4 });
    expect(report!.days).toHaveLength(30);
    expect(await titles()).toContain('Your month in numbers: You studied 4 hours. Your report is ready.');
    const ben = await signUp(world);
    expect(await trackerOf(world, ben).reports()).toEqual([]);
  });
});

describe('a report as a file (U79)', () => {
  const ask = async (id: string, by = ada, idempotencyKey?: string) =>
    (await world.run(by.viewer, ExportActivityReportDocument, { input: { id, ...(idempotencyKey ? { idempotencyKey } : {}) } }))
      .exportActivityReport;
  const reported = async () => {
    await own.record({ date: '2026-11-09', studyHours: 2, subject: '=1+1', notes: 'A note.', mood: { emoji: '😀', text: 'fine' } });
    return (await own.reports('WEEKLY'))[0]!.id;
  };
  const file = async () => (await own.reports('WEEKLY'))[0]!.file;

  it('is a ZIP of numbers, days, activities and the chart, and is in the store for seven days (U79)', async () => {
    const id = await reported();
    expect(await ask(id)).toMatchObject({ report: { id, file: { isReady: false, downloadUrl: null } } });
    await work();
    const ready = (await file())!;
    expect(ready).toMatchObject({ isReady: true, expiresAt: '2026-11-28T12:00:00.000Z' });
    const key = keyOf(ready.downloadUrl!);
    const bytes = (await firstBytes(world.files, key, 1_000_000))!;
    expect(bytes.length).toBe(ready.size);
    const files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));
    expect(JSON.parse(files['report.json']!)).toMatchObject({ period: 'WEEKLY', startsOn: '2026-11-09', studyHours: 2 });
    expect(files['days.csv']).toContain('2026-11-09,2,,2');
    // What a spreadsheet would take for a formula is none.
    expect(files['activities.csv']).toContain(`2026-11-09,2,'=1+1,,😀,fine,,,A note.`);
    expect(files['chart.svg']).toMatch(/^<svg /);
    moveTo(world, '2026-11-28T12:00:00.000Z');
    expect(await file()).toBeNull();
    await world.subgraph.runJob('delete-unused-files');
    expect(await world.files.head(key)).toBeNull();
  });

  it('is asked for once by a key, by its owner alone, and the new one takes the place of the old (U79)', async () => {
    const id = await reported();
    await ask(id, ada, 'k');
    await work();
    const first = keyOf((await file())!.downloadUrl!);
    await ask(id, ada, 'k');
    expect(keyOf((await file())!.downloadUrl!)).toBe(first);
    await ask(id);
    expect(await file()).toMatchObject({ isReady: false, downloadUrl: null });
    expect(await world.files.head(first)).toBeNull();
    await work();
    expect(keyOf((await file())!.downloadUrl!)).not.toBe(first);
    expect((await ask(id, await signUp(world))).__typename).toBe('NotFound');
    expect((await ask(randomUUID())).__typename).toBe('NotFound');
  });

  it('goes with all that somebody wrote down when they are erased (U75 to U80)', async () => {
    await ask(await reported());
    await work();
    const key = keyOf((await file())!.downloadUrl!);
    await own.goal({ remindAt: '13:00' });
    await world.run(ada.viewer, 'mutation { chooseSuggestions(input: { frequency: DAILY }) { __typename } }');
    await world.subgraph.runJob('make-suggestions');
    await ask((await own.reports('WEEKLY'))[0]!.id);
    await world.tell('user.erased', ada.id, { userId: ada.id, erasureId: randomUUID() } as never);
    await work();
    await world.subgraph.runJob('delete-unused-files');
    expect(await world.files.head(key)).toBeNull();
    for (const table of ['daily_activities', 'goals', 'activity_reports', 'tracking_plans', 'personal_suggestions'])
      expect((await world.db.pool.query(`SELECT count(*)::int AS left FROM ${table}`)).rows).toEqual([{ left: 0 }]);
    expect((await world.db.pool.query(`SELECT key FROM stored_files`)).rows).toEqual([]);
  });
});

describe('days (U77, U78)', () => {
  const next = (period: 'WEEKLY' | 'MONTHLY', now: string, place: string | null = null) =>
    nextReportAt(period, new Date(now), place).toISOString();

  it('of reports are Mondays and firsts by the clock of a place, also where it changes (U77, U78)', () => {
    expect(next('WEEKLY', '2026-11-23T05:59:00Z')).toBe('2026-11-23T06:00:00.000Z');
    expect(next('WEEKLY', '2026-11-23T06:00:00Z')).toBe('2026-11-30T06:00:00.000Z');
    expect(next('WEEKLY', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-26T05:00:00.000Z');
    expect(next('MONTHLY', '2026-12-31T12:00:00Z', 'Asia/Tokyo')).toBe('2026-12-31T21:00:00.000Z');
    expect(nextSuggestionsAt('DAILY', new Date('2026-11-21T08:00:00Z'), null).toISOString()).toBe('2026-11-22T08:00:00.000Z');
    expect(nextSuggestionsAt('WEEKLY', new Date('2026-11-23T07:59:00Z'), null).toISOString()).toBe('2026-11-23T08:00:00.000Z');
    expect(nextSuggestionsAt('WEEKLY', new Date('2026-11-23T08:00:00Z'), null).toISOString()).toBe('2026-11-30T08:00:00.000Z');
  });

  it.each([
    ['2026-01-30', '2026-02-28'],
    ['2026-01-31', '2026-02-28'],
    ['2026-02-01', '2026-02-28'],
    ['2026-03-31', '2026-04-30'],
    ['2028-01-30', '2028-02-29'],
    ['2026-12-15', '2027-01-14'],
  ])('a month from %s on is over after %s (U76)', (from, until) => {
    expect(spanFrom('MONTHLY', dayOf(from)).endsOn).toEqual(dayOf(until));
  });

  it('are drawn without anything that somebody wrote (U77)', () => {
    const row: Recorded = { day: dayOf('2026-11-16'), studyHours: 30, subject: '<script>', sleepHours: 8, moodEmoji: '😀' };
    const span = { startsOn: dayOf('2026-11-16'), endsOn: dayOf('2026-11-22') };
    const figures = figuresOf([row, { ...row, day: dayOf('2026-11-18') }], span, { goalsCompleted: 0, goalsFailed: 0 });
    for (const language of ['EN', 'FR', 'DE', 'ES'] as const) {
      const svg = chartOf(figures, language);
      expect(svg).not.toMatch(/script|NaN|Infinity|undefined/);
      expect(svg.match(/<rect /g)).toHaveLength(4);
      expect(svg.match(/<circle /g)).toHaveLength(3);
    }
  });
});
