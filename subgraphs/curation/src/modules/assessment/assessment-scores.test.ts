import type { EventSnapshot } from '../event/event-snapshot';
import { completenessOf } from './completeness';
import { contentQualityOf } from './content-quality';
import { fingerprintOf } from '../text/fingerprint';
import { imageQualityOf } from './image-quality';
import { shouting } from '../text/shouting';

const description = `Join us for an evening of chamber music by candle light. The quartet plays Haydn, Ravel and a new piece by a composer from our street.

Doors open at seven. There is tea in the break, and the players stay for questions afterwards. Children are welcome; bring a cushion, the pews are hard. The church is a short walk from the station, and the side door has no steps.`;

const full: EventSnapshot = {
  eventId: 'e',
  creatorId: 'c',
  title: 'Candlelight quartet in St. Anne',
  description,
  categorySlug: 'music',
  tags: ['classical', 'quartet'],
  startsAt: new Date('2026-12-01T19:30:00Z'),
  endsAt: new Date('2026-12-01T21:30:00Z'),
  venue: { id: 'v', name: 'St. Anne', latitude: 43.65, longitude: -79.43 },
  price: { type: 'PAID', min: { amountMinor: 2000, currency: 'CAD' } },
  imageUrl: 'https://pictures.example/quartet-1600x900.jpg',
};

describe('completeness', () => {
  it('is 1 when everything a visitor wants to know is there (C11)', () => expect(completenessOf(full)).toBeCloseTo(1, 10));

  it.each<[string, Partial<EventSnapshot>, number]>([
    ['the picture', { imageUrl: null }, 0.1],
    ['the place', { venue: null }, 0.2],
    ['the point on the map', { venue: { ...full.venue!, latitude: null } }, 0.1],
    ['the price of a paid event', { price: { type: 'PAID', min: null } }, 0.05],
    ['the description', { description: '' }, 0.25],
    ['an end after the start', { endsAt: full.startsAt }, 0.15],
  ])('loses its weight when %s is missing', (_what, change, weight) => {
    expect(completenessOf({ ...full, ...change })).toBeCloseTo(1 - weight, 10);
  });
});

describe('content quality', () => {
  const quality = contentQualityOf(full);

  it('is high for a plain, structured description (C11)', () => expect(quality).toBeGreaterThan(0.85));

  it.each([
    ['no description', { ...full, description: '' }],
    ['one line', { ...full, description: 'Come and see.' }],
    ['shouting', { title: full.title.toUpperCase(), description: description.toUpperCase() }],
    ['a list of keywords over and over', { ...full, description: 'party club dance party club dance '.repeat(30) }],
    ['one endless sentence', { ...full, description: description.replace(/[.!?\n]+/g, ' and') }],
  ])('falls for %s', (_what, event) => expect(contentQualityOf(event)).toBeLessThan(quality - 0.1));

  it('does not call an abbreviation or one cheerful mark shouting', () => {
    expect(shouting('AGO members night!', description)).toBe(0);
    expect(shouting('BUY TICKETS NOW!!!!!!!!', 'x')).toBeGreaterThan(0.5);
  });
});

describe('texts made to keep the process busy', () => {
  it.each(['.', '. ', 'a', "a'", '!', '\n', 'é'])('%j a hundred thousand times is judged at once', (part) => {
    const text = part.repeat(100_000);
    const started = performance.now();
    contentQualityOf({ title: text, description: text });
    fingerprintOf({ title: text, description: text });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('image quality', () => {
  it.each([
    [null, 0, 0],
    ['not an address', 0, 0],
    ['javascript:alert(1)', 0, 0],
    ['https://a.example/pixel.gif', 0.1, 0.1],
    ['http://a.example/x.jpg', 0.65, 0.65],
    ['https://a.example/x.jpg', 0.8, 0.8],
    ['https://a.example/x-1200x630.jpg', 1, 1],
    ['https://a.example/x.jpg?w=150', 0.5, 0.5],
  ])('of %s', (address, least, most) => {
    expect(imageQualityOf(address)).toBeGreaterThanOrEqual(least - 1e-9);
    expect(imageQualityOf(address)).toBeLessThanOrEqual(most + 1e-9);
  });
});
