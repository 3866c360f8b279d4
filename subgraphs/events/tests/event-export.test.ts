import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, type Data } from '@marquee/platform/testing';
import { EventExportDocument, ExportEventsDocument, ImportEventsDocument } from './generated/documents';
import { publisher, record, startImporting, type ImportWorld } from './importing';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImporting();
});
beforeEach(async () => {
  await world.sql('DELETE FROM long_work');
  await world.clear();
});

const ask = async (input: Data, by: Viewer = publisher): Promise<Data> =>
  (await world.run(by, ExportEventsDocument, { input: input as never })).exportEvents as Data;
const look = async (id: string, by: Viewer = publisher) => (await world.run(by, EventExportDocument, { id })).eventExport as Data | null;
const finished = async (input: Data, by: Viewer = publisher): Promise<Data> => {
  const answer = await ask(input, by);
  expect(answer).toMatchObject({ __typename: 'ExportEventsSuccess' });
  return eventually(async () => {
    const found = await look(answer.export.id as string, by);
    expect(['SUCCEEDED', 'FAILED']).toContain(found?.state);
    return found!;
  });
};
const textOf = async ({ id }: Data): Promise<string> => {
  const { rows } = await world.sql(`SELECT result ->> 'key' AS key FROM long_work WHERE id = '${String(id)}'`);
  const stream = await world.files.read((rows[0] as { key: string }).key);
  const chunks: Buffer[] = [];
  for await (const chunk of stream!) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const KEPT = `title, description, starts_at, ends_at, timezone, format, category_slug, price_type, price_min, price_max, price_currency,
  online_url, external_url, image_url, (SELECT array_agg(t ORDER BY t) FROM unnest(tags) t WHERE t <> category_slug) AS tags,
  performers, (SELECT capacity FROM attendance_counts c WHERE c.event_id = e.id) AS capacity,
  (SELECT row(name, address, city, latitude, longitude)::text FROM venues v WHERE v.id = e.venue_id) AS venue`;
const kept = async (): Promise<Data[]> => (await world.sql(`SELECT ${KEPT} FROM events e ORDER BY title`)).rows as Data[];

const calendar = () => [
  record({ url: 'https://lanterns.example/night', image: 'https://lanterns.example/a.png', maximumAttendeeCapacity: 40 }),
  record({
    name: 'Zürich, "late"; =and\\ loud',
    description: 'Two\nlines, and a comma',
    startDate: '2026-12-09T19:00:00+01:00',
    endDate: '2026-12-09T23:30:00+01:00',
    location: [
      { name: 'Rote Fabrik', address: { streetAddress: 'Seestrasse 395', addressLocality: 'Zürich', addressCountry: 'CH' } },
      { '@type': 'VirtualLocation', url: 'https://stream.example/x' },
    ],
    offers: [
      { price: 25, priceCurrency: 'CHF' },
      { price: '40.50', priceCurrency: 'CHF' },
    ],
    keywords: ['Jazz'],
    performer: ['The Wrens', 'Kim Lark'],
  }),
  record({ name: 'Free', offers: null, isAccessibleForFree: true, location: { name: 'Park', address: { addressLocality: 'Toronto' } } }),
  record({ name: 'Nobody knows the price', offers: null, location: null }),
];

test.each(['SCHEMA_ORG', 'CSV'])('%s is read back as it was (E31)', async (format) => {
  await world.bring(calendar());
  const before = await kept();
  const file = await finished({ format });
  expect(file).toMatchObject({ state: 'SUCCEEDED', done: 4, failure: null, url: expect.stringContaining('http') });
  const text = await textOf(file);
  await world.clear();
  const { importEvents } = await world.run(publisher, ImportEventsDocument, {
    input: { document: { format, text } as never, timezone: 'UTC' },
  });
  expect(importEvents).toMatchObject({ created: 4, skipped: 0 });
  expect(await kept()).toEqual(before);
});

test('iCalendar is read back with all that it has words for', async () => {
  await world.bring(calendar());
  const before = await kept();
  const text = await textOf(await finished({ format: 'ICALENDAR' }));
  await world.clear();
  const { importEvents } = await world.run(publisher, ImportEventsDocument, {
    input: { document: { format: 'ICALENDAR', text } as never },
  });
  expect(importEvents).toMatchObject({ created: 4, skipped: 0 });
  const parts = ({ title, description, starts_at: start, ends_at: end, timezone, category_slug: category }: Data) => ({
    ...{ title, description, start, end, timezone, category },
  });
  expect((await kept()).map(parts)).toEqual(before.map(parts));
});

test('what was called off is called off in the file; drafts and private events are in none', async () => {
  await world.bring([record({ name: 'Off' }), record({ name: 'On' }), record({ name: 'Draft' }), record({ name: 'Secret' })]);
  await world.sql(`UPDATE events SET status = 'CANCELLED' WHERE title = 'Off'`);
  await world.sql(`UPDATE events SET status = 'DRAFT' WHERE title = 'Draft'`);
  await world.sql(`UPDATE events SET visibility = 'PRIVATE' WHERE title = 'Secret'`);
  const { '@graph': graph } = JSON.parse(await textOf(await finished({ format: 'SCHEMA_ORG' }))) as Data;
  const told = (graph as Data[]).map(({ name, eventStatus }) => [name, eventStatus]).sort();
  expect(told).toEqual([
    ['Off', 'https://schema.org/EventCancelled'],
    ['On', 'https://schema.org/EventScheduled'],
  ]);
});

test('a time narrows it', async () => {
  await world.bring([record({ name: 'Early', startDate: '2026-12-01T10:00', endDate: '2026-12-01T11:00' }), record({ name: 'Late' })]);
  const text = await textOf(await finished({ format: 'CSV', from: '2026-12-05T00:00:00Z', until: '2026-12-20T00:00:00Z' }));
  expect(text).toContain('Late');
  expect(text).not.toContain('Early');
  expect(await ask({ format: 'CSV', from: '2026-12-05T00:00:00Z', until: '2026-12-01T00:00:00Z' })).toMatchObject({
    __typename: 'InvalidInput',
  });
});

test('of an organisation it is theirs who run it, to the end (E31)', async () => {
  const [owner, member] = [aViewer(), aViewer()];
  const organizationId = crypto.randomUUID();
  await world.employ(owner, organizationId, 'OWNER');
  await world.bring([record({ name: 'Ours' }), record({ name: 'Mine' })]);
  await world.sql(`UPDATE events SET organization_id = '${organizationId}' WHERE title = 'Ours'`);
  const text = await textOf(await finished({ format: 'CSV', organizationId }, owner));
  expect([text.includes('Ours'), text.includes('Mine')]).toEqual([true, false]);
  expect(await ask({ format: 'CSV', organizationId }, member)).toMatchObject({ __typename: 'NotAllowed' });
});

test('nobody else sees it, the file goes after a day, and ten are enough for an hour', async () => {
  const file = await finished({ format: 'CSV' });
  expect(await look(file.id as string, aViewer())).toBeNull();
  const made = await Promise.all(Array.from({ length: 11 }, () => ask({ format: 'CSV' })));
  expect(made.filter(({ __typename }) => __typename === 'ExportEventsSuccess')).toHaveLength(9);
  expect(made.filter(({ __typename }) => __typename === 'TooManyRequests')).toHaveLength(2);
  world.clock.advance(25 * 3_600_000);
  expect(await look(file.id as string)).toMatchObject({ url: null });
});
