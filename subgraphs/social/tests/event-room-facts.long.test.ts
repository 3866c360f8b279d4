import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { rolesOn } from '@marquee/schema/rules/event-rights';
import { eventRoomRole, type RoomVisitor } from '@marquee/schema/rules/event-room';
import { isOnShow, maySee, sightOf, tiesOf, type Bonds } from '@marquee/schema/rules/event-visibility';
import type { AttendanceStatus, EventChanged, OrganizationRole } from '@marquee/schema/topics';
import { print } from 'graphql';
import { mayBeSeen } from '../src/modules/event/event.sql';
import { BanFromRoomDocument, JoinGroupDocument, RemoveFromGroupDocument } from './generated/documents';
import { startWorld, type World } from './world';

// Random facts, in any order, late and twice, four at once. In the end the room holds exactly those whom schema/rules/event-room.ts lets in
// by what is true, and the SQL of lists shows the event to exactly those to whom schema/rules/event-visibility.ts shows it.

const HISTORIES = 20;
const STATUSES = ['PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'CANCELLED', 'COMPLETED', 'NEEDS_REVISION', 'DRAFT'] as const;
const VISIBILITIES = ['PUBLIC', 'GROUP_ONLY', 'GROUP_ONLY', 'PRIVATE'] as const;
const ANSWERS = ['GOING', 'GOING', 'MAYBE', 'INTERESTED', 'NOT_GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'CANCELLED'] as const;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** Mulberry32: the same histories in every run. */
class Chance {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  is = (share: number) => this.next() < share;
  one = <T>(values: readonly T[]): T => values[Math.floor(this.next() * values.length)]!;
  /** Up to `most` of these, the last of which is the truth. */
  some = <T>(most: number, make: () => T): T[] => Array.from({ length: Math.floor(this.next() * (most + 1)) }, make);
  shuffled = <T>(values: readonly T[]): T[] =>
    values
      .map((value) => ({ value, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
}

type Told = () => Promise<unknown>;

/** The truths about one person, in the order in which they came to be; version n was true from minute n on. */
interface Person {
  viewer: Viewer;
  answers: { status: AttendanceStatus; checkedInAt: string | null }[];
  refund: { left: number } | null;
  organizationRoles: (OrganizationRole | null)[];
  invitations: boolean[];
  active: boolean[];
}

interface History {
  eventId: string;
  groupId: string;
  events: Partial<EventChanged>[];
  people: Person[];
}

const minute = (n: number) => new Date(Date.UTC(2026, 10, 21, 12) + n * 60_000);

async function aHistory(chance: Chance): Promise<History & { facts: Told[] }> {
  const viewers = await Promise.all(Array.from({ length: 6 }, () => world.person()));
  const [creator] = viewers as [Viewer];
  const owner = await world.person();
  const { id: groupId } = await world.group(owner, viewers.slice(0, 3));
  const [eventId, organizationId] = [randomUUID(), randomUUID()];
  const events = [
    { creatorId: creator.id },
    ...chance.some(4, () => ({
      creatorId: creator.id,
      status: chance.one(STATUSES),
      visibility: chance.one(VISIBILITIES),
      groupId: chance.is(0.7) ? groupId : null,
      hidden: chance.is(0.25),
      organizationId: chance.is(0.4) ? organizationId : null,
      team: chance.is(0.4) ? [{ userId: chance.one(viewers).id, role: chance.one(['EDITOR', 'DOOR', 'BOX_OFFICE'] as const) }] : [],
      change: chance.is(0.05) ? ('DELETED' as const) : ('UPDATED' as const),
    })),
  ];
  const people = viewers.map((viewer) => ({
    viewer,
    answers: chance.some(3, () => ({ status: chance.one(ANSWERS), checkedInAt: chance.is(0.2) ? minute(0).toISOString() : null })),
    refund: chance.is(0.3) ? { left: chance.is(0.3) ? 1 : 0 } : null,
    organizationRoles: chance.some(2, () => chance.one(['MANAGER', 'STAFF', null] as const)),
    invitations: chance.some(2, () => chance.is(0.7)),
    active: chance.some(2, () => chance.is(0.7)),
  }));
  // Each under a key of its own: facts of one key would come one behind the other.
  const tell = (topic: string, payload: object) => world.tell(topic, randomUUID(), payload);
  const facts: Told[] = events.map((event, n) => () => world.tellEvent(eventId, { ...event, version: n + 1 }));
  for (const { viewer, answers, refund, organizationRoles, invitations, active } of people) {
    const userId = viewer.id;
    facts.push(
      ...answers.map(
        (answer, n) => () => world.attends(eventId, viewer, 'GOING', { ...answer, version: n + 1 }, minute(n + 1), randomUUID()),
      ),
      ...organizationRoles.map((role, n) => () => tell('organization.member_changed', { organizationId, userId, version: n + 1, role })),
      ...invitations.map(
        (invited, n) => () => tell('event.invitation_changed', { eventId, userId, version: n + 1, invited, invitedBy: userId }),
      ),
      ...active.map((is, n) => () => world.tellPerson(userId, { active: is, version: n + 2 })),
    );
    if (refund) {
      const { left } = refund;
      facts.push(() => world.refund(eventId, viewer, { orderId: userId, remainingTicketIds: left ? [randomUUID()] : [] }));
    }
    if (chance.is(0.2)) facts.push(() => world.execute(viewer, print(JoinGroupDocument), { input: { groupId } }));
    if (chance.is(0.3)) facts.push(() => world.execute(owner, print(RemoveFromGroupDocument), { input: { groupId, userId } }));
  }
  return { eventId, groupId, events, people, facts };
}

/** What is true in the end, of each person. */
async function truthOf({ eventId, groupId, events, people }: History, bannedId: string | null) {
  const members = await world.sql<{ id: string }>('SELECT user_id AS id FROM group_members WHERE group_id = $1 AND active', [groupId]);
  const plain = {
    status: 'PUBLISHED',
    visibility: 'PUBLIC',
    groupId: null,
    organizationId: null,
    hidden: false,
    team: [],
    change: 'CREATED',
  } as const;
  const told = events.map((event) => ({ ...plain, ...event }));
  const last = told.at(-1)!;
  const event = {
    ...last,
    deleted: last.change === 'DELETED',
    wasPublished: told.some(({ status }) => status === 'PUBLISHED' || status === 'COMPLETED'),
  };
  const visitors = people.map(({ viewer, answers, refund, organizationRoles, invitations, active }) => {
    const answer = answers.at(-1);
    const bonds: Bonds = {
      member: event.groupId === groupId && members.some(({ id }) => id === viewer.id),
      invited: invitations.at(-1) ?? false,
      answer: answer?.status ?? null,
      checkedIn: Boolean(answer?.checkedInAt),
      holdsTickets: refund?.left === 1,
    };
    const team = { creatorId: event.creatorId!, organizationId: event.organizationId, team: event.team };
    const visitor: RoomVisitor = {
      active: active.at(-1) ?? true,
      banned: viewer.id === bannedId,
      roles: rolesOn(team, viewer.id, (event.organizationId && organizationRoles.at(-1)) || null),
      ties: tiesOf(bonds),
      answer: answer?.status ?? null,
    };
    return { id: viewer.id, visitor };
  });
  return { eventId, event, visitors };
}

test.each(Array.from({ length: HISTORIES }, (_, n) => n + 1))(
  'history %s',
  async (seed) => {
    const chance = new Chance(seed);
    const history = await aHistory(chance);
    const told = chance.shuffled([...history.facts, ...history.facts.filter(() => chance.is(0.2))]);
    for (let n = 0; n < told.length; n += 4) await Promise.all(told.slice(n, n + 4).map((tell) => tell()));

    // The creator sends somebody away, if they may.
    const { eventId, people } = history;
    const [room] = await world.sql<{ id: string }>('SELECT id FROM rooms WHERE event_id = $1', [eventId]);
    const banned = chance.one(people).viewer.id;
    const ban =
      room && (await world.execute(people[0]!.viewer, print(BanFromRoomDocument), { input: { roomId: room.id, userId: banned } }));
    const isBanned = ban?.data?.banFromRoom.__typename === 'BanFromRoomSuccess';

    const { event, visitors } = await truthOf(history, isBanned ? banned : null);
    const expected = visitors.map(({ id, visitor }) => [id, eventRoomRole(event, visitor)]);
    const members = room
      ? await world.sql<{ id: string; role: string }>('SELECT user_id AS id, role FROM room_members WHERE room_id = $1 AND active', [
          room.id,
        ])
      : [];
    if (isOnShow(event) && !event.deleted) expect(room).toBeDefined();
    if (room) expect(visitors.map(({ id }) => [id, members.find((member) => member.id === id)?.role ?? null])).toEqual(expected);

    const seen = async (viewerId: string | null, staff: boolean) =>
      (
        await world.sql(`SELECT 1 FROM known_events e WHERE e.id = $1 AND ${mayBeSeen('$2', staff)} AND ($2::uuid IS NULL OR true)`, [
          eventId,
          viewerId,
        ])
      ).length > 0;
    for (const { id, visitor } of visitors) {
      const sight = sightOf(event, { insider: visitor.roles.length > 0, signedIn: true });
      expect([id, await seen(id, false)]).toEqual([id, !event.deleted && maySee(sight, visitor.ties)]);
    }
    const visitor = sightOf(event, { insider: false, signedIn: false });
    expect(await seen(null, false)).toBe(!event.deleted && maySee(visitor, new Set()));
    expect(await seen(null, true)).toBe(!event.deleted);
  },
  60_000,
);
