import { isSameEvent, likeness, type Telling } from './same-event';

const hall = { name: 'Massey Hall', key: 'massey hall|178 victoria st|toronto', latitude: 43.65412, longitude: -79.37903 };
const telling = (parts: Partial<Telling> = {}): Telling => ({
  title: 'Messiah at Massey Hall',
  startsAt: new Date('2026-12-12T00:30:00Z'),
  venue: hall,
  ...parts,
});
const elsewhere = { name: 'Roy Thomson Hall', key: 'roy thomson hall||', latitude: 43.64663, longitude: -79.38635 };

test.each<[string, Partial<Telling>, boolean]>([
  ['told twice', {}, true],
  ['a title in capitals, with other punctuation', { title: 'MESSIAH — at Massey Hall!' }, true],
  ['doors a quarter of an hour earlier', { startsAt: new Date('2026-12-12T00:15:00Z') }, true],
  ['the second show of the night', { startsAt: new Date('2026-12-12T02:30:00Z') }, false],
  ['the same title elsewhere', { venue: elsewhere }, false],
  ['the same title, no place told', { venue: null }, true],
  ['the same house under another address', { venue: { ...hall, key: 'massey hall||' } }, true],
  ['a pin across the street under another name', { venue: { ...elsewhere, latitude: 43.6545, longitude: -79.3795 } }, true],
  ['a title with a word more', { title: 'Messiah at Massey Hall (matinee)' }, true],
  ['a title with a word more, elsewhere', { title: 'Messiah at Massey Hall (matinee)', venue: elsewhere }, false],
  ['a title with a word more, no place told', { title: 'Messiah at Massey Hall (matinee)', venue: null }, false],
  ['another show in the same house', { title: 'An evening with the quartet' }, false],
])('%s', (_name, parts, same) => {
  expect(isSameEvent(telling(), telling(parts))).toBe(same);
  expect(isSameEvent(telling(parts), telling())).toBe(same);
});

test('titles are as much alike as pg_trgm finds them', () => {
  expect(likeness('word', 'two words')).toBeCloseTo(0.363636, 5);
  expect(likeness('Café', 'cafe')).toBe(1);
  expect(likeness('', '')).toBe(0);
});
