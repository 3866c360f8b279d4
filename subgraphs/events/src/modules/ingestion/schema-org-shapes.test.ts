import { eventRecords } from './schema-org-document';
import { readEvent, type EventRecord } from './schema-org-reader';

// What real pages write, and what the reader made of it before: events F4, F5, bug reports kinds A, C, D, E, O6.

const TORONTO = { timezone: 'America/Toronto' };
const record = (parts: Record<string, unknown> = {}): Record<string, unknown> => ({
  '@type': 'Event',
  name: 'Lantern night',
  startDate: '2026-12-12T19:00:00',
  endDate: '2026-12-12T22:00:00',
  ...parts,
});
const read = (parts: Record<string, unknown> = {}, options = TORONTO): EventRecord & { notes: string[] } => {
  const reading = readEvent(record(parts), options);
  if ('reason' in reading) throw new Error(reading.reason);
  return { ...reading.event, notes: reading.notes };
};
const until = (parts: Record<string, unknown>) => read(parts).endsAt.toISOString();

describe('days without a time (events F4, bug reports F9)', () => {
  test('the last day belongs to the event', () => {
    expect(until({ startDate: '2026-12-20', endDate: '2026-12-22' })).toBe('2026-12-23T05:00:00.000Z');
    expect(until({ startDate: '2027-04-10', endDate: '2027-04-11' })).toBe('2027-04-12T04:00:00.000Z');
    expect(until({ startDate: '2026-12-20', endDate: '2026-12-20' })).toBe('2026-12-21T05:00:00.000Z');
    expect(until({ startDate: '2026-12-20T10:00', endDate: '2026-12-22' })).toBe('2026-12-23T05:00:00.000Z');
  });
  test('a day without an end is the whole day, also when the clocks change', () => {
    const { startsAt, endsAt, notes } = read({ startDate: '2026-11-01', endDate: undefined });
    expect([startsAt.toISOString(), endsAt.toISOString()]).toEqual(['2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z']);
    expect(notes).toContain('no time of day is told: the whole day assumed');
  });
});

describe('times', () => {
  test('a duration ends what has no end (bug reports O6)', () => {
    expect(until({ endDate: undefined, duration: 'PT90M' })).toBe('2026-12-13T01:30:00.000Z');
    expect(until({ endDate: undefined, duration: 'PT5H' })).toBe('2026-12-13T05:00:00.000Z');
    expect(until({ endDate: undefined, duration: 'a while' })).toBe('2026-12-13T02:00:00.000Z');
  });
  test('a blank stands for the T, and before an offset', () => {
    expect(read({ startDate: '2026-12-12 19:00' }).startsAt.toISOString()).toBe('2026-12-13T00:00:00.000Z');
    expect(read({ startDate: '2026-12-12 19:00:00 -0500' }).startsAt.toISOString()).toBe('2026-12-13T00:00:00.000Z');
  });
  test('a literal with a type is read like a plain one', () => {
    expect(read({ startDate: { '@type': 'xsd:dateTime', '@value': '2026-12-12T19:00:00' } }).startsAt.toISOString()).toBe(
      '2026-12-13T00:00:00.000Z',
    );
  });
});

describe('zones of records (events F5)', () => {
  const inCountry = (addressCountry: unknown) => ({ location: { '@type': 'Place', name: 'Hall', address: { addressCountry } } });
  test.each<[string, Record<string, unknown>, string, string]>([
    ['an offset of the document’s zone', { startDate: '2026-12-12T19:00:00-05:00' }, 'America/Toronto', '2026-12-13T00:00:00.000Z'],
    ['Z says nothing of the place', { startDate: '2026-12-12T00:00:00Z' }, 'America/Toronto', '2026-12-12T00:00:00.000Z'],
    ['an offset of the country', { startDate: '2026-12-12T19:00:00+09:00', ...inCountry('JP') }, 'Asia/Tokyo', '2026-12-12T10:00:00.000Z'],
    [
      'a country by its name',
      { startDate: '2026-12-12T19:00:00+09:00', ...inCountry({ name: 'Japan' }) },
      'Asia/Tokyo',
      '2026-12-12T10:00:00.000Z',
    ],
    ['an offset alone', { startDate: '2026-12-12T19:00:00+09:00' }, 'Etc/GMT-9', '2026-12-12T10:00:00.000Z'],
    ['an odd offset alone', { startDate: '2026-12-12T19:00:00+05:30' }, 'Asia/Kolkata', '2026-12-12T13:30:00.000Z'],
    ['its schedule', { eventSchedule: { scheduleTimezone: 'Europe/London' } }, 'Europe/London', '2026-12-12T19:00:00.000Z'],
    ['the one zone of its country', inCountry('France'), 'Europe/Paris', '2026-12-12T18:00:00.000Z'],
    ['a country with several zones', inCountry('US'), 'America/Toronto', '2026-12-13T00:00:00.000Z'],
  ])('%s', (_name, parts, timezone, startsAt) => {
    const event = read({ endDate: undefined, ...parts });
    expect([event.timezone, event.startsAt.toISOString()]).toEqual([timezone, startsAt]);
  });
});

