import { aViewer } from '@marquee/platform/testing';
import type { EventStatus, EventVisibility } from '../../generated/prisma/enums';
import { accessTo, asksForAnAnswer, mayEdit, mayManageAttendees } from './event-access';

const creator = aViewer();
const event = (status: EventStatus, visibility: EventVisibility = 'PUBLIC') => ({
  creatorId: creator.id,
  status,
  visibility,
  publishedAt: status === 'PUBLISHED' || status === 'COMPLETED' || status === 'CANCELLED' ? new Date(0) : null,
  groupId: 'group',
  hidden: false,
});

test.each(['DRAFT', 'PENDING_REVIEW', 'NEEDS_REVISION', 'REJECTED'] as const)('%s: its creator and those who judge it', (status) => {
  expect(accessTo(event(status), creator)).toBe('yes');
  expect(accessTo(event(status), aViewer({ role: 'curator' }))).toBe('yes');
  expect(accessTo(event(status), aViewer())).toBe('no');
  expect(accessTo(event(status), null)).toBe('no');
});

test.each(['PUBLISHED', 'CANCELLED', 'COMPLETED'] as const)('%s and public: everybody', (status) => {
  expect(accessTo(event(status), null)).toBe('yes');
});

test('for a group: its members; private: guests; never visitors', () => {
  expect(accessTo(event('PUBLISHED', 'GROUP_ONLY'), aViewer())).toBe('if member');
  expect(accessTo(event('PUBLISHED', 'PRIVATE'), aViewer())).toBe('if guest');
  expect(accessTo(event('PUBLISHED', 'PRIVATE'), null)).toBe('no');
});

test('an event cancelled before anybody saw it stays unseen', () => {
  expect(accessTo({ ...event('CANCELLED'), publishedAt: null }, aViewer())).toBe('no');
});

test('what flags hide asks everybody for an answer but its creator and those who judge it', () => {
  const hidden = { ...event('PUBLISHED'), hidden: true };
  expect([null, aViewer(), creator, aViewer({ role: 'curator' })].map((viewer) => asksForAnAnswer(hidden, viewer))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(asksForAnAnswer(event('PUBLISHED'), null)).toBe(false);
});

test('to run an event it takes its creator, an admin or the permission', () => {
  expect(mayEdit(event('DRAFT'), creator)).toBe(true);
  expect(mayEdit(event('DRAFT'), aViewer({ role: 'admin' }))).toBe(true);
  expect(mayEdit(event('DRAFT'), aViewer({ permissions: ['edit:event'] }))).toBe(true);
  expect(mayEdit(event('DRAFT'), aViewer({ role: 'curator' }))).toBe(false);
  expect(mayManageAttendees(event('DRAFT'), aViewer({ permissions: ['edit:event'] }))).toBe(false);
  expect(mayManageAttendees(event('DRAFT'), aViewer({ permissions: ['manage:attendees'] }))).toBe(true);
  expect(mayManageAttendees(event('DRAFT'), null)).toBe(false);
});
