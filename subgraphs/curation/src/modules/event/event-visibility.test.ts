import { aViewer } from '@marquee/platform/testing';
import { isCurator, isOwnEvent } from './event-visibility';

test('curators, moderators and admins look after what others publish', () => {
  const roles = [null, aViewer(), aViewer({ role: 'curator' }), aViewer({ role: 'moderator' }), aViewer({ role: 'admin' })];
  expect(roles.map(isCurator)).toEqual([false, false, true, true, true]);
});

test('an event is the own one of everybody with a role on it, and of who made it', () => {
  expect(isOwnEvent({ creatorId: 'olga' }, 'olga', [])).toBe(true);
  expect(isOwnEvent({ creatorId: 'olga' }, 'dora', ['DOOR'])).toBe(true);
  expect(isOwnEvent({ creatorId: 'olga' }, 'dora', [])).toBe(false);
});
