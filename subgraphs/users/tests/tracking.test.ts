import { randomUUID } from 'node:crypto';
import { explain, hasSeqScanOn, usedIndexes } from '@marquee/platform';
import { countStatements, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  DailyActivitiesDocument,
  DeleteDailyActivityDocument,
  DeleteGoalDocument,
  RecordDailyActivityDocument,
  RecordGoalProgressDocument,
  UpdateDailyActivityDocument,
  UpdateGoalDocument,
  type UpdateDailyActivityInput,
  type UpdateGoalInput,
} from './generated/documents';
import { DAY, moveTo, trackerOf } from './tracking';
import { signUp, startWorld, type Person, type World } from './world';

// Clocks of these worlds begin on Saturday, 21 November 2026.
const WHOLE = {
  ...{ date: '2026-11-20', studyHours: 2.5, subject: 'Biology', sleepHours: 7.25, description: 'Read two chapters.' },
  ...{ mood: { emoji: '😀', text: 'rested' }, tags: ['Exam', 'exam', 'library'], notes: 'Chapter 3 again.' },
};

let world: World;
let ada: Person;
let own: ReturnType<typeof trackerOf>;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  ada = await signUp(world);
  own = trackerOf(world, ada);
});

describe('a daily activity (U75)', () => {
  const update = async (input: UpdateDailyActivityInput, by = ada) =>
    (await world.run(by.viewer, UpdateDailyActivityDocument, { input })).updateDailyActivity;
  const remove = async (id: string, by = ada) =>
    (await world.run(by.viewer, DeleteDailyActivityDocument, { input: { id } })).deleteDailyActivity;

  it('has hours of study and sleep, a subject, a mood of emoji and text, tags and notes; it is changed in parts, and deleted (U75)', async () => {
    const made = await own.record(WHOLE);
    const { id } = made;
    expect(made).toEqual({ id, ...WHOLE, tags: ['exam', 'library'] });
    expect(await update({ id, mood: null, studyHours: 3 })).toMatchObject({
      activity: { ...WHOLE, tags: ['exam', 'library'], mood: null, studyHours: 3 },
    });
    expect(await update({ id, description: '', notes: null, tags: null })).toMatchObject({
      activity: { description: null, notes: null, tags: [], subject: 'Biology' },
    });
    expect(await remove(id)).toMatchObject({ deletedId: id });
    expect((await remove(id)).__typename).toBe('NotFound');
    expect((await own.days()).totalCount).toBe(0);
  });

  it('is read by its owner alone, the latest day first, by days and in pages both ways (U75)', async () => {
    const ids: string[] = [];
    for (const date of ['2026-11-18', '2026-11-19', '2026-11-19', '2026-11-20'])
      ids.unshift((await own.record({ date, subject: 'Maths' })).id);
    const all = (await own.days()).nodes.map(({ id }) => id);
    expect([all[0], all[3], new Set(all)]).toEqual([ids[0], ids[3], new Set(ids)]);
    const first = await own.days({ first: 2 });
    const second = await own.days({ first: 2, after: first.pageInfo.endCursor! });
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(all);
    expect(second.pageInfo.hasNextPage).toBe(false);
    const back = await own.days({ last: 2, before: second.pageInfo.startCursor! });
    expect(back.nodes.map(({ id }) => id)).toEqual(all.slice(0, 2));
    const some = await own.days({ from: '2026-11-19', until: '2026-11-19' });
    expect([some.totalCount, some.nodes.length]).toEqual([2, 2]);
    const ben = await signUp(world);
    expect((await trackerOf(world, ben).days()).totalCount).toBe(0);
    expect((await update({ id: ids[0]!, subject: 'Mine' }, ben)).__typename).toBe('NotFound');
    expect((await remove(ids[0]!, ben)).__typename).toBe('NotFound');
    expect(await world.run(null, DailyActivitiesDocument, {})).toEqual({ me: null });
    const { errors } = await world.execute(ada.viewer, print(DailyActivitiesDocument), { from: 'yesterday' });
    expect(errors![0]!.extensions!['code']).toBe('BAD_USER_INPUT');
    const { errors: refused } = await world.execute(null, print(RecordDailyActivityDocument), { input: WHOLE });
    expect(refused![0]!.extensions!['code']).toBe('UNAUTHENTICATED');
  });

  it.each([
    [{ date: '2026-11-22', subject: 'x' }, 'date'],
    [{ date: '1999-12-31', subject: 'x' }, 'date'],
    [{ date: '2026-02-30', subject: 'x' }, 'date'],
    [{ date: '2026-11-20' }, null],
    [{ date: '2026-11-20', notes: '\u200B' }, null],
    [{ date: '2026-11-20', studyHours: 24.1 }, 'studyHours'],
    [{ date: '2026-11-20', sleepHours: -1 }, 'sleepHours'],
    [{ date: '2026-11-20', mood: { emoji: 'happy' } }, 'mood.emoji'],
    [{ date: '2026-11-20', mood: { emoji: '😀😀' } }, 'mood.emoji'],
    [{ date: '2026-11-20', mood: { emoji: '😀', text: 'evil\u202Egnp' } }, 'mood.text'],
    [{ date: '2026-11-20', tags: Array.from({ length: 11 }, (_, n) => `t${n}`) }, 'tags'],
  ])('is refused as %j (U75)', async (input, field) => {
    expect(await own.tryRecord(input)).toMatchObject({ __typename: 'InvalidInput', field });
    expect((await own.days()).totalCount).toBe(0);
  });

  it('is of no day to come by the clock of its person (U75)', async () => {
    await world.run(ada.viewer, 'mutation { updatePreferences(input: { timeZone: "Pacific/Kiritimati" }) { __typename } }');
    expect((await own.tryRecord({ date: '2026-11-22', subject: 'There it is tomorrow' })).__typename).toBe('RecordDailyActivitySuccess');
    await world.run(ada.viewer, 'mutation { updatePreferences(input: { timeZone: null }) { __typename } }');
    expect((await own.tryRecord({ date: '2026-11-22', subject: 'x' })).__typename).toBe('InvalidInput');
  });

  it('is written down once for one key, 20 times a day, and the words of it are nowhere in clear (U75)', async () => {
    const input = { ...WHOLE, idempotencyKey: 'k' };
    const [first, again] = [await own.record(input), await own.record(input)];
    expect(again.id).toBe(first.id);
    expect((await own.tryRecord({ ...input, subject: 'Maths' })).__typename).toBe('KeyReused');
    for (let n = 1; n < 20; n++) await own.record({ date: WHOLE.date, subject: `S${n}` });
    expect((await own.tryRecord({ date: WHOLE.date, subject: 'one too many' })).__typename).toBe('NotAllowed');
    const { rows } = await world.db.pool.query('SELECT t::text AS row FROM daily_activities t WHERE user_id = $1', [ada.id]);
    expect(JSON.stringify(rows)).not.toMatch(/two chapters|rested|Chapter 3/);
  });

  const hoursAtOnce = async (there: World) => {
    const person = trackerOf(there, await signUp(there));
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => person.tryRecord({ date: '2026-11-20', studyHours: 10 })));
    return outcomes.filter(({ __typename }) => __typename === 'RecordDailyActivitySuccess').length;
  };

  it('leaves a day its 24 hours, however many are written down at once (U75)', async () => {
    expect(await hoursAtOnce(world)).toBe(2);
  });

  it('control: without the lock of the account, a day has 50 hours (U75)', async () => {
    const meet = meetingOf(5);
    const after = (statement: string) => (statement === 'dailyActivity.aggregate' ? meet() : undefined);
    expect(await hoursAtOnce(await startWorld({ db: (db) => watched(withoutLocks(db), { after }) }))).toBe(5);
  });

  it('is found by its person and day, by its person and month, without reading all (U75)', async () => {
    const client = await world.db.pool.connect();
    await client.query('SET statement_timeout = 0');
    await client.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       SELECT gen_random_uuid(), n || '@t.test', n || '@t.test', 't_' || n, 't_' || n, 't', now(), now() FROM generate_series(1, 500) n`,
    );
    await client.query(
      `INSERT INTO daily_activities (id, user_id, day, subject, tags, created_at, updated_at)
       SELECT gen_random_uuid(), u.id, date '2026-01-01' + n, 'x', '{}', now(), now() FROM users u, generate_series(1, 60) n`,
    );
    await client.query('ANALYZE daily_activities');
    client.release(true);
    const text = `SELECT * FROM daily_activities WHERE user_id = $1 AND day >= $2::date AND day <= $3::date ORDER BY day DESC, created_at DESC, id DESC LIMIT 21`;
    const plan = await explain(world.db.pool, text, [ada.id, '2026-02-01', '2026-02-28']);
    expect([usedIndexes(plan), hasSeqScanOn(plan, 'daily_activities')]).toEqual([['daily_activities_day'], false]);
  });

  it('costs one statement a page beside who is asking, however long it is (U75)', async () => {
    const count = async (first: number) =>
      (await countStatements(world.subgraph, () => world.run(ada.viewer, DailyActivitiesDocument, { first }))).statements;
    for (let n = 0; n < 10; n++) await own.record({ ...WHOLE, studyHours: 1 });
    expect(await count(10)).toBe(await count(1));
  });
});

describe('a goal (U76)', () => {
  const add = async (id: string, more: number, key?: string, by = ada) =>
    (await world.run(by.viewer, RecordGoalProgressDocument, { input: { id, add: more, ...(key ? { idempotencyKey: key } : {}) } }))
      .recordGoalProgress;
  const update = async (input: UpdateGoalInput) => (await world.run(ada.viewer, UpdateGoalDocument, { input })).updateGoal;
  const work = () => world.subgraph.runJob('keep-goals');
  const reminders = async (by = ada) =>
    (await world.run(by.viewer, '{ notifications { nodes { type title body url } } }')).notifications.nodes.filter(
      ({ type }: { type: string }) => type === 'GOAL_REMINDER',
    );

  it('is for a week or a month, and completed when its target is reached (U76)', async () => {
    const { id, ...goal } = await own.goal({ description: 'Novels', remindAt: '18:00' });
    expect(goal).toEqual({
      ...{ title: 'Read', description: 'Novels', type: 'WEEKLY', measure: 'OWN', startDate: '2026-11-21', endDate: '2026-11-27' },
      ...{ targetValue: 5, currentProgress: 0, status: 'ACTIVE', remindAt: '18:00', completedAt: null },
    });
    expect(await own.goal({ type: 'MONTHLY', startDate: '2026-11-15' })).toMatchObject({ endDate: '2026-12-14' });
    expect(await own.goal({ type: 'MONTHLY', startDate: '2027-01-31' })).toMatchObject({ endDate: '2027-02-28' });
    expect(await add(id, 2.5)).toMatchObject({ goal: { currentProgress: 2.5, status: 'ACTIVE' } });
    expect(await add(id, -4)).toMatchObject({ goal: { currentProgress: 0 } });
    expect(await add(id, 5)).toMatchObject({
      goal: { currentProgress: 5, status: 'COMPLETED', completedAt: world.clock.now().toISOString() },
    });
    expect((await add(id, 1)).__typename).toBe('NotAllowed');
    expect((await update({ id, title: 'More' })).__typename).toBe('NotAllowed');
    expect((await own.goals('COMPLETED')).map((one) => one.id)).toEqual([id]);
    expect((await own.goals('ACTIVE')).map(({ endDate }) => endDate)).toEqual(['2027-02-28', '2026-12-14']);
  });

  it('is its owner’s alone, and is deleted (U76)', async () => {
    const { id } = await own.goal();
    const ben = await signUp(world);
    expect((await add(id, 1, undefined, ben)).__typename).toBe('NotFound');
    const remove = async (by: Person) => (await world.run(by.viewer, DeleteGoalDocument, { input: { id } })).deleteGoal;
    expect((await remove(ben)).__typename).toBe('NotFound');
    expect(await remove(ada)).toMatchObject({ deletedId: id });
    expect(await own.goals()).toEqual([]);
  });

  it.each([
    [{ targetValue: 0 }, 'targetValue'],
    [{ targetValue: 0.004 }, 'targetValue'],
    [{ startDate: '2026-11-14' }, 'startDate'],
    [{ startDate: '2027-11-30' }, 'startDate'],
    [{ remindAt: '25:00' }, 'remindAt'],
    [{ title: ' ' }, 'title'],
  ])('is refused as %j (U76)', async (input, field) => {
    expect(await own.tryGoal({ title: 'Read', type: 'WEEKLY', targetValue: 5, ...input })).toMatchObject({
      __typename: 'InvalidInput',
      field,
    });
  });

  it('counts what is added at the same time, each once by its key (U76)', async () => {
    const { id } = await own.goal({ targetValue: 100 });
    await Promise.all(Array.from({ length: 8 }, (_, n) => add(id, 1, `k${n}`)));
    await Promise.all(Array.from({ length: 4 }, () => add(id, 1, 'k0')));
    expect((await own.goals())[0]!.currentProgress).toBe(8);
    for (let n = 1; n < 50; n++) await own.goal();
    expect((await own.tryGoal({ title: 'One more', type: 'WEEKLY', targetValue: 1 })).__typename).toBe('NotAllowed');
  });

  it('counts the hours of study of its days, as they are written down, changed and deleted (U76)', async () => {
    const { id } = await own.goal({ measure: 'STUDY_HOURS', startDate: '2026-11-19', targetValue: 6 });
    await own.record({ date: '2026-11-18', studyHours: 9 });
    const activity = await own.record({ date: '2026-11-19', studyHours: 4 });
    const progress = async () => (await own.goals()).find((one) => one.id === id);
    expect(await progress()).toMatchObject({ currentProgress: 4, status: 'ACTIVE' });
    expect((await add(id, 1)).__typename).toBe('NotAllowed');
    await world.run(ada.viewer, UpdateDailyActivityDocument, { input: { id: activity.id, studyHours: 1.5 } });
    expect(await progress()).toMatchObject({ currentProgress: 1.5 });
    await own.record({ date: '2026-11-20', studyHours: 4.5 });
    expect(await progress()).toMatchObject({ currentProgress: 6, status: 'COMPLETED' });
  });

  it('is failed when its last day is over where its person is, not before (U76)', async () => {
    await world.run(ada.viewer, 'mutation { updatePreferences(input: { timeZone: "America/Toronto" }) { __typename } }');
    const begun = world.clock.now();
    await own.goal();
    moveTo(world, '2026-11-28T04:59:59.999Z');
    await work();
    expect((await own.goals()).map(({ status }) => status)).toEqual(['ACTIVE']);
    moveTo(world, '2026-11-28T05:00:00.000Z');
    const { id } = (await own.goals())[0]!;
    // The clock decides, and not the job.
    expect((await add(id, 5)).__typename).toBe('NotAllowed');
    await work();
    expect((await own.goals()).map(({ status }) => status)).toEqual(['FAILED']);
    world.clock.advance(begun.getTime() - world.clock.now().getTime());
  });

  it('is reminded of at the very minute by the person’s clock, on each of its days, and moves with them (U76, X50)', async () => {
    const there = await startWorld();
    const eve = await signUp(there);
    const zone = (name: string) =>
      there.run(eve.viewer, `mutation { updatePreferences(input: { timeZone: "${name}", language: DE }) { __typename } }`);
    const told = async () =>
      (await there.run(eve.viewer, '{ notifications { nodes { type title body url createdAt } } }')).notifications.nodes;
    await zone('Europe/Berlin');
    const { id } = await trackerOf(there, eve).goal({ remindAt: '18:00', title: 'Laufen' });
    const at = async (instant: string) => {
      moveTo(there, instant);
      await there.subgraph.runJob('keep-goals');
      return (await told()).map(({ createdAt }: { createdAt: string }) => createdAt);
    };
    expect(await at('2026-11-21T16:59:59.999Z')).toEqual([]);
    expect(await at('2026-11-21T17:00:00.000Z')).toEqual(['2026-11-21T17:00:00.000Z']);
    expect(await told()).toEqual([
      expect.objectContaining({ type: 'GOAL_REMINDER', title: 'Erinnerung: Laufen', body: '0 / 5 bisher. Nach heute bleiben 6 Tage.' }),
    ]);
    expect((await told())[0].url).toMatch(/\/goals$/);
    // In Tokyo it is six in the evening eight hours earlier; the unread one gives way to the next.
    await zone('Asia/Tokyo');
    expect(await at('2026-11-22T08:59:00.000Z')).toEqual(['2026-11-21T17:00:00.000Z']);
    expect(await at('2026-11-22T09:00:00.000Z')).toEqual(['2026-11-22T09:00:00.000Z']);
    // Nobody was there for a day: one is not told of yesterday.
    expect(await at('2026-11-23T20:00:00.000Z')).toEqual(['2026-11-22T09:00:00.000Z']);
    expect(await at('2026-11-24T09:00:00.000Z')).toEqual(['2026-11-24T09:00:00.000Z']);
    await there.run(eve.viewer, RecordGoalProgressDocument, { input: { id, add: 5 } });
    expect(await told()).toEqual([]);
    expect(await at('2026-11-25T09:00:00.000Z')).toEqual([]);
  });

  it('is reminded of no more when its reminder is taken back, or it is deleted (U76)', async () => {
    const [first, second] = [await own.goal({ remindAt: '13:00' }), await own.goal({ remindAt: '13:00', title: 'Run' })];
    const begun = world.clock.now();
    await update({ id: first.id, remindAt: null });
    world.clock.advance(DAY / 12);
    await work();
    expect((await reminders()).map(({ title }: { title: string }) => title)).toEqual(['Reminder: Run']);
    await world.run(ada.viewer, DeleteGoalDocument, { input: { id: second.id } });
    expect(await reminders()).toEqual([]);
    expect((await update({ id: randomUUID(), remindAt: null })).__typename).toBe('NotFound');
    world.clock.advance(begun.getTime() - world.clock.now().getTime());
  });
});
