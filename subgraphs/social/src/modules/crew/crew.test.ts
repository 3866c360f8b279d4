import { endOfEventCrew, isPossibleEnd } from './crew';

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 10, day, hour));
const event = { status: 'PUBLISHED', deleted: false, endsAt: at(10) };

test('a crew stays seven days after its event, or after that is called off, whichever is first', () => {
  expect(endOfEventCrew(event, at(1))).toEqual(at(17));
  expect(endOfEventCrew({ ...event, status: 'CANCELLED' }, at(1))).toEqual(at(8));
  expect(endOfEventCrew({ ...event, deleted: true }, at(1))).toEqual(at(8));
  expect(endOfEventCrew({ ...event, status: 'CANCELLED' }, at(12))).toEqual(at(17));
});

test('the end of another crew is at least an hour and at most 90 days away', () => {
  expect(
    [at(1), at(1, 1), new Date(at(1).getTime() + 90 * 86_400_000), new Date(at(1).getTime() + 90 * 86_400_000 + 1)].map((end) =>
      isPossibleEnd(end, at(1)),
    ),
  ).toEqual([false, true, true, false]);
});
