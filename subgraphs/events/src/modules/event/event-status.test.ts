import { statusAfter, isEditable, isOnShow, isOpen, type EventStep } from './event-status';
import type { EventStatus } from '../../generated/prisma/enums';

const STATUSES: EventStatus[] = ['DRAFT', 'PENDING_REVIEW', 'NEEDS_REVISION', 'REJECTED', 'PUBLISHED', 'CANCELLED', 'COMPLETED'];
const STEPS: EventStep[] = ['submit', 'approve', 'return', 'reject', 'cancel', 'complete'];

test('a draft becomes published through review, and then over (E6)', () => {
  expect(statusAfter('submit', 'DRAFT')).toBe('PENDING_REVIEW');
  expect(statusAfter('approve', 'PENDING_REVIEW')).toBe('PUBLISHED');
  expect(statusAfter('complete', 'PUBLISHED')).toBe('COMPLETED');
});

test('what was sent back is submitted again', () => {
  expect(statusAfter('return', 'PENDING_REVIEW')).toBe('NEEDS_REVISION');
  expect(statusAfter('submit', 'NEEDS_REVISION')).toBe('PENDING_REVIEW');
});

test.each(['CANCELLED', 'COMPLETED'] as const)('nothing leads out of %s', (status) => {
  expect(STEPS.map((step) => statusAfter(step, status))).toEqual(STEPS.map(() => null));
  expect(isEditable(status)).toBe(false);
});

test('nobody publishes a draft without review', () => {
  expect(statusAfter('approve', 'DRAFT')).toBeNull();
  expect(STATUSES.filter((status) => statusAfter('approve', status) === 'PUBLISHED')).toEqual([
    'PENDING_REVIEW',
    'NEEDS_REVISION',
    'REJECTED',
  ]);
});

test('an appeal brings back what was sent back or refused, and took nobody’s draft', () => {
  expect(statusAfter('approve', 'NEEDS_REVISION')).toBe('PUBLISHED');
  expect(statusAfter('approve', 'REJECTED')).toBe('PUBLISHED');
});

test('a cancelled event is shown only if it was published before', () => {
  expect(isOnShow({ status: 'CANCELLED', publishedAt: null })).toBe(false);
  expect(isOnShow({ status: 'CANCELLED', publishedAt: new Date(0) })).toBe(true);
});

test('an event is open from its publication to its end', () => {
  const endsAt = new Date(1000);
  expect(isOpen({ status: 'PUBLISHED', endsAt }, new Date(999))).toBe(true);
  expect(isOpen({ status: 'PUBLISHED', endsAt }, new Date(1000))).toBe(false);
  expect(isOpen({ status: 'PENDING_REVIEW', endsAt }, new Date(0))).toBe(false);
});
