import { endOf, keptAfterHours, keptFrom } from './deposit-end';

const valid = { status: 'VALID' as const, usedAt: null, refundId: null };
const used = { status: 'USED' as const, usedAt: new Date(), refundId: null };
const open = { status: 'PUBLISHED' };
const over = { isOver: true, wasOpened: true };
const before = { isOver: false, wasOpened: true };

test('a deposit is returned to who comes, gives the ticket back in time, or was to come to what is called off', () => {
  expect(endOf({ ticket: used, excused: false }, open, before)?.reason).toBe('CHECKED_IN');
  expect(endOf({ ticket: { ...valid, status: 'REFUNDED' }, excused: false }, open, before)?.reason).toBe('GIVEN_BACK');
  expect(endOf({ ticket: valid, excused: false }, { status: 'CANCELLED' }, before)?.reason).toBe('CALLED_OFF');
  expect(endOf({ ticket: valid, excused: false }, null, before)?.reason).toBe('CALLED_OFF');
  expect(endOf({ ticket: valid, excused: true }, open, over)?.reason).toBe('HOLDER_ERASED');
});

test('it is kept once the event is over, and only where somebody was checked in at all', () => {
  expect(endOf({ ticket: valid, excused: false }, open, before)).toBeNull();
  expect(endOf({ ticket: valid, excused: false }, open, over)).toEqual({ status: 'KEPT', reason: 'NO_SHOW' });
  expect(endOf({ ticket: valid, excused: false }, open, { ...over, wasOpened: false })).toEqual({
    status: 'RETURNED',
    reason: 'NO_CHECK_IN',
  });
});

test('a ticket that is on its way back, being resold or given away decides nothing yet', () => {
  expect(endOf({ ticket: { ...valid, refundId: 'asked' }, excused: false }, open, over)).toBeNull();
  for (const status of ['IN_RESALE', 'TRANSFERRED'] as const)
    expect(endOf({ ticket: { ...valid, status }, excused: false }, open, over)).toBeNull();
});

test('nothing is kept while the door may still tell of somebody', () => {
  expect(keptAfterHours({ DEPOSIT_GRACE_HOURS: 24, DOOR_CLOSES_HOURS: 6 })).toBe(24);
  expect(keptAfterHours({ DEPOSIT_GRACE_HOURS: 0, DOOR_CLOSES_HOURS: 6 })).toBe(7);
  expect(keptFrom(new Date('2026-12-01T22:00:00Z'), 24).toISOString()).toBe('2026-12-02T22:00:00.000Z');
});