describe('status (events F4, bug reports F1)', () => {
  test.each([
    ['https://schema.org/EventCancelled', 'CANCELLED'],
    ['EventCancelled', 'CANCELLED'],
    [{ '@id': 'schema:EventCancelled' }, 'CANCELLED'],
    ['http://schema.org/EventPostponed', 'POSTPONED'],
    ['https://schema.org/EventRescheduled', 'SCHEDULED'],
    ['https://schema.org/EventScheduled', 'SCHEDULED'],
    [undefined, 'SCHEDULED'],
  ])('%j is %s', (eventStatus, status) => {
    expect(read({ eventStatus }).status).toBe(status);
  });
  test('what was put off is known under the id that its former date gave it', () => {
    const before = read();
    const after = read({
      startDate: '2026-12-19T19:00:00',
      endDate: undefined,
      previousStartDate: '2026-12-12T19:00:00',
      eventStatus: 'EventRescheduled',
    });
    expect(after.externalId).not.toBe(before.externalId);
    expect(after.formerIds).toEqual([before.externalId]);
    expect(read({ '@id': 'own', previousStartDate: '2026-12-12T19:00:00' }).formerIds).toEqual([]);
  });
});

describe('on line (events F4)', () => {
  const room = { '@type': 'VirtualLocation', url: 'https://watch.example/room' };
  const hall = { '@type': 'Place', name: 'Hall' };
  test.each<[string, Record<string, unknown>, string, string | null]>([
    ['a virtual location alone', { location: room }, 'VIRTUAL', 'https://watch.example/room'],
    ['a web address for a place', { location: 'https://watch.example/room' }, 'VIRTUAL', 'https://watch.example/room'],
    ['a hall and a room', { location: [hall, room] }, 'HYBRID', 'https://watch.example/room'],
    ['a hall', { location: hall }, 'IN_PERSON', null],
    [
      'moved on line',
      { location: [hall, room], eventStatus: 'https://schema.org/EventMovedOnline' },
      'VIRTUAL',
      'https://watch.example/room',
    ],
    ['said to be', { location: hall, eventAttendanceMode: 'schema:OnlineEventAttendanceMode' }, 'VIRTUAL', null],
  ])('%s', (_name, parts, format, onlineUrl) => {
    expect(read(parts)).toMatchObject({ format, onlineUrl });
  });
});

describe('places (events F4, bug reports O6)', () => {
  const venue = (location: unknown) => read({ location }).venue;
  test.each<[string, unknown, object | null]>([
    ['a town alone', { '@type': 'Place', address: { addressLocality: 'Leeds' } }, { name: 'Leeds', address: null, city: 'Leeds' }],
    [
      'an address for a place',
      { '@type': 'PostalAddress', streetAddress: '1 Mill Lane', addressLocality: 'Leeds' },
      { name: '1 Mill Lane', address: '1 Mill Lane', city: 'Leeds' },
    ],
    [
      'a point of the place itself',
      { '@type': 'Place', name: 'Hall', latitude: 53.8, longitude: '-1.5' },
      { latitude: 53.8, longitude: -1.5 },
    ],
    ['decimal commas', { name: 'Hall', geo: { latitude: '53,8', longitude: '-1,5' } }, { latitude: 53.8, longitude: -1.5 }],
    ['a pair in one text', { name: 'Hall', geo: '53.8,-1.5' }, { latitude: 53.8, longitude: -1.5 }],
    [
      'a list of names',
      {
        name: [
          { '@language': 'fr', '@value': 'Salle' },
          { '@language': 'en', '@value': 'Hall' },
        ],
      },
      { name: 'Hall' },
    ],
    [
      'the building around',
      { name: 'Room 2', containedInPlace: { address: { addressLocality: 'Leeds' } } },
      { name: 'Room 2', city: 'Leeds' },
    ],
    ['nothing', {}, null],
  ])('%s', (_name, location, expected) => {
    if (expected === null) expect(venue(location)).toBeNull();
    else expect(venue(location)).toMatchObject(expected);
  });
  test('a town that was no venue before gives the same id as before', () => {
    expect(read({ location: { '@type': 'Place', address: { addressLocality: 'Leeds' } } }).externalId).toBe(read().externalId);
  });
});

