import { dayOf, numbersADay } from './contact-limits';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

it.each([
  ['who came an hour ago', { createdAt: ago(1), reputation: 0, isLimited: false }, 200],
  ['who came yesterday', { createdAt: ago(25), reputation: 0, isLimited: false }, 1_000],
  ['who is trusted much', { createdAt: ago(9_000), reputation: 95, isLimited: false }, 1_000],
  ['who looked like one of many when they came', { createdAt: ago(25), reputation: 0, isLimited: true }, 50],
])('%s may look up so many numbers', (_who, seeker, most) => expect(numbersADay(seeker, now)).toBe(most));

it('a day ends at midnight UTC', () =>
  expect(dayOf(now)).toEqual({ day: new Date('2026-11-21T00:00:00Z'), endsAt: new Date('2026-11-22T00:00:00Z') }));
