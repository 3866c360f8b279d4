import fc from 'fast-check';
import {
  availablePlaces,
  freePlaces,
  overbook,
  placesToSell,
  recount,
  adjust,
  takenPlaces,
  waiting,
  withCapacity,
  type CountedAnswer,
  type Numbers,
} from './counts';

const none: Numbers = {
  capacity: 2,
  pendingCapacity: null,
  going: 0,
  unticketed: 0,
  tickets: 0,
  interested: 0,
  maybe: 0,
  waitlisted: 0,
  checkedIn: 0,
  inside: 0,
  offered: 0,
  overbooked: 0,
  placesTaken: 0,
  reserved: 0,
};
const going: CountedAnswer = {
  status: 'GOING',
  offerExpiresAt: null,
  offeredPlaces: null,
  tickets: 0,
  companions: 0,
  admitted: 0,
  inside: 0,
};
const queued: CountedAnswer = { ...going, status: 'WAITLISTED' };
const offered: CountedAnswer = { ...queued, offerExpiresAt: new Date(0) };
const party: CountedAnswer = { ...going, tickets: 3, admitted: 2 };

test('an open offer holds a place and stays in the queue', () => {
  const numbers = recount(recount(none, null, going), null, offered);
  expect(numbers).toMatchObject({ going: 1, waitlisted: 1, offered: 1 });
  expect(freePlaces(numbers)).toBe(0);
  expect(waiting(numbers)).toBe(0);
});

test('three tickets are three people, and those let in are counted like that', () => {
  const numbers = recount({ ...none, capacity: 5 }, null, party);
  expect(numbers).toMatchObject({ going: 3, unticketed: 0, tickets: 3, checkedIn: 2 });
  expect(availablePlaces(numbers)).toBe(2);
});

test('what payments may sell is not given away by an answer, but counts as available', () => {
  const granted = { ...none, capacity: 5, unticketed: 1, going: 1, reserved: 4 };
  expect(freePlaces(granted)).toBe(0);
  expect(availablePlaces(granted)).toBe(4);
  expect(availablePlaces({ ...granted, placesTaken: 3 })).toBe(1);
});

test('payments is granted what nobody has by an answer', () => {
  expect(placesToSell({ ...none, capacity: 5, unticketed: 1, offered: 1 })).toBe(3);
  expect(placesToSell({ ...none, capacity: 5, unticketed: 7 })).toBe(0);
  expect(placesToSell({ ...none, capacity: null })).toBeNull();
});

describe('a lower capacity', () => {
  const sold = { ...none, capacity: 10, reserved: 9, unticketed: 1, going: 1, placesTaken: 2 };

  test('waits for what payments may still sell', () => {
    expect(withCapacity(sold, 5)).toMatchObject({ capacity: 10, pendingCapacity: 5 });
    expect(placesToSell(withCapacity(sold, 5))).toBe(4);
  });

  test('comes into force as far as payments has released', () => {
    expect(adjust({ ...withCapacity(sold, 5), reserved: 6 })).toMatchObject({ capacity: 7, pendingCapacity: 5 });
    expect(adjust({ ...withCapacity(sold, 5), reserved: 4 })).toMatchObject({ capacity: 5, pendingCapacity: null });
  });

  test('is in force at once where nothing is sold, and a higher one always', () => {
    expect(withCapacity({ ...none, capacity: 10, unticketed: 3, going: 3 }, 5)).toMatchObject({ capacity: 5, pendingCapacity: null });
    expect(withCapacity(withCapacity(sold, 5), 20)).toMatchObject({ capacity: 20, pendingCapacity: null });
    expect(withCapacity(withCapacity(sold, 5), null)).toMatchObject({ capacity: null, pendingCapacity: null });
  });

  test('waits behind a grant without a limit', () => {
    const unlimited = { ...none, capacity: null, reserved: null };
    expect(withCapacity(unlimited, 5)).toMatchObject({ capacity: null, pendingCapacity: 5 });
    expect(adjust({ ...withCapacity(unlimited, 5), reserved: 8 })).toMatchObject({ capacity: 8, pendingCapacity: 5 });
  });
});

test('a ticket beyond capacity overbooks, and the next place given back makes up for it', () => {
  const full = { ...none, going: 2, unticketed: 2 };
  const over = overbook(recount(full, null, { ...going, tickets: 1 }));
  expect(over).toMatchObject({ going: 3, overbooked: 1 });
  expect(recount(over, going, null)).toMatchObject({ going: 2, overbooked: 0 });
  expect(freePlaces(recount(over, going, null))).toBe(0);
});

test('without a limit there is always a place', () => {
  expect(freePlaces({ ...none, capacity: null, going: 1_000_000, unticketed: 1_000_000 })).toBe(Infinity);
});

test('more capacity makes up for overbooking', () => {
  expect(recount({ ...none, going: 5, unticketed: 5, overbooked: 3, capacity: 4 }, null, null)).toMatchObject({ overbooked: 1 });
});

/** Any answers, one after another, as the guest list makes them: places only when free, tickets always. */
test('whatever is answered, the numbers are those of the answers and never beyond capacity but for tickets', () => {
  const step = fc.record({
    person: fc.nat(7),
    wish: fc.constantFrom('GOING', 'TICKET', 'INTERESTED', 'NOT_GOING', 'CAPACITY', 'GRANT'),
    size: fc.integer({ min: 1, max: 6 }),
    more: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, capacity) => {
      let numbers: Numbers = { ...none, capacity };
      const answers = new Map<number, CountedAnswer>();
      for (const { person, wish, size, more } of steps) {
        if (wish === 'CAPACITY') {
          if (size >= takenPlaces(numbers)) numbers = withCapacity(numbers, size);
        } else if (wish === 'GRANT') {
          // What payments has left after a grant: that, or what is taken already.
          numbers = adjust({ ...numbers, reserved: Math.max(placesToSell(numbers) ?? 0, numbers.tickets) });
        } else {
          const before = answers.get(person) ?? null;
          const fits = before?.status === 'GOING' || freePlaces(numbers) > more;
          const status = wish === 'TICKET' ? 'GOING' : wish === 'GOING' && !fits ? 'WAITLISTED' : wish;
          const tickets = wish === 'TICKET' ? size : status === 'GOING' ? (before?.tickets ?? 0) : 0;
          const holds = status === 'GOING' || status === 'WAITLISTED';
          const companions = holds && tickets === 0 ? (before?.status === status ? before.companions : more) : 0;
          const next: CountedAnswer = { status, offerExpiresAt: null, offeredPlaces: null, tickets, companions, admitted: 0, inside: 0 };
          numbers = recount(numbers, before, next);
          if (wish === 'TICKET') numbers = overbook(numbers);
          answers.set(person, next);
        }
        const all = [...answers.values()];
        const people = all.reduce((sum, { status, tickets, companions }) => sum + (status === 'GOING' ? tickets || 1 + companions : 0), 0);
        expect(numbers.going).toBe(people);
        const waiters = all.filter((answer) => answer.status === 'WAITLISTED');
        expect(numbers.waitlisted).toBe(waiters.reduce((sum, { companions }) => sum + 1 + companions, 0));
        expect(takenPlaces(numbers)).toBeLessThanOrEqual(numbers.capacity! + numbers.overbooked);
        expect(numbers.pendingCapacity ?? 0).toBeLessThan(numbers.capacity!);
      }
    }),
  );
});
