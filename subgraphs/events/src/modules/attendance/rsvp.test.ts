import { outcomeOf, type PresentAnswer } from './rsvp';

const present = (parts: Partial<PresentAnswer>): PresentAnswer => ({ status: 'GOING', checkedInAt: null, tickets: 0, ...parts });

test('who wants to go gets a place, or a place in the queue', () => {
  expect(outcomeOf(null, 'GOING', 'ELIGIBLE')).toEqual({ kind: 'become', status: 'GOING' });
  expect(outcomeOf(null, 'GOING', 'FULL')).toEqual({ kind: 'become', status: 'WAITLISTED' });
});

test('who waits keeps the place in the queue by asking again, and takes a place that is offered', () => {
  expect(outcomeOf(present({ status: 'WAITLISTED' }), 'GOING', 'FULL')).toEqual({ kind: 'keep' });
  expect(outcomeOf(present({ status: 'WAITLISTED' }), 'GOING', 'ELIGIBLE')).toEqual({ kind: 'become', status: 'GOING' });
});

test('where the organiser decides, GOING asks, and asking again changes nothing', () => {
  expect(outcomeOf(null, 'GOING', 'APPROVAL_NEEDED')).toEqual({ kind: 'become', status: 'PENDING_APPROVAL' });
  expect(outcomeOf(present({ status: 'PENDING_APPROVAL' }), 'GOING', 'APPROVAL_PENDING')).toEqual({ kind: 'keep' });
});

test('what stands in the way of going is no matter to other answers', () => {
  expect(outcomeOf(null, 'GOING', 'TICKET_NEEDED')).toEqual({ kind: 'refused' });
  expect(outcomeOf(null, 'INTERESTED', 'TICKET_NEEDED')).toEqual({ kind: 'become', status: 'INTERESTED' });
});

test('a ticket holds the place against its own holder', () => {
  expect(outcomeOf(present({ tickets: 1 }), 'NOT_GOING', 'ELIGIBLE')).toEqual({ kind: 'held by ticket' });
  expect(outcomeOf(present({ tickets: 1 }), 'GOING', 'ELIGIBLE')).toEqual({ kind: 'keep' });
});

test('who is inside does not leave by answering', () => {
  expect(outcomeOf(present({ checkedInAt: new Date() }), 'MAYBE', 'ELIGIBLE')).toEqual({ kind: 'already inside' });
});
