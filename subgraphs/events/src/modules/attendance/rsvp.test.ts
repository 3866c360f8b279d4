import { outcomeOf, type PresentAnswer } from './rsvp';

const present = (parts: Partial<PresentAnswer>): PresentAnswer => ({
  status: 'GOING',
  offerExpiresAt: null,
  checkedInAt: null,
  ticketed: false,
  ...parts,
});

test('who wants to go gets a place, or a place in the queue', () => {
  expect(outcomeOf(null, 'GOING', true)).toEqual({ kind: 'become', status: 'GOING' });
  expect(outcomeOf(null, 'GOING', false)).toEqual({ kind: 'queue' });
});

test('who waits keeps the place in the queue by asking again', () => {
  expect(outcomeOf(present({ status: 'WAITLISTED' }), 'GOING', true)).toEqual({ kind: 'keep' });
});

test('an open offer is taken though no place is free', () => {
  expect(outcomeOf(present({ status: 'WAITLISTED', offerExpiresAt: new Date() }), 'GOING', false)).toEqual({
    kind: 'become',
    status: 'GOING',
  });
});

test('a ticket holds the place against its own holder', () => {
  expect(outcomeOf(present({ ticketed: true }), 'NOT_GOING', false)).toEqual({ kind: 'held by ticket' });
  expect(outcomeOf(present({ ticketed: true }), 'GOING', false)).toEqual({ kind: 'keep' });
});

test('who is inside does not leave by answering', () => {
  expect(outcomeOf(present({ checkedInAt: new Date() }), 'MAYBE', false)).toEqual({ kind: 'already inside' });
});
