import { answer, type Present } from './rsvp';

const present = (parts: Partial<Present>): Present => ({
  status: 'GOING',
  offerExpiresAt: null,
  checkedInAt: null,
  ticketed: false,
  ...parts,
});

test('who wants to go gets a place, or a place in the queue', () => {
  expect(answer(null, 'GOING', true)).toEqual({ kind: 'become', status: 'GOING' });
  expect(answer(null, 'GOING', false)).toEqual({ kind: 'queue' });
});

test('who waits keeps the place in the queue by asking again', () => {
  expect(answer(present({ status: 'WAITLISTED' }), 'GOING', true)).toEqual({ kind: 'keep' });
});

test('an open offer is taken though no place is free', () => {
  expect(answer(present({ status: 'WAITLISTED', offerExpiresAt: new Date() }), 'GOING', false)).toEqual({
    kind: 'become',
    status: 'GOING',
  });
});

test('a ticket holds the place against its own holder', () => {
  expect(answer(present({ ticketed: true }), 'NOT_GOING', false)).toEqual({ kind: 'held by ticket' });
  expect(answer(present({ ticketed: true }), 'GOING', false)).toEqual({ kind: 'keep' });
});

test('who is inside does not leave by answering', () => {
  expect(answer(present({ checkedInAt: new Date() }), 'MAYBE', false)).toEqual({ kind: 'already inside' });
});
