import { setTimeout } from 'node:timers/promises';
import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer, watched, withoutLocks, type Data, type Hooks } from '@marquee/platform/testing';
import { events } from '../src';
import { openDatabase, type Database } from '../src/db';
import { keep } from '../src/kept';
import {
  CancelOccurrenceDocument,
  CreateSeriesDocument,
  RsvpInARaceDocument,
  SeriesWithOccurrencesDocument,
  SubmitEventBrieflyDocument,
  UpdateSeriesDocument,
} from './generated/documents';
import { aReplica } from './replicas';
import { decision, startWorld, type World } from './world';

// Two at the same series: the second comes just when the first has read what it goes by.

type Make = (after: Hooks['after']) => typeof events;
const locked: Make = (after) => events.with({ keep: (basics) => keep({ ...basics, db: watched(basics.db, { after }) }) });
const lockless: Make = (after) => events.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(watched(basics.db, { after })) }) });

interface Stage {
  world: World;
  db: Database;
  seriesId: string;
  occurrences(): Promise<Data[]>;
  /** Once, when the first has run a statement with this text: the second begins, and is done or waits for a lock before the first goes on. */
  meanwhile(statement: string, second: () => Promise<string>): void;
  answered(): Promise<string | undefined>;
}

async function aStage(make: Make): Promise<Stage> {
  let trigger: { statement: string; second: () => Promise<string> } | null = null;
  let answer: Promise<string> | undefined;
  const after = async (statement: string) => {
    if (!trigger || !statement.includes(trigger.statement)) return;
    const { second } = trigger;
    trigger = null;
    let settled = false;
    answer = second().finally(() => (settled = true));
    while (!settled && (await waiting()) === 0) await setTimeout(5);
  };
  const world = await startWorld({ module: make(after) });
  const db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
  const waiting = async () =>
    (await db.pool.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount ?? 0;
  const { createSeries: made }: Data = await world.run(world.organiser, CreateSeriesDocument, {
    input: {
      content: {
        title: 'Choir',
        description: 'We sing.',
        timezone: 'America/Toronto',
        categorySlug: 'music',
        durationMinutes: 90,
        capacity: 12,
      },
      schedule: { start: '2026-12-01T19:30', rule: 'FREQ=WEEKLY;BYDAY=TU' },
    },
  });
  await world.run(world.organiser, SubmitEventBrieflyDocument, { input: { eventId: made.event.id as string } });
  const { version } = await db.prisma.event.findUniqueOrThrow({ where: { id: made.event.id as string } });
  await world.tell('curation.decided', made.event.id as string, decision({ eventId: made.event.id as string, eventVersion: version }));
  const seriesId = made.series.id as string;
  const read = async (): Promise<Data> =>
    (await world.run(world.organiser, SeriesWithOccurrencesDocument, { id: seriesId, first: 100 })).series!;
  return {
    ...{ world, db, seriesId },
    occurrences: async () => (await read()).occurrences.nodes as Data[],
    meanwhile: (statement, second) => void (trigger = { statement, second }),
    answered: () => answer ?? Promise.resolve(undefined),
  };
}

describe('a change of all while the job makes the next occurrence', () => {
  /** Returns the capacities of all occurrences afterwards. */
  async function race(make: Make) {
    const { world, db, seriesId, occurrences, meanwhile, answered } = await aStage(make);
    const [first, ...rest] = await occurrences();
    await db.prisma.event.deleteMany({ where: { id: rest.at(-1)!.id as string } });
    await db.prisma.eventSeries.update({ where: { id: seriesId }, data: { madeUntil: null } });
    const organiser = await aReplica(world);
    const input = { eventId: first!.id as string, version: first!.version as number, scope: 'ALL' as const, changes: { capacity: 20 } };
    meanwhile('eventSeries.findUnique', async () => {
      const { data, errors } = await organiser.execute(world.organiser, UpdateSeriesDocument, { input });
      return (data?.updateSeries?.__typename ?? JSON.stringify(errors)) as string;
    });
    await world.subgraph.runJob('make-occurrences');
    expect(await answered()).toBe('UpdateSeriesSuccess');
    return (await occurrences()).map(({ attendanceCounts }) => attendanceCounts.capacity as number);
  }

  test('changes that one, too', async () => {
    expect(await race(locked)).toEqual(Array(7).fill(20));
  });

  test('control: without the lock of the series, one says what the series said before', async () => {
    expect((await race(lockless)).toSorted((a, b) => a - b)).toEqual([12, ...(Array(6).fill(20) as number[])]);
  });
});

describe('a guest answers while an occurrence without guests is called off', () => {
  async function race(make: Make) {
    const { world, seriesId, occurrences, meanwhile, answered } = await aStage(make);
    const { id, recurrenceId } = (await occurrences())[2]! as { id: string; recurrenceId: string };
    const door = await aReplica(world);
    meanwhile('awaitingApproval', async () => {
      const { data } = await door.execute(aViewer(), RsvpInARaceDocument, { input: { eventId: id, status: 'GOING' } });
      return data?.rsvp.__typename as string;
    });
    const { cancelOccurrence } = await world.run(world.organiser, CancelOccurrenceDocument, { input: { seriesId, recurrenceId } });
    return { cancelled: cancelOccurrence.__typename, answered: await answered(), going: (await world.counts(id)).going as number };
  }

  test('they come too late: nobody has a place at what is called off', async () => {
    expect(await race(locked)).toEqual({ cancelled: 'CancelOccurrenceSuccess', answered: 'EventNotOpen', going: 0 });
  });

  test('control: without the lock they have a place at what was called off without a confirmation', async () => {
    expect(await race(lockless)).toEqual({ cancelled: 'CancelOccurrenceSuccess', answered: 'RsvpSuccess', going: 1 });
  });
});
