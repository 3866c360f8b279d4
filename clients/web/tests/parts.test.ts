import { minorUnits, money, when, words } from '../src/parts/format';
import { RequestKeys } from '../src/parts/keys';
import { nextOf } from '../src/session/next';
import { placesOf } from '../src/session/rights';

describe('keys of requests', () => {
  const numbered = () => {
    let last = 0;
    return new RequestKeys(() => `key ${++last}`);
  };

  test('what is asked again, because nobody knows whether it was done, has the same key', () => {
    const keys = numbered();
    expect([keys.keyFor({ eventId: 'e1' }), keys.keyFor({ eventId: 'e1' })]).toEqual(['key 1', 'key 1']);
  });

  test('what is answered, or is something else, has another one', () => {
    const keys = numbered();
    keys.keyFor({ eventId: 'e1' });
    expect(keys.keyFor({ eventId: 'e2' })).toBe('key 2');
    keys.answered();
    expect(keys.keyFor({ eventId: 'e2' })).toBe('key 3');
  });
});

describe('after a sign-in', () => {
  test.each([
    ['?next=%2Ftickets', '/tickets'],
    ['?next=%2Fevents%2F1%3Fa%3Db', '/events/1?a=b'],
    ['', '/'],
    ['?next=https%3A%2F%2Felsewhere.example', '/'],
    ['?next=%2F%2Felsewhere.example', '/'],
    ['?next=%2F%5Celsewhere.example', '/'],
    ['?next=%2Fsign-in', '/'],
  ])('%s leads to %s', (search, path) => expect(nextOf(search)).toBe(path));

  test('people are shown what is for their role', () => {
    const paths = (role: 'USER' | 'CURATOR' | 'MODERATOR' | 'ADMIN' | null) => placesOf(role && { role }).map(({ href }) => href);
    expect(paths(null)).toEqual(['/']);
    expect(paths('USER')).not.toContain('/curation');
    expect(paths('CURATOR')).toContain('/curation');
    expect(paths('CURATOR')).not.toContain('/admin');
    expect(paths('ADMIN')).toContain('/admin');
  });
});

describe('what is shown', () => {
  test('times are those of the place, and say so to who is elsewhere', () => {
    const at = '2026-07-01T23:30:00Z';
    expect(when(at, 'America/Toronto', 'America/Toronto')).toMatch(/Wed, Jul 1.* 7:30.PM$/);
    expect(when(at, 'America/Toronto', 'Europe/Paris')).toMatch(/7:30.PM EDT$/);
  });

  test('amounts have as many digits as their currency', () => {
    expect(money({ amountMinor: 1_550, currency: 'USD' })).toBe('$15.50');
    expect(money({ amountMinor: 1_550, currency: 'JPY' })).toBe('¥1,550');
  });

  test.each([
    ['15.50', 'CAD', 1_550],
    ['15,5', 'CAD', 1_550],
    [' 15 ', 'JPY', 15],
    ['0.29', 'EUR', 29],
    ['-1', 'CAD', null],
    ['ten', 'CAD', null],
    ['', 'CAD', null],
  ])('%s in %s is %s minor units', (written, currency, amount) => expect(minorUnits(written, currency)).toBe(amount));

  test('names without a text of their own are read as words', () => expect(words('PENDING_REVIEW')).toBe('Pending review'));
});
