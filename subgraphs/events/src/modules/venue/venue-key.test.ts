import { venueKey } from './venue-key';

const place = { name: 'Café Olé', address: '12, Main St.', city: 'Toronto' };

test('spelling, accents and punctuation do not make another place', () => {
  expect(venueKey({ name: 'cafe  OLE', address: '12 main st', city: 'TORONTO' })).toBe(venueKey(place));
});

test('another address, or another city, does', () => {
  expect(venueKey({ ...place, address: '14 Main St' })).not.toBe(venueKey(place));
  expect(venueKey({ ...place, city: 'Ottawa' })).not.toBe(venueKey(place));
});

test('what belongs to the name does not slip into the address', () => {
  expect(venueKey({ name: 'A B', address: 'C', city: null })).not.toBe(venueKey({ name: 'A', address: 'B C', city: null }));
});
