import {
  givesRight,
  mayHaveRole,
  organizationRolesWith,
  rolesOn,
  rolesWith,
  staffMay,
  type EventRight,
  type EventTeam,
} from './event-rights';

const owned: EventTeam = { creatorId: 'olga', organizationId: null, team: [{ userId: 'dora', role: 'DOOR' }] };
const ofHall: EventTeam = { ...owned, organizationId: 'hall' };

describe('roles on an event', () => {
  test('its creator owns it while no organisation does', () => {
    expect(rolesOn(owned, 'olga', null)).toEqual(['OWNER']);
    expect(rolesOn(ofHall, 'olga', null)).toEqual([]);
  });

  test('owners and managers of its organisation own it, staff is at the door', () => {
    expect(rolesOn(ofHall, 'max', 'OWNER')).toEqual(['OWNER']);
    expect(rolesOn(ofHall, 'max', 'MANAGER')).toEqual(['OWNER']);
    expect(rolesOn(ofHall, 'max', 'STAFF')).toEqual(['DOOR']);
  });

  test('a role in another organisation gives nothing on the event of a person', () => {
    expect(rolesOn(owned, 'max', 'OWNER')).toEqual([]);
  });

  test('whether anybody has to look further is told by the event alone', () => {
    expect(mayHaveRole(owned, 'max')).toBe(false);
    expect(mayHaveRole(owned, 'olga')).toBe(true);
    expect(mayHaveRole(owned, 'dora')).toBe(true);
    expect(mayHaveRole(ofHall, 'max')).toBe(true);
  });

  test('a person may have several roles', () => {
    const team: EventTeam = { ...ofHall, team: [{ userId: 'max', role: 'EDITOR' }] };
    expect(rolesOn(team, 'max', 'STAFF').sort()).toEqual(['DOOR', 'EDITOR']);
  });
});

describe('rights', () => {
  test.each<[EventRight, string[]]>([
    ['SEE', ['OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR']],
    ['EDIT', ['OWNER', 'EDITOR']],
    ['GUESTS', ['OWNER', 'EDITOR']],
    ['SELL', ['OWNER', 'BOX_OFFICE']],
    ['REPORT', ['OWNER', 'BOX_OFFICE']],
    ['ADMIT', ['OWNER', 'DOOR']],
    ['RUN', ['OWNER']],
  ])('%s is given by %j', (right, roles) => {
    expect(rolesWith(right)).toEqual(roles);
    for (const role of ['OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR'] as const) expect(givesRight([role], right)).toBe(roles.includes(role));
  });

  test('by an organisation', () => {
    expect(organizationRolesWith('ADMIT')).toEqual(['OWNER', 'MANAGER', 'STAFF']);
    expect(organizationRolesWith('SELL')).toEqual(['OWNER', 'MANAGER']);
  });

  test('staff acts by permission; those who judge events see all of them', () => {
    expect(staffMay(null, 'SEE')).toBe(false);
    expect(staffMay({ role: 'user', permissions: [] }, 'SEE')).toBe(false);
    expect(staffMay({ role: 'curator', permissions: [] }, 'SEE')).toBe(true);
    expect(staffMay({ role: 'curator', permissions: [] }, 'SELL')).toBe(false);
    expect(staffMay({ role: 'moderator', permissions: ['manage:attendees'] }, 'ADMIT')).toBe(true);
    expect(staffMay({ role: 'admin', permissions: [] }, 'SELL')).toBe(true);
  });
});
