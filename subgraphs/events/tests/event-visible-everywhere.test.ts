import { randomUUID } from 'node:crypto';
import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer } from '@marquee/platform/testing';
import { givesRight, rolesOn, staffMay, type EventRole, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import { maySee, sightOf, tiesOf } from '@marquee/schema/rules/event-visibility';
import { openDatabase, type Database } from '../src/db';
import { Prisma } from '../src/generated/prisma/client';
import { visibleTo } from '../src/modules/event/event-access.sql';
import { startWorld, userOf, type World } from './world';

// The rule of who may see an event is one function. Here its twin in SQL, and the way of a single event, are held to it over random
// events and people.

const SEED = 20261129;
const EVENTS = 400;

/** Park and Miller's generator: the same events on every run. */
function random(seed: number): () => number {
  let state = seed % 2_147_483_647;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
const next = random(SEED);
const oneOf = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
const chance = (share: number) => next() < share;

const people = Array.from({ length: 5 }, () => aViewer());
const suspended = aViewer();
const viewers: (Viewer | null)[] = [...people, suspended, null, aViewer({ role: 'curator' })];
const groups = [randomUUID(), randomUUID()];
const houses = [randomUUID(), randomUUID()];

interface Made {
  id: string;
  status: 'DRAFT' | 'PENDING_REVIEW' | 'NEEDS_REVISION' | 'REJECTED' | 'PUBLISHED' | 'CANCELLED' | 'COMPLETED';
  visibility: 'PUBLIC' | 'GROUP_ONLY' | 'PRIVATE';
  hidden: boolean;
  wasPublished: boolean;
  creatorId: string;
  organizationId: string | null;
  groupId: string | null;
  team: { userId: string; role: EventRole; state: 'MEMBER' | 'INVITED' | 'GONE' }[];
  invited: Map<string, boolean>;
  answers: Map<string, { status: string; checkedIn: boolean }>;
}

const anEvent = (): Made => {
  const visibility = oneOf(['PUBLIC', 'GROUP_ONLY', 'PRIVATE'] as const);
  const all = [...people, suspended];
  const some = <T>(share: number, of: (viewer: Viewer) => T): [string, T][] =>
    all.filter(() => chance(share)).map((viewer) => [viewer.id, of(viewer)]);
  return {
    id: randomUUID(),
    status: oneOf([
      'DRAFT',
      'PENDING_REVIEW',
      'NEEDS_REVISION',
      'REJECTED',
      'PUBLISHED',
      'PUBLISHED',
      'PUBLISHED',
      'CANCELLED',
      'COMPLETED',
    ]),
    visibility,
    hidden: chance(0.3),
    wasPublished: chance(0.7),
    creatorId: oneOf(all).id,
    organizationId: chance(0.4) ? oneOf(houses) : null,
    groupId: visibility === 'GROUP_ONLY' ? oneOf(groups) : null,
    team: some(0.15, () => ({
      role: oneOf(['OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR'] as const),
      state: oneOf(['MEMBER', 'INVITED', 'GONE'] as const),
    })).map(([userId, member]) => ({ userId, ...member })),
    invited: new Map(some(0.3, () => chance(0.7))),
    answers: new Map(
      some(0.4, () => {
        const status = oneOf(['INTERESTED', 'GOING', 'MAYBE', 'NOT_GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'CANCELLED']);
        return { status, checkedIn: status === 'GOING' && chance(0.2) };
      }),
    ),
  };
};

let world: World;
let db: Database;
const events = Array.from({ length: EVENTS }, anEvent);
const memberships = new Map<string, boolean>(
  groups.flatMap((group) => people.flatMap(({ id }) => (chance(0.5) ? [[`${group} ${id}`, chance(0.6)] as const] : []))),
);
const employments = new Map<string, OrganizationRole | null>(
  houses.flatMap((house) =>
    [...people, suspended].flatMap(({ id }) =>
      chance(0.5) ? [[`${house} ${id}`, oneOf(['OWNER', 'MANAGER', 'STAFF', null] as const)] as const] : [],
    ),
  ),
);

beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
  await world.know(people);
  await world.tell('user.updated', suspended.id, { ...userOf(suspended), active: false });
  const now = world.clock.now();
  const { prisma } = db;
  await prisma.event.createMany({
    data: events.map(({ team: _team, invited: _invited, answers: _answers, wasPublished, ...event }) => ({
      ...event,
      publishedAt: wasPublished ? now : null,
      title: 'An evening',
      description: '',
      categorySlug: 'music',
      tags: [],
      startsAt: now,
      endsAt: new Date(now.getTime() + 1),
      timezone: 'UTC',
    })),
  });
  const each = <T>(of: (event: Made) => T[]) => events.flatMap(of);
  await prisma.eventTeamMember.createMany({
    data: each(({ id, team }) =>
      team.map((member) => ({
        eventId: id,
        ...member,
        invitedBy: id,
        invitedAt: now,
        acceptedAt: member.state === 'MEMBER' ? now : null,
      })),
    ),
  });
  await prisma.eventInvitation.createMany({
    data: each(({ id, invited }) => [...invited].map(([userId, stands]) => ({ eventId: id, userId, invitedBy: id, invited: stands }))),
  });
  await prisma.attendance.createMany({
    data: each(({ id, answers }) =>
      [...answers].map(([userId, { status, checkedIn }], place) => ({
        id: randomUUID(),
        eventId: id,
        userId,
        status: status as 'GOING',
        queueNumber: status === 'WAITLISTED' ? place + 1 : null,
        checkedInAt: checkedIn ? now : null,
        admitted: checkedIn ? 1 : 0,
      })),
    ),
  });
  const pair = (key: string) => key.split(' ') as [string, string];
  await prisma.groupMemberCopy.createMany({
    data: [...memberships].map(([key, active]) => {
      const [groupId, userId] = pair(key);
      return { groupId, userId, version: 1, role: active ? 'MEMBER' : null };
    }),
  });
  await prisma.organizationMemberCopy.createMany({
    data: [...employments].map(([key, role]) => {
      const [organizationId, userId] = pair(key);
      return { organizationId, userId, version: 1, role };
    }),
  });
}, 120_000);

/** What the rule says, from what was made. */
function sees(viewer: Viewer | null, event: Made): boolean {
  const team = event.team.filter(({ state }) => state === 'MEMBER');
  const roles =
    viewer && viewer !== suspended
      ? rolesOn({ ...event, team }, viewer.id, employments.get(`${event.organizationId} ${viewer.id}`) ?? null)
      : [];
  const answer = viewer && event.answers.get(viewer.id);
  const ties = tiesOf({
    member: memberships.get(`${event.groupId} ${viewer?.id}`) === true,
    invited: viewer !== null && event.invited.get(viewer.id) === true,
    answer: answer?.status ?? null,
    checkedIn: answer?.checkedIn === true,
    holdsTickets: false,
  });
  const insider = staffMay(viewer, 'SEE') || givesRight(roles, 'SEE');
  return maySee(sightOf(event, { insider, signedIn: viewer !== null }), ties);
}

const names = ['Ann', 'Bob', 'Cem', 'Dua', 'Eve', 'a suspended person', 'a visitor', 'a curator'];

test.each(viewers.map((viewer, n) => [names[n]!, viewer] as const))(
  `%s sees the same of ${EVENTS} random events in lists, one by one, and by the rule`,
  async (_name, viewer) => {
    const expected = events.filter((event) => sees(viewer, event)).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(10);
    const listed = await db.prisma.$queryRaw<{ id: string }[]>(Prisma.sql`SELECT e.id FROM events e WHERE ${visibleTo(viewer)}`);
    expect(listed.map(({ id }) => id).sort()).toEqual([...expected].sort());
    const { _entities } = await world.run(viewer, 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Event { id } } }', {
      r: events.map(({ id }) => ({ __typename: 'Event', id })),
    });
    expect(_entities.flatMap((event: { id: string } | null) => (event ? [event.id] : []))).toEqual(expected);
  },
);
