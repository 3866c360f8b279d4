import { strengthOf } from './strength';

const ties = { messages: 0, events: 0, groups: 0 };

test('friends without anything in common have no strength, and nobody more than 1', () => {
  expect(strengthOf(ties)).toBe(0);
  expect(strengthOf({ messages: 1e9, events: 1e9, groups: 1e9 })).toBeCloseTo(1, 6);
});

test('half of what each can give is at 20 messages, 3 events, 2 groups', () => {
  expect(strengthOf({ ...ties, messages: 20 })).toBeCloseTo(0.225);
  expect(strengthOf({ ...ties, events: 3 })).toBeCloseTo(0.175);
  expect(strengthOf({ ...ties, groups: 2 })).toBeCloseTo(0.1);
});
