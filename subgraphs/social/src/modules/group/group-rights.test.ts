import { heirOf, isOpenTo, mayInvite, mayRemove, maySee, maySeeMembers, type GroupAccess } from './group-rights';

const access = (parts: Partial<GroupAccess>): GroupAccess => ({
  privacy: 'PRIVATE',
  viewerRole: null,
  invited: false,
  foundersFriend: false,
  seesAnchor: true,
  ...parts,
});

describe('a group', () => {
  it('is seen by strangers when it is public or by invitation only', () => {
    const seen = (['PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY'] as const).filter((privacy) => maySee(access({ privacy })));
    expect(seen).toEqual(['PUBLIC', 'INVITE_ONLY']);
  });

  it('for friends is seen by, and open to, friends of its owner', () => {
    expect(maySee(access({ privacy: 'FRIENDS_ONLY', foundersFriend: true }))).toBe(true);
    expect(isOpenTo(access({ privacy: 'FRIENDS_ONLY', foundersFriend: true }))).toBe(true);
    expect(isOpenTo(access({ privacy: 'FRIENDS_ONLY' }))).toBe(false);
    expect(isOpenTo(access({ privacy: 'INVITE_ONLY', foundersFriend: true }))).toBe(false);
  });

  it('shows itself, but not its members, to somebody invited', () => {
    expect(maySee(access({ invited: true }))).toBe(true);
    expect(maySeeMembers(access({ invited: true }))).toBe(false);
  });

  it('lets plain members invite where anybody may join, and moderators everywhere', () => {
    expect(mayInvite(access({ privacy: 'PUBLIC', viewerRole: 'MEMBER' }))).toBe(true);
    expect(mayInvite(access({ privacy: 'PRIVATE', viewerRole: 'MEMBER' }))).toBe(false);
    expect(mayInvite(access({ privacy: 'PRIVATE', viewerRole: 'MODERATOR' }))).toBe(true);
    expect(mayInvite(access({ privacy: 'PUBLIC' }))).toBe(false);
  });

  it('lets nobody remove an equal', () => {
    expect(mayRemove('ADMIN', 'MODERATOR')).toBe(true);
    expect(mayRemove('ADMIN', 'ADMIN')).toBe(false);
    expect(mayRemove('MEMBER', 'MEMBER')).toBe(false);
    expect(mayRemove(null, 'MEMBER')).toBe(false);
  });

  it('falls to the highest rank, then to the longest membership', () => {
    const on = (day: number) => new Date(2026, 0, day);
    const members = [
      { userId: 'c', role: 'MEMBER' as const, joinedAt: on(1) },
      { userId: 'b', role: 'MODERATOR' as const, joinedAt: on(5) },
      { userId: 'a', role: 'MODERATOR' as const, joinedAt: on(3) },
    ];
    expect(heirOf(members)?.userId).toBe('a');
    expect(heirOf([])).toBeNull();
  });
});

test('a crew around an event is seen by those alone who see the event, its members and who is invited', () => {
  const hidden = { privacy: 'PUBLIC', seesAnchor: false } as const;
  expect(maySee(access(hidden))).toBe(false);
  expect(maySee(access({ ...hidden, invited: true }))).toBe(true);
  expect(maySee(access({ ...hidden, viewerRole: 'MEMBER' }))).toBe(true);
});
