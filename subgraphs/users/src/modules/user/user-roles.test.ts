import { losesPermissions, mayModerate, permissionsOf } from './user-roles';

describe('roles', () => {
  it('give each higher role all that the lower one has', () => {
    expect(permissionsOf('user')).not.toContain('review:event');
    expect(permissionsOf('curator')).toEqual(expect.arrayContaining([...permissionsOf('user'), 'review:event']));
    expect(permissionsOf('moderator')).toEqual(expect.arrayContaining([...permissionsOf('curator'), 'suspend:user']));
    expect(permissionsOf('admin')).toEqual(expect.arrayContaining([...permissionsOf('moderator'), 'manage:user']));
  });

  it('tell a demotion from a promotion', () => {
    expect(losesPermissions('curator', 'user')).toBe(true);
    expect(losesPermissions('user', 'curator')).toBe(false);
    expect(losesPermissions('admin', 'admin')).toBe(false);
  });

  it('let a moderator act on ordinary users only', () => {
    expect(mayModerate('moderator', 'user')).toBe(true);
    expect(mayModerate('moderator', 'curator')).toBe(false);
    expect(mayModerate('admin', 'moderator')).toBe(true);
    expect(mayModerate('curator', 'user')).toBe(false);
  });
});
