import { randomUUID } from 'node:crypto';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Viewer } from '@marquee/platform';
import { aViewer, startForTest } from '@marquee/platform/testing';
import type {
  AttendanceChanged,
  CaseAppealDecided,
  CaseDecided,
  CollectionDecided,
  CollectionGrew,
  CollectionInvited,
  CurationDecided,
  CurationRevisionDecided,
  EventChanged,
  FlagSettled,
  ReportEvidence,
  ReportRaised,
  ReportSettled,
  ReviewChanged,
  UserUpdated,
} from '@marquee/schema/topics';
import { print } from 'graphql';
import { curation } from '../src';
import {
  ClaimDocument,
  DecideDocument,
  QueueDocument,
  RaiseFlagDocument,
  WithdrawFlagDocument,
  WriteReviewDocument,
  type ClaimReviewInput,
  type DecideReviewInput,
  type FlagEventInput,
  type QueueQueryVariables,
  type ReviewEventInput,
} from './generated/documents';

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
    registeredAt: inHours(-1_000),
    addressVerified: true,
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

/** What is asked of a result that the test takes for a success; a refusal fails the test. */
export function succeeded<Result extends { __typename: string }>(result: Result): Extract<Result, { __typename: `${string}Success` }> {
  if (!result.__typename.endsWith('Success')) throw new Error(`It was refused: ${JSON.stringify(result)}`);
  return result as Extract<Result, { __typename: `${string}Success` }>;
}

export interface WorldOptions {
  settings?: Record<string, string>;
  /** The subgraph with other parts: `curation.with({ … })`. */
  subgraph?: Pick<typeof curation, keyof typeof curation>;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** The subgraph with what tests tell it, and ears for what it tells. Jobs run when a test says so. */
export async function startWorld({ settings = {}, subgraph = curation }: WorldOptions = {}) {
  const graph = await startForTest(subgraph, {
    settings: { CURATION_SCREEN_EVERY_MS: '3600000', CURATION_STATUS_GRACE_MS: '60', ...settings },
    now: NOW,
  });
  const heard: { topic: string; payload: unknown }[] = [];
  await graph.bus.consume(
    'test',
    [
      ...(['curation.decided', 'curation.revision_decided', 'review.changed', 'flag.settled', 'report.raised', 'report.settled'] as const),
      ...(['case.decided', 'case.appeal_decided', 'collection.invited', 'collection.decided', 'collection.grew'] as const),
    ],
    async ({ topic, payload }) => void heard.push({ topic, payload }),
  );
  const told = async <Payload>(topic: string): Promise<Payload[]> => {
    await graph.subgraph.drain();
    return heard.filter((fact) => fact.topic === topic).map((fact) => fact.payload as Payload);
  };
  const tellEvent = async (event: EventChanged) => {
    await graph.tell('event.changed', event.eventId, event);
    return event;
  };
  return {
    ...graph,
    runJob: (name: string) => graph.subgraph.runJob(name),
    decided: () => told<CurationDecided>('curation.decided'),
    revisionsDecided: () => told<CurationRevisionDecided>('curation.revision_decided'),
    settled: () => told<FlagSettled>('flag.settled'),
    reportsRaised: () => told<ReportRaised>('report.raised'),
    reportsSettled: () => told<ReportSettled>('report.settled'),
    caseAppealsDecided: () => told<CaseAppealDecided>('case.appeal_decided'),
    casesDecided: () => told<CaseDecided>('case.decided'),
    collectionsInvited: () => told<CollectionInvited>('collection.invited'),
    collectionsDecided: () => told<CollectionDecided>('collection.decided'),
    collectionsGrew: () => told<CollectionGrew>('collection.grew'),
    /** Its owner tells what a reported subject says. */
    evidence: (raised: ReportRaised, authorId: string | null, parts: Record<string, string> | null, organizationId?: string) =>
      graph.tell('report.evidence', raised.subjectId, {
        ...{ reportId: raised.reportId, kind: raised.kind, subjectId: raised.subjectId },
        ...{ authorId, evidence: parts },
        ...(organizationId && { organizationId }),
      } satisfies ReportEvidence),
    reviewNews: () => told<ReviewChanged>('review.changed'),
    /** The event exists and is published. */
    published: (parts: Partial<EventChanged> = {}) => tellEvent(anEvent(parts)),
    /** The event was submitted and waits. */
    async submitted(parts: Partial<EventChanged> = {}) {
      const event = anEvent({ status: 'PENDING_REVIEW', change: 'SUBMITTED', ...parts });
      await graph.tell('event.submitted', event.eventId, event);
      return event;
    },
    change: (event: EventChanged, parts: Partial<EventChanged>) =>
      tellEvent({ ...event, ...parts, version: parts.version ?? event.version + 1 }),
    attends: (parts: Parameters<typeof anAttendance>[0]) => graph.tell('attendance.changed', parts.eventId, anAttendance(parts)),
    /** Somebody whose flags count: a verified address, and an account that is not new. */
    async member(parts: Partial<UserUpdated> = {}) {
      const person = aPerson(parts);
      await graph.tell('user.updated', person.userId, person);
      return aViewer({ id: person.userId });
    },
    /** The same with standing of their own: an organiser whom nobody else knows let them in. */
    async regular(parts: Partial<UserUpdated> = {}) {
      const person = aPerson(parts);
      await graph.tell('user.updated', person.userId, person);
      const past = await tellEvent(anEvent({ startsAt: inHours(-50), endsAt: inHours(-48), status: 'COMPLETED' }));
      const attendance = anAttendance({ eventId: past.eventId, userId: person.userId, checkedInAt: inHours(-50) });
      await graph.tell('attendance.changed', past.eventId, attendance);
      return aViewer({ id: person.userId });
    },
    person: (parts: Partial<UserUpdated>) => {
      const person = aPerson(parts);
      return graph.tell('user.updated', person.userId, person);
    },
    queue: async (variables: QueueQueryVariables = {}, viewer = aCurator()) =>
      (await graph.run(viewer, QueueDocument, variables)).curationQueue,
    claim: async (viewer: Viewer, input: ClaimReviewInput) => (await graph.run(viewer, ClaimDocument, { input })).claimReview,
    decide: async (viewer: Viewer, input: DecideReviewInput) => (await graph.run(viewer, DecideDocument, { input })).decideReview,
    flag: async (viewer: Viewer, input: FlagEventInput) => (await graph.run(viewer, RaiseFlagDocument, { input })).flagEvent,
    review: async (viewer: Viewer, input: ReviewEventInput) => (await graph.run(viewer, WriteReviewDocument, { input })).reviewEvent,
    withdraw: async (viewer: Viewer, flagId: string) => (await graph.run(viewer, WithdrawFlagDocument, { input: { flagId } })).withdrawFlag,
    /** Code and details of the first error of an operation that is not allowed at all. */
    async errorOf<Result, Variables extends Record<string, unknown>>(
      viewer: Viewer | null,
      document: TypedDocumentNode<Result, Variables>,
      variables: Variables,
    ) {
      return (await graph.execute(viewer, print(document), variables)).errors?.[0]?.extensions;
    },
    /** What curators see of the one workflow of an event. */
    async workflowOf(eventId: string) {
      const answer = await graph.entity(
        aCurator(),
        { __typename: 'Event', id: eventId },
        '{ curation { workflow { id version status inQueue submission curator { id } assessment { recommendation eventVersion } } } }',
      );
      return answer.data!._entities[0].curation?.workflow;
    },
  };
}
