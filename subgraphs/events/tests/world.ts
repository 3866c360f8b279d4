import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, startForTest, type Data, type TestSubgraph } from '@marquee/platform/testing';
import type { EventRole, OrganizationRole } from '@marquee/schema/rules/event-rights';
import { events } from '../src';
import {
  CancelEventDocument,
  CountsDocument,
  CreateEventBrieflyDocument,
  RsvpDocument,
  SubmitEventBrieflyDocument,
  EventVersionDocument,
  InviteToEventTeamDocument,
  RespondToEventTeamInvitationDocument,
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
  /** The organiser calls an event off, and confirms what that does to its guests as often as it has changed meanwhile. */
  callOff(eventId: string, reason?: string): Promise<void>;
  /** Makes people known here, as users tells it; active ones unless told otherwise. */
  know(viewers: readonly Viewer[], parts?: object): Promise<void>;
  /** Puts somebody on an event's team: the organiser asks, and they accept. Makes them known. */
  join(eventId: string, viewer: Viewer, role: EventRole): Promise<void>;
  /** Gives somebody a role in an organisation, or takes it (null), as users tells it. */
  employ(viewer: Viewer, organizationId: string, role: OrganizationRole | null, version?: number): Promise<void>;
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

type WorldOptions = Parameters<typeof startForTest>[1] & { module?: typeof events };

/** What most tests do is not about how much one account may bring in an hour. */
const PLENTY = { NEW_ACCOUNT_DRAFTS: '10000', NEW_ACCOUNT_VENUES: '10000', NEW_ACCOUNT_IMPORTED_EVENTS: '10000' };

/** `module`: the subgraph without one of its protections, for the control of a race. */
export async function startWorld({ module = events, ...options }: WorldOptions = {}): Promise<World> {
  const subgraph = await startForTest(module, { ...options, settings: { ...PLENTY, ...options.settings } });
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
    async callOff(eventId, reason) {
      let confirmation: string | null = null;
      for (;;) {
        const { cancelEvent }: Data = await subgraph.run(organiser, CancelEventDocument, { input: { eventId, reason, confirmation } });
        if (cancelEvent.__typename === 'CancelEventSuccess') return;
        if (cancelEvent.__typename !== 'ConfirmationNeeded') throw new Error(JSON.stringify(cancelEvent));
        confirmation = cancelEvent.impact.confirmation.token;
      }
    },
    know: async (viewers, parts = {}) => {
      for (const viewer of viewers) await subgraph.tell('user.updated', viewer.id, { ...userOf(viewer), ...parts });
    },
    async join(eventId, viewer, role) {
      await subgraph.tell('user.updated', viewer.id, userOf(viewer));
      await subgraph.run(organiser, InviteToEventTeamDocument, { input: { eventId, userId: viewer.id, role } });
      const input = { eventId, accept: true };
      const answer = (await subgraph.run(viewer, RespondToEventTeamInvitationDocument, { input })).respondToEventTeamInvitation;
      if (answer.__typename !== 'RespondToEventTeamInvitationSuccess') throw new Error(JSON.stringify(answer));
    },
    employ: (viewer, organizationId, role, version = 1) =>
      subgraph.tell('organization.member_changed', organizationId, { organizationId, userId: viewer.id, role, version }),
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

/** What users tells of a person. */
export const userOf = ({ id, username }: Viewer) => ({
  userId: id,
  version: 1,
  username,
  displayName: username,
  avatarUrl: null,
  role: 'user',
  verified: false,
  interests: [],
  traits: [],
  location: null,
  activityLevel: 0,
  reputation: 0,
  privacy: { bio: 'PRIVATE', location: 'PRIVATE', interests: 'PRIVATE', friends: 'PRIVATE', attendance: 'PRIVATE', suggestible: true },
  active: true,
});

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
