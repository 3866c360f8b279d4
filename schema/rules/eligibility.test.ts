import fc from 'fast-check';
import {
  doorTimes,
  eligibility,
  type AnswerToEnter,
  type EligibilityFacts,
  type EligibilityPurpose,
  type Requirements,
} from './eligibility';

const HOUR = 3_600_000;
const noon = new Date('2026-11-28T12:00:00Z');
const at = (hours: number) => new Date(noon.getTime() + hours * HOUR);

const requirements = { requiresApproval: false, invitationOnly: false, minPoints: null, minRating: null };
const event: EligibilityFacts['event'] = { status: 'PUBLISHED', endsAt: at(3), ticketed: false, requirements };
const person = { active: true, points: 0, reputation: 0, invited: false, team: false };
const answer = (parts: Partial<AnswerToEnter> = {}): AnswerToEnter => ({
  status: 'GOING',
  approval: null,
  offered: false,
  tickets: 0,
  admitted: 0,
  ...parts,
});
const facts = (parts: Partial<EligibilityFacts> = {}): EligibilityFacts => ({ now: noon, event, person, answer: null, ...parts });
const asking = (parts: Partial<Requirements>) => ({
  ...event,
  requirements: { ...requirements, ...parts },
});
const code = (purpose: EligibilityPurpose, parts: Partial<EligibilityFacts> = {}) => eligibility(purpose, facts(parts)).code;

describe('to go', () => {
  test('a visitor signs in first; an account that is not active goes nowhere', () => {
    expect(eligibility('GOING', facts({ person: null }))).toEqual({ code: 'SIGN_IN', nextStep: 'SIGN_IN', unlocksAt: null });
    expect(code('GOING', { person: { ...person, active: false } })).toBe('ACCOUNT_INACTIVE');
  });

  test('the event must be published and not over', () => {
    expect(code('GOING', { event: { ...event, status: 'DRAFT' } })).toBe('NOT_PUBLISHED');
    expect(code('GOING', { event: { ...event, status: 'CANCELLED' } })).toBe('CALLED_OFF');
    expect(code('GOING', { now: at(3) })).toBe('OVER');
  });

  test('a place is had while there is one, and who waits goes on waiting', () => {
    expect(code('GOING', { freePlaces: 1 })).toBe('ELIGIBLE');
    expect(code('GOING', { freePlaces: 0 })).toBe('FULL');
    expect(code('GOING', { freePlaces: 1, answer: answer({ status: 'WAITLISTED' }) })).toBe('FULL');
    expect(code('GOING', { freePlaces: 0, answer: answer({ status: 'WAITLISTED', offered: true }) })).toBe('ELIGIBLE');
  });

  test('a ticketed event asks for a ticket, but of those who had a place before', () => {
    const ticketed = { ...event, ticketed: true };
    expect(eligibility('GOING', facts({ event: ticketed }))).toMatchObject({ code: 'TICKET_NEEDED', nextStep: 'COMPLETE_ACTION' });
    expect(code('GOING', { event: ticketed, answer: answer() })).toBe('ELIGIBLE');
    expect(code('GOING', { event: ticketed, answer: answer({ status: 'WAITLISTED' }) })).toBe('TICKET_NEEDED');
  });

  test('what the organiser asks for comes before places and tickets, and the team is not asked', () => {
    for (const [asked, missing] of [
      [asking({ invitationOnly: true }), 'INVITATION_NEEDED'],
      [asking({ minPoints: 10 }), 'POINTS_NEEDED'],
      [asking({ minRating: 60 }), 'RATING_NEEDED'],
      [asking({ requiresApproval: true }), 'APPROVAL_NEEDED'],
    ] as const) {
      for (const purpose of ['GOING', 'TICKET'] as const) expect(code(purpose, { event: asked, freePlaces: 0 })).toBe(missing);
      expect(code('GOING', { event: asked, person: { ...person, team: true } })).toBe('ELIGIBLE');
    }
    const able = { ...person, invited: true, points: 10, reputation: 60 };
    expect(code('GOING', { event: asking({ invitationOnly: true, minPoints: 10, minRating: 60 }), person: able })).toBe('ELIGIBLE');
  });

  test('the team approves or declines', () => {
    const asked = asking({ requiresApproval: true });
    expect(code('GOING', { event: asked, answer: answer({ status: 'PENDING_APPROVAL' }) })).toBe('APPROVAL_PENDING');
    expect(code('GOING', { event: asked, answer: answer({ status: 'CANCELLED', approval: 'DECLINED' }) })).toBe('APPROVAL_DECLINED');
    expect(code('GOING', { event: asked, answer: answer({ status: 'INTERESTED', approval: 'APPROVED' }) })).toBe('ELIGIBLE');
  });
});