describe('prices (events F4, bug reports F5, F7, O6)', () => {
  const price = (parts: Record<string, unknown>) => {
    const { type, minMinor, maxMinor, currency } = read(parts).price;
    return [type, minMinor, maxMinor, currency];
  };
  const offer = (parts: Record<string, unknown>) => price({ offers: { '@type': 'Offer', ...parts } });
  test.each<[string, unknown[], unknown[]]>([
    ['yen have no cents', offer({ price: '1500', priceCurrency: 'JPY' }), ['PAID', 1500, 1500, 'JPY']],
    ['dinars have a thousand', offer({ price: '1.250', priceCurrency: 'KWD' }), ['PAID', 1250, 1250, 'KWD']],
    ['as Germans write', offer({ price: '1.250,00', priceCurrency: 'EUR' }), ['PAID', 125000, 125000, 'EUR']],
    ['a number of JSON is what it says', offer({ price: 1.25, priceCurrency: 'EUR' }), ['PAID', 125, 125, 'EUR']],
    ['the sign tells the currency', offer({ price: '€20' }), ['PAID', 2000, 2000, 'EUR']],
    ['a specification', offer({ priceSpecification: { price: 12, priceCurrency: 'CAD' } }), ['PAID', 1200, 1200, 'CAD']],
    [
      'bounds of a specification',
      offer({ priceCurrency: 'CAD', priceSpecification: [{ minPrice: 10, maxPrice: 20 }] }),
      ['PAID', 1000, 2000, 'CAD'],
    ],
    ['in words', offer({ price: 'Free' }), ['FREE', null, null, null]],
    ['given', offer({ price: 'By donation' }), ['DONATION', null, null, null]],
    ['free as a text', price({ isAccessibleForFree: 'true' }), ['FREE', null, null, null]],
    ['free as a term', price({ isAccessibleForFree: 'http://schema.org/True' }), ['FREE', null, null, null]],
    ['not free, and no price', price({ isAccessibleForFree: false }), ['UNKNOWN', null, null, null]],
    ['no offers at all', price({}), ['UNKNOWN', null, null, null]],
    ['an offer without a price', offer({ url: 'https://tickets.example' }), ['UNKNOWN', null, null, null]],
  ])('%s', (_name, told, expected) => {
    expect(told).toEqual(expected);
  });
  test('of several currencies the one that is named most, and it is told', () => {
    const { price: taken, notes } = read({
      offers: [
        { price: 20, priceCurrency: 'USD' },
        { price: 25, priceCurrency: 'CAD' },
        { price: 30, priceCurrency: 'CAD' },
      ],
    });
    expect(taken).toEqual({ type: 'PAID', minMinor: 2500, maxMinor: 3000, currency: 'CAD' });
    expect(notes).toContain('prices in CAD and USD: only CAD is taken');
  });
});

describe('names (bug reports F12)', () => {
  test.each<[unknown, string]>([
    [
      [
        { '@language': 'es', '@value': 'Fiesta' },
        { '@language': 'en', '@value': 'Feast' },
      ],
      'Feast',
    ],
    [{ '@value': 'Feast' }, 'Feast'],
    [['A', 'B'], 'A'],
    [{ es: 'Fiesta', en: 'Feast' }, 'Feast'],
    [{ es: 'Fiesta', fr: 'Fête' }, 'Fiesta'],
  ])('%j is %s', (name, title) => {
    expect(read({ name }).title).toBe(title);
  });
});

test('capacity is kept, and what has no field here is told', () => {
  expect(read({ maximumAttendeeCapacity: 50 }).capacity).toBe(50);
  expect(read({ maximumAttendeeCapacity: '0' }).capacity).toBeNull();
  expect(read({ doorTime: '19:00', typicalAgeRange: '7-9', inLanguage: null }).notes).toContain('not kept: typicalAgeRange, doorTime');
});

