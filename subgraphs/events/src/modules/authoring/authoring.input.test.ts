import { parseInput, type Refusal } from '@marquee/platform';
import { createEventInput, faultsOf, updateEventInput } from './authoring.input';

const input = {
  title: 'Jazz',
  description: '',
  startsAt: new Date('2026-12-01T20:00:00Z'),
  endsAt: new Date('2026-12-01T22:00:00Z'),
  timezone: 'America/Toronto',
  categorySlug: 'music',
};

const fieldRefused = (parts: object): unknown => {
  try {
    parseInput(createEventInput, { ...input, ...parts });
    return null;
  } catch (error) {
    return (error as Refusal).facts.field;
  }
};

test('a sound input is taken, with what was left out filled in', () => {
  expect(parseInput(createEventInput, input)).toMatchObject({
    tags: [],
    capacity: null,
    visibility: 'PUBLIC',
    format: 'IN_PERSON',
    venue: null,
    price: null,
  });
});

test.each([
  ['timezone', { timezone: 'Toronto' }],
  ['timezone', { timezone: '+05:00' }],
  ['title', { title: '  ' }],
  ['title', { title: 'a\u0000b' }],
  ['title', { title: 'x'.repeat(201) }],
  ['description', { description: 'x'.repeat(20_001) }],
  ['capacity', { capacity: 0 }],
  ['capacity', { capacity: -3 }],
  ['tags', { tags: Array.from({ length: 21 }, (_, n) => `tag${n}`) }],
  ['price.min', { price: { type: 'FREE', min: { amountMinor: 100, currency: 'CAD' } } }],
  ['price.min', { price: { type: 'PAID' } }],
  ['price.min.amountMinor', { price: { type: 'PAID', min: { amountMinor: -1, currency: 'CAD' } } }],
  ['price.min.currency', { price: { type: 'PAID', min: { amountMinor: 1, currency: 'dollars' } } }],
  ['price.max', { price: { type: 'PAID', min: { amountMinor: 200, currency: 'CAD' }, max: { amountMinor: 100, currency: 'CAD' } } }],
  ['price.max', { price: { type: 'PAID', min: { amountMinor: 200, currency: 'CAD' }, max: { amountMinor: 300, currency: 'USD' } } }],
  ['venue.latitude', { venue: { name: 'Hall', latitude: 91, longitude: 0 } }],
  ['venue.longitude', { venue: { name: 'Hall', latitude: 43 } }],
  ['venueId', { venueId: 'x' }],
  ['venueId', { venue: { name: 'Hall' }, venueId: '0199c000-0000-7000-8000-000000000001' }],
])('%s is named when it is wrong', (field, parts) => {
  expect(fieldRefused(parts)).toBe(field);
});

test('what is left out of an update is not there, and null empties', () => {
  const update = parseInput(updateEventInput, { eventId: '0199c000-0000-7000-8000-000000000001', version: 3, capacity: null });
  expect(Object.entries(update).filter(([, value]) => value !== undefined)).toEqual([
    ['eventId', '0199c000-0000-7000-8000-000000000001'],
    ['version', 3],
    ['capacity', null],
  ]);
});

describe('the whole event', () => {
  const sound = { ...input, visibility: 'PUBLIC' as const, groupId: null, format: 'IN_PERSON' as const, onlineUrl: null };
  test('is sound as it is', () => expect(faultsOf(sound)).toEqual([]));
  test.each([
    ['endsAt', { endsAt: sound.startsAt }],
    ['endsAt', { endsAt: new Date('2029-01-01') }],
    ['groupId', { visibility: 'GROUP_ONLY' as const }],
    ['groupId', { groupId: 'some group' }],
    ['onlineUrl', { onlineUrl: 'https://example.org' }],
  ])('is refused for %s', (field, parts) => {
    expect(faultsOf({ ...sound, ...parts }).map(({ path }) => path)).toEqual([field]);
  });
});
