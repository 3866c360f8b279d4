import fc from 'fast-check';
import { freePlaces, overbook, recount, waiting, type CountedAnswer, type Numbers } from './counts';

const none: Numbers = { capacity: 2, going: 0, interested: 0, maybe: 0, waitlisted: 0, checkedIn: 0, offered: 0, overbooked: 0 };
const going: CountedAnswer = { status: 'GOING', offerExpiresAt: null, checkedInAt: null };
const queued: CountedAnswer = { status: 'WAITLISTED', offerExpiresAt: null, checkedInAt: null };
const offered: CountedAnswer = { ...queued, offerExpiresAt: new Date(0) };

test('an open offer holds a place and stays in the queue', () => {
  const numbers = recount(recount(none, null, going), null, offered);
  expect(numbers).toMatchObject({ going: 1, waitlisted: 1, offered: 1 });
  expect(freePlaces(numbers)).toBe(0);
  expect(waiting(numbers)).toBe(0);
});

test('a ticket beyond capacity overbooks, and the next place given back makes up for it', () => {
  const full = { ...none, going: 2 };
  const over = overbook(recount(full, null, going));
  expect(over).toMatchObject({ going: 3, overbooked: 1 });
  expect(recount(over, going, null)).toMatchObject({ going: 2, overbooked: 0 });
  expect(freePlaces(recount(over, going, null))).toBe(0);
});

test('without a limit there is always a place', () => {
  expect(freePlaces({ ...none, capacity: null, going: 1_000_000 })).toBe(Infinity);
});

test('more capacity makes up for overbooking', () => {
  expect(recount({ ...none, going: 5, overbooked: 3, capacity: 4 }, null, null)).toMatchObject({ overbooked: 1 });
});

/** Any answers, one after another, as the guest list makes them: places only when free, tickets always. */
test('whatever is answered, the numbers are those of the answers and never beyond capacity but for tickets', () => {
  const step = fc.record({ person: fc.nat(7), wish: fc.constantFrom('GOING', 'TICKET', 'INTERESTED', 'NOT_GOING') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, capacity) => {
      let numbers: Numbers = { ...none, capacity };
      const answers = new Map<number, CountedAnswer>();
      for (const { person, wish } of steps) {
        const before = answers.get(person) ?? null;
        const fits = before?.status === 'GOING' || freePlaces(numbers) > 0;
        const status = wish === 'TICKET' ? 'GOING' : wish === 'GOING' && !fits ? 'WAITLISTED' : wish;
        const next: CountedAnswer = { status, offerExpiresAt: null, checkedInAt: null };
        numbers = recount(numbers, before, next);
        if (wish === 'TICKET') numbers = overbook(numbers);
        answers.set(person, next);
        const all = [...answers.values()];
        expect(numbers.going).toBe(all.filter((answer) => answer.status === 'GOING').length);
        expect(numbers.waitlisted).toBe(all.filter((answer) => answer.status === 'WAITLISTED').length);
        expect(numbers.going + numbers.offered).toBeLessThanOrEqual(capacity + numbers.overbooked);
      }
    }),
  );
});
