import { heirOf, isOpenTo, mayInvite, mayRemove, maySee, maySeeMembers, type Standing } from './group.rights';

const standing = (parts: Partial<Standing>): Standing => ({
  privacy: 'PRIVATE',
  viewerRole: null,
  invited: false,
  ownersFriend: false,
  ...parts,
});

describe('a group', () => {
  it('is seen by strangers when it is public or by invitation only', () => {
    const seen = (['PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY'] as const).filter((privacy) => maySee(standing({ privacy })));
    expect(seen).toEqual(['PUBLIC', 'INVITE_ONLY']);
  });

  it('for friends is seen by, and open to, friends of its owner', () => {
    expect(maySee(standing({ privacy: 'FRIENDS_ONLY', ownersFriend: true }))).toBe(true);
    expect(isOpenTo(standing({ privacy: 'FRIENDS_ONLY', ownersFriend: true }))).toBe(true);
    expect(isOpenTo(standing({ privacy: 'FRIENDS_ONLY' }))).toBe(false);
    expect(isOpenTo(standing({ privacy: 'INVITE_ONLY', ownersFriend: true }))).toBe(false);
  });

  it('shows itself, but not its members, to somebody invited', () => {
    expect(maySee(standing({ invited: true }))).toBe(true);
    expect(maySeeMembers(standing({ invited: true }))).toBe(false);
  });

  it('lets plain members invite where anybody may join, and moderators everywhere', () => {
    expect(mayInvite(standing({ privacy: 'PUBLIC', viewerRole: 'MEMBER' }))).toBe(true);
    expect(mayInvite(standing({ privacy: 'PRIVATE', viewerRole: 'MEMBER' }))).toBe(false);
    expect(mayInvite(standing({ privacy: 'PRIVATE', viewerRole: 'MODERATOR' }))).toBe(true);
    expect(mayInvite(standing({ privacy: 'PUBLIC' }))).toBe(false);
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