test('tickets are had while a tier is on sale and places are left', () => {
  expect(code('TICKET')).toBe('ELIGIBLE');
  expect(code('TICKET', { sales: { onSale: false, left: 3 } })).toBe('SALES_CLOSED');
  expect(code('TICKET', { sales: { onSale: true, left: 0 } })).toBe('SOLD_OUT');
});

describe('the door', () => {
  const door = doorTimes(
    { startsAt: at(7), endsAt: at(9), startChangedAt: null },
    { beforeMs: 6 * HOUR, afterMs: 6 * HOUR, noticeMs: HOUR },
  );
  const open = { door, now: at(1), answer: answer() };

  test('opens before the start and closes after the end, and says when', () => {
    expect(eligibility('ENTRY', facts({ door, answer: answer() }))).toEqual({ code: 'DOOR_NOT_OPEN', nextStep: 'WAIT', unlocksAt: at(1) });
    expect(code('ENTRY', open)).toBe('ELIGIBLE');
    expect(code('ENTRY', { ...open, now: at(15), event: { ...event, status: 'COMPLETED' } })).toBe('DOOR_CLOSED');
    expect(code('ENTRY', { ...open, event: { ...event, status: 'CANCELLED' } })).toBe('CALLED_OFF');
  });

  test('waits a while after the start was moved', () => {
    const moved = { startsAt: at(1), endsAt: at(9), startChangedAt: noon };
    expect(doorTimes(moved, { beforeMs: 6 * HOUR, afterMs: 0, noticeMs: HOUR }).opensAt).toEqual(at(1));
  });

  test('lets one in for each place', () => {
    expect(code('ENTRY', { ...open, answer: null })).toBe('PLACE_NEEDED');
    expect(code('ENTRY', { ...open, answer: answer({ admitted: 1 }) })).toBe('ALREADY_IN');
    expect(code('ENTRY', { ...open, answer: answer({ tickets: 3, admitted: 2 }) })).toBe('ELIGIBLE');
    expect(code('ENTRY', { ...open, answer: answer({ tickets: 3, admitted: 3 }) })).toBe('ALREADY_IN');
  });

  test('does not ask whether the account is active', () => {
    expect(code('ENTRY', { ...open, person: { ...person, active: false } })).toBe('ELIGIBLE');
  });
});

test('the online address is for who goes and who runs it; the room also for who watches', () => {
  expect(code('ONLINE', { answer: answer({ status: 'INTERESTED' }) })).toBe('PLACE_NEEDED');
  expect(code('ONLINE', { answer: answer({ status: 'INTERESTED' }), event: { ...event, ticketed: true } })).toBe('TICKET_NEEDED');
  expect(code('ONLINE', { answer: answer() })).toBe('ELIGIBLE');
  expect(code('ONLINE', { person: { ...person, team: true } })).toBe('ELIGIBLE');
  expect(code('ROOM', { answer: answer({ status: 'INTERESTED' }) })).toBe('ELIGIBLE');
  expect(code('ROOM', { answer: answer({ status: 'CANCELLED' }) })).toBe('PLACE_NEEDED');
});

test('nobody but the team gets the address or the room of an event without an answer, whatever else is so', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.nat(200), fc.constantFrom('ONLINE', 'ROOM'), (ticketed, active, points, purpose) => {
      const found = code(purpose, { event: { ...event, ticketed }, person: { ...person, active, points } });
      expect(found).not.toBe('ELIGIBLE');
    }),
  );
});
