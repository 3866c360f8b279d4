import { actingRole, invitableBy, mayDecideAbout, mayRun, maySeeInvitations, type OrganizationRole } from './organization-rights';

const ROLES: (OrganizationRole | null)[] = ['OWNER', 'MANAGER', 'STAFF', null];

test.each<[string, (role: OrganizationRole | null) => boolean, boolean[]]>([
  ['run the organisation', mayRun, [true, false, false, false]],
  ['decide about owners', (role) => mayDecideAbout(role, 'OWNER'), [true, false, false, false]],
  ['decide about managers', (role) => mayDecideAbout(role, 'MANAGER'), [true, false, false, false]],
  ['decide about staff', (role) => mayDecideAbout(role, 'STAFF'), [true, true, false, false]],
  ['see who is invited', maySeeInvitations, [true, true, false, false]],
])('who may %s', (_what, may, expected) => expect(ROLES.map(may)).toEqual(expected));

test('what each may invite to', () => {
  expect(ROLES.map(invitableBy)).toEqual([['OWNER', 'MANAGER', 'STAFF'], ['STAFF'], [], []]);
});

test('those who run the platform act as an owner, wherever they work', () => {
  expect(actingRole(null, ['manage:organization'])).toBe('OWNER');
  expect(actingRole('STAFF', ['manage:organization'])).toBe('OWNER');
  expect(actingRole('STAFF', ['suspend:user'])).toBe('STAFF');
  expect(actingRole(null, [])).toBeNull();
});
