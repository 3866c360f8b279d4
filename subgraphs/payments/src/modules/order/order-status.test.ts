import { OrderStatus } from '../../generated/prisma/enums';
import { claimOf, hasTickets, isOpen, nextStatus } from './order-status';

const all = Object.values(OrderStatus);

/** Every allowed step, written out once more: a change of the life-cycle has to be made in two places on purpose. */
const allowed = new Set([
  'PENDING>AWAITING_PAYMENT',
  'PENDING>PAID',
  'PENDING>CANCELLED',
  'PENDING>EXPIRED',
  'AWAITING_PAYMENT>PAID',
  'AWAITING_PAYMENT>REFUNDED',
  'AWAITING_PAYMENT>CANCELLED',
  'AWAITING_PAYMENT>EXPIRED',
  'PAID>PARTIALLY_REFUNDED',
  'PAID>REFUNDED',
  'PARTIALLY_REFUNDED>PARTIALLY_REFUNDED',
  'PARTIALLY_REFUNDED>REFUNDED',
  'EXPIRED>AWAITING_PAYMENT',
  'EXPIRED>PAID',
  'EXPIRED>REFUNDED',
  'CANCELLED>REFUNDED',
  'REFUNDED>REFUNDED',
]);

describe('the life of an order', () => {
  it.each(all.flatMap((from) => all.map((to) => [from, to] as const)))('from %s to %s', (from, to) => {
    if (allowed.has(`${from}>${to}`)) expect(nextStatus(from, to)).toBe(to);
    else expect(() => nextStatus(from, to)).toThrow(`from ${from} to ${to}`);
  });

  it('keeps places only while it is open, and has tickets only once it is paid', () => {
    expect(all.filter(isOpen)).toEqual(['PENDING', 'AWAITING_PAYMENT']);
    expect(all.filter(hasTickets)).toEqual(['PAID', 'PARTIALLY_REFUNDED']);
  });

  it('lets late money buy only what is free again, and nothing that was given up', () => {
    expect(claimOf('AWAITING_PAYMENT')).toBe('HELD_PLACES');
    expect(claimOf('EXPIRED')).toBe('FREE_PLACES');
    expect(claimOf('CANCELLED')).toBe('NOTHING');
    expect(claimOf('REFUNDED')).toBe('NOTHING');
  });
});
