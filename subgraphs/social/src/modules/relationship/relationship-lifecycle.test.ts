import { outcomeOfAsking, statusAt, type RelationshipState } from './relationship-lifecycle';

const now = new Date('2026-11-21T12:00:00Z');
const daysFromNow = (days: number) => new Date(now.getTime() + days * 86_400_000);
const state = (parts: Partial<RelationshipState>): RelationshipState => ({
  status: 'PENDING',
  requesterId: 'ada',
  expiresAt: daysFromNow(10),
  respondedAt: null,
  ...parts,
});

describe('asking for a connection', () => {
  it.each([
    ['with nothing between the two makes a request', null, 'ada', 'make'],
    ['twice keeps the one request', state({}), 'ada', 'keep'],
    ['somebody who has asked accepts', state({}), 'bo', 'accept'],
    ['after the other request expired renews it', state({ expiresAt: now }), 'bo', 'renew'],
    ['when connected changes nothing', state({ status: 'ACCEPTED' }), 'bo', 'connected'],
    ['soon after a refusal is refused', state({ status: 'DECLINED', respondedAt: daysFromNow(-29) }), 'ada', 'refused-before'],
    ['30 days after a refusal is allowed', state({ status: 'DECLINED', respondedAt: daysFromNow(-30) }), 'ada', 'renew'],
    ['is always open to the one who refused', state({ status: 'DECLINED', respondedAt: now }), 'bo', 'renew'],
    ['after it was taken back renews it', state({ status: 'CANCELLED' }), 'bo', 'renew'],
    ['after it ended renews it', state({ status: 'REMOVED' }), 'ada', 'renew'],
    ['in a block finds nobody', state({ status: 'BLOCKED' }), 'ada', 'hidden'],
  ] as const)('%s', (_, between, asker, expected) => expect(outcomeOfAsking(between, asker, now)).toBe(expected));
});

test('an open request is expired from its last moment on', () => {
  expect(statusAt(state({ expiresAt: daysFromNow(0.001) }), now)).toBe('PENDING');
  expect(statusAt(state({ expiresAt: now }), now)).toBe('EXPIRED');
  expect(statusAt(state({ status: 'ACCEPTED', expiresAt: now }), now)).toBe('ACCEPTED');
});
