import { randomUUID } from 'node:crypto';
import { aViewer, startForTest, type TestSubgraph } from '@marquee/platform/testing';
import type { AttendanceChanged, CurationDecided, EventChanged, ReviewChanged, UserUpdated } from '@marquee/schema/topics';
import { curation } from '../src';

export const NOW = new Date('2026-11-21T12:00:00.000Z');

/** Hours from the test's present; negative is the past. */
export const inHours = (hours: number): string => new Date(NOW.getTime() + hours * 3_600_000).toISOString();

const DESCRIPTION = `Join us for an evening of chamber music by candle light. The quartet plays Haydn, Ravel and a new piece by a composer from our street.

Doors open at seven. There is tea in the break, and the players stay for questions afterwards. Children are welcome; bring a cushion, the pews are hard. The church is a short walk from the station, and the side door has no steps.`;

/** A good event, as the events subgraph tells of it; every part may be set. Each one is somewhere and sometime else. */
let made = 0;
export function anEvent(parts: Partial<EventChanged> = {}): EventChanged {
  made++;
  return {
    eventId: randomUUID(),
    version: 1,
    change: 'UPDATED',
    status: 'PUBLISHED',
    visibility: 'PUBLIC',
    groupId: null,
    title: `Candlelight quartet number ${made}`,
    description: `${DESCRIPTION} ${Array.from({ length: 60 }, (_, index) => `note${made}x${index}`).join(' ')}.`,
    categorySlug: 'music',
    tags: ['classical', 'quartet'],
    startsAt: inHours(240 + made * 24),
    endsAt: inHours(242 + made * 24),
    timezone: 'America/Toronto',
    creatorId: randomUUID(),
    organizationId: null,
    capacity: null,
    venue: { id: randomUUID(), name: 'St. Anne', city: 'Toronto', latitude: 43 + made / 10, longitude: -79.43 },
    price: { type: 'FREE', min: null, max: null },
    imageUrl: `https://pictures.example/quartet-1600x900.jpg?${made}`,
    imported: false,
    ...parts,
  };
}

export function aPerson(parts: Partial<UserUpdated> = {}): UserUpdated {
  const userId = parts.userId ?? randomUUID();
  return {
    userId,
    version: 1,
    username: `user_${userId.slice(0, 8)}`,
    displayName: 'Somebody',
    avatarUrl: null,
    role: 'user',
    verified: false,
    interests: [],
    traits: [],
    location: null,
    activityLevel: 5,
    reputation: 50,
    privacy: { bio: 'PRIVATE', location: 'PRIVATE', interests: 'PRIVATE', friends: 'PRIVATE', attendance: 'PRIVATE', suggestible: true },
    active: true,
    ...parts,
  };
}

export function anAttendance(parts: Partial<AttendanceChanged> & { eventId: string; userId: string }): AttendanceChanged {
  return {
    attendanceId: randomUUID(),
    version: 1,
    status: 'GOING',
    previousStatus: null,
    visibility: 'PUBLIC',
    checkedInAt: null,
    offerExpiresAt: null,
    ...parts,
  };
}

export const aCurator = () => aViewer({ role: 'curator' });

export type World = Awaited<ReturnType<typeof aWorld>>;

/** The subgraph with what tests tell it, and ears for what it tells. Jobs run when a test says so. */
export async function aWorld(settings: Record<string, string> = {}) {
  const graph = await startForTest(curation, {
    settings: { CURATION_SCREEN_EVERY_MS: '3600000', CURATION_STATUS_GRACE_MS: '60', ...settings },
    now: NOW,
  });
  const heard: { topic: string; payload: unknown }[] = [];
  await graph.bus.consume(
    'test',
    ['curation.decided', 'review.changed'],
    async ({ topic, payload }) => void heard.push({ topic, payload }),
  );
  const told = async <Payload>(topic: string): Promise<Payload[]> => {
    await graph.subgraph.drain();
    return heard.filter((fact) => fact.topic === topic).map((fact) => fact.payload as Payload);
  };
  return {
    ...graph,
    runJob: (name: string) => graph.subgraph.runJob(name),
    decided: () => told<CurationDecided>('curation.decided'),
    reviewNews: () => told<ReviewChanged>('review.changed'),
    /** The event exists and is published. */
    async published(parts: Partial<EventChanged> = {}) {
      const event = anEvent(parts);
      await graph.tell('event.changed', event.eventId, event);
      return event;
    },
    /** The event was submitted and waits. */
    async submitted(parts: Partial<EventChanged> = {}) {
      const event = anEvent({ status: 'PENDING_REVIEW', change: 'SUBMITTED', ...parts });
      await graph.tell('event.submitted', event.eventId, event);
      return event;
    },
    change: (event: EventChanged, parts: Partial<EventChanged>) =>
      tellEvent(graph, { ...event, ...parts, version: parts.version ?? event.version + 1 }),
    attends: (parts: Parameters<typeof anAttendance>[0]) => graph.tell('attendance.changed', parts.eventId, anAttendance(parts)),
    person: (parts: Partial<UserUpdated>) => {
      const person = aPerson(parts);
      return graph.tell('user.updated', person.userId, person);
    },
  };
}

async function tellEvent(graph: TestSubgraph, event: EventChanged): Promise<EventChanged> {
  await graph.tell('event.changed', event.eventId, event);
  return event;
}

export const QUEUE = `query($first: Int, $after: String, $filter: CurationQueueFilter) {
  curationQueue(first: $first, after: $after, filter: $filter) {
    nodes { id version status priority inQueue event { id } curator { id } submission
      assessment { completeness contentQuality imageQuality spamProbability duplicateRisk overall recommendation flags duplicateOf { id } eventVersion } }
    edges { cursor } pageInfo { hasNextPage endCursor } totalCount } }`;

export const CLAIM = `mutation($input: ClaimReviewInput!) { claimReview(input: $input) { __typename
  ... on ClaimReviewSuccess { workflow { id version status claimedUntil curator { id } } }
  ... on WorkflowConflict { workflow { id version status } }
  ... on UserError { code message retryable } } }`;

export const DECIDE = `mutation($input: DecideReviewInput!) { decideReview(input: $input) { __typename
  ... on DecideReviewSuccess { workflow { id version status notes qualityScore } }
  ... on WorkflowConflict { workflow { id version status } }
  ... on UserError { code message retryable }
  ... on InvalidInput { field } } }`;

export const FLAG = `mutation($input: FlagEventInput!) { flagEvent(input: $input) { __typename
  ... on FlagEventSuccess { flag { id status reason } } ... on AlreadyFlagged { flag { id } } ... on UserError { code message retryable } } }`;

export const REVIEW = `mutation($input: ReviewEventInput!) { reviewEvent(input: $input) { __typename
  ... on ReviewEventSuccess { review { id rating text version } } ... on AlreadyReviewed { review { id } }
  ... on UserError { code message retryable } ... on InvalidInput { field } } }`;

/** The one workflow of an event, as curators see it in the queue or beside it. */
export async function workflowOf(world: World, eventId: string) {
  const answer = await world.entity(
    aCurator(),
    { __typename: 'Event', id: eventId },
    '{ curation { workflow { id version status inQueue submission curator { id } assessment { recommendation eventVersion } } } }',
  );
  return answer.data!._entities[0].curation?.workflow;
}