test.each<[unknown, object[]]>([
  [{ performer: 'Kim Lark' }, [{ name: 'Kim Lark', url: null }]],
  [
    { performer: { '@type': 'Person', name: ' Kim  Lark ', url: 'https://kim.example/' } },
    [{ name: 'Kim Lark', url: 'https://kim.example/' }],
  ],
  [
    {
      performer: [
        { name: 'Kim Lark' },
        { name: 'The Wrens', sameAs: 'https://wrens.example' },
        { name: 'kim lark', url: 'https://kim.example/' },
      ],
    },
    [
      { name: 'Kim Lark', url: null },
      { name: 'The Wrens', url: null },
    ],
  ],
  [{ performers: ['Ana', 'Bo'], actor: { name: 'Cy' } }, ['Ana', 'Bo', 'Cy'].map((name) => ({ name, url: null }))],
  [{ performer: [null, '', {}, { name: '' }, 'https://example.org/kim'] }, []],
  [{ performer: 'x'.repeat(120) }, [{ name: `${'x'.repeat(99)}…`, url: null }]],
])('who performs: %j', (told, performers) => expect(read(told as Record<string, unknown>).performers).toEqual(performers));

test('of a hundred performers fifty are kept, and it says so', () => {
  const { performers, notes } = read({ performer: Array.from({ length: 100 }, (_, n) => ({ name: `Player ${n}` })) });
  expect([performers.length, performers[49]]).toEqual([50, { name: 'Player 49', url: null }]);
  expect(notes).toContain('kept 50 of 100 performers');
});

test('the type decides the category where no keyword does (events F19, bug reports O7)', () => {
  expect(read({ '@type': 'MusicEvent' }).categorySlug).toBe('music');
  expect(read({ '@type': ['Event', 'http://schema.org/ScreeningEvent'] }).categorySlug).toBe('film');
  expect(read({ '@type': 'MusicEvent', keywords: ['Comedy'] }).categorySlug).toBe('comedy');
  expect(read({ '@type': 'ChildrensEvent', keywords: ['Live Performances'] }).categorySlug).toBe('family');
  expect(read({ keywords: 'jazz, live music' }).categorySlug).toBe('music');
});

test('what campaigns add to an address is left out', () => {
  expect(read({ url: 'https://x.example/e?id=1&utm_source=a&fbclid=b' }).externalUrl).toBe('https://x.example/e?id=1');
});

describe('documents (bug reports F13, events F4)', () => {
  const names = (document: unknown) => eventRecords(JSON.stringify(document)).map(({ name }) => name);
  const event = (name: string, parts: object = {}) => ({ '@type': 'MusicEvent', name, startDate: '2026-12-12T19:00', ...parts });

  test('a place tells of its events, and where they are', () => {
    const [told] = eventRecords(JSON.stringify({ '@type': 'Place', name: 'Hall A', event: [event('One')] }));
    expect(told).toMatchObject({ name: 'One', location: { name: 'Hall A' } });
    expect(told!.location).not.toHaveProperty('event');
  });
  test('so do organisations and bands', () => {
    expect(eventRecords(JSON.stringify({ '@type': 'Organization', name: 'Club', events: event('One') }))[0]).toMatchObject({
      organizer: { name: 'Club' },
    });
    expect(names({ '@graph': [{ '@type': 'MusicGroup', name: 'Band', event: [event('One'), event('Two')] }] })).toEqual(['One', 'Two']);
  });
  test('prefixes of schema.org are none', () => {
    expect(names({ '@type': 'schema:Event', 'schema:name': 'One' })).toEqual(['One']);
    expect(names({ '@type': 'http://schema.org/Event', 'http://schema.org/name': [{ '@value': 'One' }] })).toEqual([[{ '@value': 'One' }]]);
    expect(names({ '@context': { s: 'https://schema.org/' }, '@type': 's:MusicEvent', 's:name': 'One' })).toEqual(['One']);
  });
  test('a page, its main entity and the parts of a festival', () => {
    expect(names({ '@type': 'WebPage', mainEntity: event('One') })).toEqual(['One']);
    expect(names({ '@type': 'Festival', name: 'All', startDate: '2026-12-12', subEvent: [event('One')] })).toEqual(['All', 'One']);
    expect(names({ '@type': 'EventSeries', name: 'All', subEvent: [event('One'), event('Two')] })).toEqual(['One', 'Two']);
  });
  test('what is only named by its id is looked up in the document', () => {
    const [told] = eventRecords(
      JSON.stringify({ '@graph': [{ '@type': 'Place', '@id': '#hall', name: 'Hall A' }, event('One', { location: { '@id': '#hall' } })] }),
    );
    expect(told).toMatchObject({ location: { name: 'Hall A' } });
  });
  test('a document as deep as a well is no fault of ours', () => {
    const deep = `${'['.repeat(5_000)}${JSON.stringify(event('One'))}${']'.repeat(5_000)}`;
    expect(() => eventRecords(deep)).toThrow('The document holds no schema.org Event.');
  });
});
