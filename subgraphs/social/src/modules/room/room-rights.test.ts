import { maySetUp, maySpeak, phaseAt, waitsUntil, type Scene } from './room-rights';

const startsAt = new Date('2026-12-01T19:00:00Z');
const endsAt = new Date('2026-12-01T23:00:00Z');
const at = (iso: string) => new Date(iso);
const scene = (role: Scene['role'], parts: Partial<Scene> = {}): Scene => ({
  kind: 'EVENT',
  role,
  blocked: false,
  otherAnswer: 'ACCEPTED',
  lastSequence: 0,
  announcementsOnly: false,
  slowModeSeconds: 0,
  lastSaidAt: null,
  limitedUntil: null,
  speakBefore: 'EVERYBODY',
  speakLive: 'GUESTS',
  speakAfter: 'GUESTS',
  viewerId: 'viewer',
  groupRole: null,
  creatorId: null,
  organizationId: null,
  organizationRole: null,
  teamRoles: [],
  eventStatus: 'PUBLISHED',
  startsAt,
  endsAt,
  ...parts,
});

describe("an event's room", () => {
  it.each([
    ['2026-12-01T18:59:59Z', 'BEFORE', { ORGANISER: true, GUEST: true, INTERESTED: true }],
    ['2026-12-01T19:00:00Z', 'LIVE', { ORGANISER: true, GUEST: true, INTERESTED: false }],
    ['2026-12-08T23:00:00Z', 'AFTER', { ORGANISER: true, GUEST: true, INTERESTED: false }],
    ['2026-12-08T23:00:01Z', 'OVER', { ORGANISER: true, GUEST: false, INTERESTED: false }],
  ] as const)('at %s is %s', (time, phase, speakers) => {
    expect(phaseAt(scene('GUEST'), at(time))).toBe(phase);
    const may = (['ORGANISER', 'GUEST', 'INTERESTED'] as const).map((role) => [role, maySpeak(scene(role), at(time))]);
    expect(Object.fromEntries(may)).toEqual(speakers);
  });

  it("is the organiser's alone once the event is cancelled", () => {
    const cancelled = { eventStatus: 'CANCELLED' as const };
    expect(maySpeak(scene('GUEST', cancelled), at('2026-11-01T00:00:00Z'))).toBe(false);
    expect(maySpeak(scene('ORGANISER', cancelled), at('2026-11-01T00:00:00Z'))).toBe(true);
  });
});

test('in a group and in a room of two every member may speak', () => {
  const nothing = { eventStatus: null, startsAt: null, endsAt: null };
  expect(maySpeak(scene('MEMBER', { kind: 'GROUP', ...nothing }), at('2026-11-01T00:00:00Z'))).toBe(true);
  expect(maySpeak(scene('MEMBER', { kind: 'DIRECT', ...nothing }), at('2026-11-01T00:00:00Z'))).toBe(true);
  expect(maySpeak(scene('MEMBER', { kind: 'DIRECT', blocked: true, ...nothing }), at('2026-11-01T00:00:00Z'))).toBe(false);
});

test('a stranger who has not accepted, or has declined, can be written three messages', () => {
  const at = new Date('2026-11-01T00:00:00Z');
  for (const otherAnswer of ['REQUESTED', 'DECLINED'] as const) {
    const two = { kind: 'DIRECT' as const, otherAnswer, eventStatus: null, startsAt: null, endsAt: null };
    expect([2, 3].map((lastSequence) => maySpeak(scene('MEMBER', { ...two, lastSequence }), at))).toEqual([true, false]);
  }
});

describe('what is set up (A16)', () => {
  const during = at('2026-12-01T20:00:00Z');

  it.each([
    ['EVERYBODY', { ORGANISER: true, GUEST: true, INTERESTED: true }],
    ['GUESTS', { ORGANISER: true, GUEST: true, INTERESTED: false }],
    ['TEAM', { ORGANISER: true, GUEST: false, INTERESTED: false }],
  ] as const)('while the event is on, %s speak', (speakLive, speakers) => {
    const may = (['ORGANISER', 'GUEST', 'INTERESTED'] as const).map((role) => [role, maySpeak(scene(role, { speakLive }), during)]);
    expect(Object.fromEntries(may)).toEqual(speakers);
    expect(maySpeak(scene('GUEST', { speakLive }), at('2026-11-01T00:00:00Z'))).toBe(true);
  });

  it('where only announcements are made, who looks after the room speaks: not the door', () => {
    const announcementsOnly = true;
    const roles = (['OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR'] as const).map((role) =>
      maySpeak(scene('ORGANISER', { announcementsOnly, organizationId: 'org', teamRoles: [role] }), during),
    );
    expect(roles).toEqual([true, true, false, false]);
    const group = { kind: 'GROUP', announcementsOnly, eventStatus: null, startsAt: null, endsAt: null } as const;
    const ranks = (['OWNER', 'ADMIN', 'MODERATOR', 'MEMBER'] as const).map((groupRole) =>
      maySpeak(scene('MEMBER', { ...group, groupRole }), during),
    );
    expect(ranks).toEqual([true, true, true, false]);
    expect(
      (['OWNER', 'ADMIN', 'MODERATOR', 'MEMBER'] as const).map((groupRole) => maySetUp(scene('MEMBER', { ...group, groupRole }))),
    ).toEqual([true, true, false, false]);
  });

  it('in slow mode the next message waits, but not for who looks after the room', () => {
    const slow = { kind: 'GROUP', slowModeSeconds: 30, lastSaidAt: during } as const;
    const later = new Date(during.getTime() + 30_000);
    expect(waitsUntil(scene('MEMBER', { ...slow, groupRole: 'MEMBER' }), during)).toEqual(later);
    expect(waitsUntil(scene('MEMBER', { ...slow, groupRole: 'MEMBER' }), later)).toBeNull();
    expect(waitsUntil(scene('MEMBER', { ...slow, groupRole: 'MODERATOR' }), during)).toBeNull();
    expect(waitsUntil(scene('MEMBER', { ...slow, groupRole: 'MEMBER', slowModeSeconds: 0 }), during)).toBeNull();
  });

  it('who looks like those that programs make waits where many read, until that is over', () => {
    const limited = { slowModeSeconds: 0, lastSaidAt: during, limitedUntil: new Date(during.getTime() + 1_000) } as const;
    const wait = (parts: Partial<Scene>, now = during) => waitsUntil(scene('MEMBER', { ...limited, ...parts }), now);
    const later = new Date(during.getTime() + 30_000);
    expect(wait({ kind: 'GROUP', groupRole: 'MEMBER' })).toEqual(later);
    expect(wait({ kind: 'GROUP', groupRole: 'MEMBER', slowModeSeconds: 60 })).toEqual(new Date(during.getTime() + 60_000));
    expect(wait({ kind: 'GROUP', groupRole: 'OWNER' })).toBeNull();
    expect(wait({ kind: 'DIRECT' })).toBeNull();
    expect(wait({ kind: 'GROUP', groupRole: 'MEMBER', limitedUntil: during })).toBeNull();
  });
});
