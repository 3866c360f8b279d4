import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, startForTest, type Data, type TestSubgraph } from '@marquee/platform/testing';
import { events } from '../src';
import {
  CountsDocument,
  CreateEventBrieflyDocument,
  RsvpDocument,
  SubmitEventBrieflyDocument,
  EventVersionDocument,
  type CreateEventInput,
  type RsvpInput,
} from './generated/documents';

/** One subgraph on a database of its own, and short ways to the things its tests need. Times are told from the test's clock. */
export interface World extends TestSubgraph {
  organiser: Viewer;
  /** Makes an event through the API and takes it to `status`: published by default. */
  anEvent(parts?: EventParts): Promise<EventInWorld>;
  rsvp(viewer: Viewer, eventId: string, status?: RsvpInput['status'], more?: Partial<RsvpInput>): Promise<Data>;
  counts(eventId: string): Promise<Data>;
  /** Befriends two people, as social tells it. */
  befriend(one: Viewer, other: Viewer, parts?: object): Promise<void>;
}

export interface EventParts extends Partial<CreateEventInput> {
  by?: Viewer;
  status?: 'DRAFT' | 'PENDING_REVIEW' | 'PUBLISHED';
}

export interface EventInWorld {
  id: string;
  version: number;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export async function startWorld(options?: Parameters<typeof startForTest>[1]): Promise<World> {
  const subgraph = await startForTest(events, options);
  const organiser = aViewer();
  const later = (ms: number) => new Date(subgraph.clock.now().getTime() + ms).toISOString();

  const anEvent: World['anEvent'] = async ({ by = organiser, status = 'PUBLISHED', ...input } = {}) => {
    const { createEvent } = await subgraph.run(by, CreateEventBrieflyDocument, {
      input: {
        title: 'An evening',
        description: 'Something to go to.',
        startsAt: later(30 * DAY),
        endsAt: later(30 * DAY + 2 * HOUR),
        timezone: 'America/Toronto',
        categorySlug: 'music',
        ...input,
      },
    });
    if (createEvent.__typename !== 'CreateEventSuccess') throw new Error(JSON.stringify(createEvent));
    const { id } = createEvent.event;
    if (status === 'DRAFT') return createEvent.event;
    const { submitEvent } = await subgraph.run(by, SubmitEventBrieflyDocument, { input: { eventId: id } });
    if (submitEvent.__typename !== 'SubmitEventSuccess') throw new Error(JSON.stringify(submitEvent));
    if (status === 'PENDING_REVIEW') return submitEvent.event;
    await subgraph.tell('curation.decided', id, decision({ eventId: id, eventVersion: submitEvent.event.version }));
    return (await subgraph.run(by, EventVersionDocument, { id })).event!;
  };

  return {
    ...subgraph,
    organiser,
    anEvent,
    rsvp: async (viewer, eventId, status = 'GOING', more = {}) =>
      (await subgraph.run(viewer, RsvpDocument, { input: { eventId, status, ...more } })).rsvp,
    counts: async (id) => (await subgraph.run(organiser, CountsDocument, { id })).event!.attendanceCounts,
    befriend: (one, other, parts = {}) => {
      const connectionId = randomUUID();
      return subgraph.tell('connection.changed', connectionId, {
        connectionId,
        version: 1,
        requesterId: one.id,
        addresseeId: other.id,
        type: 'FRIEND',
        status: 'ACCEPTED',
        ...parts,
      });
    },
  };
}

/** What curation tells; an approval unless told otherwise. */
export const decision = (parts: object) => ({
  workflowId: randomUUID(),
  version: 2,
  status: 'APPROVED',
  qualityScore: 0.8,
  badges: [],
  curatorId: randomUUID(),
  notes: null,
  creatorId: randomUUID(),
  decidedAt: '2026-11-21T12:00:00.000Z',
  ...parts,
});
