import type { Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { ImportDocumentDocument, ImportWorkDocument, StartImportDocument, WatchImportDocument } from './generated/documents';
import { publisher, record, startImporting, type ImportWorld } from './importing';
import { sqlOn } from './sql';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImporting({}, true);
});
beforeEach(async () => {
  await world.sql('DELETE FROM long_work');
  await world.clear();
});

const bring = async (input: Data): Promise<Data> =>
  (await world.run(publisher, ImportDocumentDocument, { input: { timezone: 'America/Toronto', ...input } as never })).importEvents as Data;
const titles = async () => (await world.sql('SELECT title FROM events ORDER BY title')).rows.map(({ title }) => title as string);

describe('a document', () => {
  test('of iCalendar: each time of what repeats is a record, with its line and what is dropped', async () => {
    const text = [
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:a', 'SUMMARY:Choir', 'DTSTART;TZID=Europe/Berlin:20261201T190000'],
      ...['RRULE:FREQ=WEEKLY;COUNT=2', 'X-SEATS:4', 'END:VEVENT', 'END:VCALENDAR'],
    ].join('\r\n');
    const answer = await bring({ document: { format: 'ICALENDAR', text } });
    expect(answer).toMatchObject({
      created: 2,
      records: [
        { line: 3, dropped: ['X-SEATS'], event: { title: 'Choir', startsAt: '2026-12-01T18:00:00.000Z' } },
        { line: 3, event: { startsAt: '2026-12-08T18:00:00.000Z' } },
      ],
    });
    expect(await bring({ document: { format: 'ICALENDAR', text } })).toMatchObject({ created: 0, unchanged: 2 });
  });

  test('of CSV: a row that cannot be read says why, on its line', async () => {
    const text = 'title,start,venue,parking\nOne,2026-12-08 19:00,Hall,yes\nTwo,some day,Hall,\n';
    const answer = await bring({ document: { format: 'CSV', text } });
    expect(answer.records).toMatchObject([
      { outcome: 'CREATED', line: 2, dropped: ['parking'] },
      { outcome: 'SKIPPED', line: 3, reason: 'startDate is no ISO 8601 time: some day' },
    ]);
  });

  test('a page of HTML', async () => {
    const text = `<html>\n<script type="application/ld+json">${JSON.stringify(record())}</script></html>`;
    expect(await bring({ document: { format: 'SCHEMA_ORG', text } })).toMatchObject({ created: 1, records: [{ line: 2 }] });
  });

  test.each([
    [{}, 'document'],
    [{ jsonLd: '{}', document: { format: 'CSV', text: 'title,start' } }, 'document'],
    [{ document: { format: 'ICALENDAR', text: 'BEGIN:VCALENDAR' } }, 'document.text'],
    [{ document: { format: 'CSV', text: 'a,b\n1,2' } }, 'document.text'],
    [{ document: { format: 'CSV', text: 'x'.repeat(200_001) } }, 'document.text'],
    [{ jsonLd: '[' }, 'jsonLd'],
  ])('%j is refused by the path of what is wrong', async (input, field) => {
    expect(await bring(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });
});

describe('a dry run', () => {
  test('tells what would become of each record, and changes nothing', async () => {
    const told = (parts: Data[] = [{}, { name: 'Other' }]) => JSON.stringify(parts.map((part) => record(part)));
    const dry = await bring({ jsonLd: told(), dryRun: true });
    expect(dry).toMatchObject({ created: 2, records: [{ outcome: 'CREATED', event: null }, { outcome: 'CREATED' }] });
    expect(await titles()).toEqual([]);
    await bring({ jsonLd: told() });
    const facts = async () => (await world.sql(`SELECT count(*)::int AS n FROM outbox WHERE topic = 'event.changed'`)).rows[0]!.n as number;
    const before = await facts();
    const again = await bring({
      jsonLd: told([
        { offers: { price: 9, priceCurrency: 'CAD' } },
        { name: 'Other', eventStatus: 'EventCancelled' },
        { name: 'Third', startDate: 'soon' },
      ]),
      dryRun: true,
    });
    expect(again.records).toMatchObject([
      { outcome: 'UPDATED', notes: expect.arrayContaining(['would change: price']) },
      { outcome: 'UPDATED', notes: expect.arrayContaining(['would be called off']) },
      { outcome: 'SKIPPED' },
    ]);
    const { rows } = await world.sql('SELECT status, price_min::int AS price FROM events ORDER BY title');
    expect(rows).toEqual(Array.from({ length: 2 }, () => ({ status: 'PUBLISHED', price: 500 })));
    expect(await facts()).toBe(before);
  });

  test('of an import that goes on by itself is watched like any other', async () => {
    const jsonLd = JSON.stringify(Array.from({ length: 150 }, (_, n) => record({ name: `Night ${n}`, location: { name: `Room ${n}` } })));
    const { startImport } = await world.run(publisher, StartImportDocument, { input: { jsonLd, dryRun: true } });
    const { id } = (startImport as Data).import as Data;
    const stream = await world.subscribe(publisher, print(WatchImportDocument), { importId: id });
    let seen: Data;
    do seen = (await stream.next()).data!.importProgress as Data;
    while (seen.state !== 'SUCCEEDED');
    expect(seen).toMatchObject({ dryRun: true, done: 150, total: 150, created: 150 });
    await stream.close();
    expect(await titles()).toEqual([]);
    const work = (await world.run(publisher, ImportWorkDocument, { id: id as string, first: 1 })).importWork as Data;
    expect(work.records.nodes[0]).toMatchObject({ outcome: 'CREATED', event: null });
  });
});

test('imports of several sources wait for each other only where their events start about the same time', async () => {
  const sql = sqlOn(world);
  const holder = await sql.pool.connect();
  // As an import does that has a new event at seven.
  await holder.query('BEGIN');
  const seven = Date.parse('2026-12-09T00:00:00Z');
  const halves = [seven - 900_000, seven + 900_000].map((ms) => Math.floor(ms / 1_800_000));
  for (const half of halves) await holder.query(`SELECT pg_advisory_xact_lock(hashtext('events:import-start:' || ${half}::int8))`);
  const at = (hour: number) => JSON.stringify([record({ name: `At ${hour}`, startDate: `2026-12-08T${hour}:00:00`, endDate: null })]);
  expect(await bring({ jsonLd: at(12) })).toMatchObject({ created: 1 });
  // Who would have to wait for long is asked to come back.
  expect(await bring({ jsonLd: at(19) })).toMatchObject({ __typename: 'Conflict' });
  await holder.query('ROLLBACK');
  holder.release();
  expect(await bring({ jsonLd: at(19) })).toMatchObject({ created: 1 });
});
