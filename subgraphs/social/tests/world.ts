import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, startForTest, type Data, type TestSubgraph } from '@marquee/platform/testing';
import type { AttendanceChanged, EventChanged, OrderRefunded, UserUpdated } from '@marquee/schema/topics';
import { print } from 'graphql';
import { Client } from 'pg';
import { social } from '../src';
import {
  BlockUserDocument,
  CreateGroupDocument,
  JoinGroupDocument,
  MessageAddedDocument,
  OpenDirectRoomDocument,
  RequestConnectionDocument,
  RespondToConnectionDocument,
  SendMessageDocument,
  type CreateGroupMutationVariables,
  type SendMessageMutation,
} from './generated/documents';

type Privacy = UserUpdated['privacy'];
export type PersonParts = Partial<Omit<UserUpdated, 'privacy'>> & { privacy?: Partial<Privacy> };

export type SentMessage = Extract<SendMessageMutation['sendMessage'], { __typename: 'SendMessageSuccess' }>['sent'];

/** The result of a mutation, which must be of this type. */
export function as<Result extends { __typename: string }, Type extends Result['__typename']>(
  result: Result,
  type: Type,
): Extract<Result, { __typename: Type }> {
  expect(result).toMatchObject({ __typename: type });
  return result as Extract<Result, { __typename: Type }>;
}

/** The social subgraph with what the other subgraphs would tell it. */
export interface World extends TestSubgraph {
  /** Somebody signed in, of whom social has been told. Shows everything to everybody unless said otherwise. */
  person(parts?: PersonParts): Promise<Viewer>;
  tellPerson(id: string, parts: PersonParts): Promise<void>;
  /** A published, public event next week. Returns its id. */
  event(organiser: Viewer, parts?: Partial<EventChanged>): Promise<string>;
  tellEvent(id: string, parts: Partial<EventChanged>): Promise<void>;
  attends(
    eventId: string,
    person: Viewer,
    status: AttendanceChanged['status'],
    parts?: Partial<AttendanceChanged>,
    at?: Date,
    key?: string,
  ): Promise<void>;
  refund(eventId: string, person: Viewer, parts: Partial<OrderRefunded> & { orderId: string }): Promise<void>;
  /** Makes two people friends, by asking and accepting. Returns the id of their relationship. */
  befriend(one: Viewer, other: Viewer): Promise<string>;
  block(blocker: Viewer, blocked: Viewer): Promise<void>;
  /** A public group of the first person with the others in it. Returns its id and its room's. */
  group(
    owner: Viewer,
    members?: readonly Viewer[],
    input?: Partial<CreateGroupMutationVariables['input']>,
  ): Promise<{ id: string; roomId: string }>;
  directRoom(one: Viewer, other: Viewer): Promise<string>;
  /** Sends a message, which must be stored. */
  say(person: Viewer, roomId: string, text: string, clientMessageId?: string): Promise<SentMessage>;
  /** Runs SQL beside the subgraph. */
  sql<Row extends object = Data>(text: string, values?: unknown[]): Promise<Row[]>;
}

export const NOW = new Date('2026-11-21T12:00:00.000Z');
export const after = (ms: number) => new Date(NOW.getTime() + ms);
export const DAY = 86_400_000;

export interface WorldOptions {
  settings?: Record<string, string>;
  /** The subgraph, with other parts than its own. */
  subgraph?: typeof social;
}

export async function startWorld({ settings = {}, subgraph = social }: WorldOptions = {}): Promise<World> {
  const running = await startForTest(subgraph, { now: NOW, settings });
  const versions = new Map<string, number>();
  const next = (key: string) => {
    const version = (versions.get(key) ?? 0) + 1;
    versions.set(key, version);
    return version;
  };

  const tellPerson: World['tellPerson'] = (id, { privacy, ...parts }) =>
    running.tell('user.updated', id, { ...aUser(id, next(id)), ...parts, privacy: { ...OPEN, ...privacy } });
  const tellEvent: World['tellEvent'] = (id, parts) => running.tell('event.changed', id, { ...anEvent(id, next(id)), ...parts });

  const world: World = {
    ...running,
    tellPerson,
    tellEvent,
    async person(parts = {}) {
      const viewer = aViewer(parts.userId ? { id: parts.userId } : {});
      await tellPerson(viewer.id, parts);
      return viewer;
    },
    async event(organiser, parts = {}) {
      const id = randomUUID();
      await tellEvent(id, { creatorId: organiser.id, ...parts });
      return id;
    },
    async attends(eventId, person, status, parts = {}, at = running.clock.now(), key = eventId) {
      const payload: AttendanceChanged = {
        attendanceId: randomUUID(),
        version: next(`${eventId} ${person.id}`),
        eventId,
        userId: person.id,
        status,
        previousStatus: null,
        visibility: 'PUBLIC',
        checkedInAt: null,
        offerExpiresAt: null,
        ...parts,
      };
      await running.bus.publish([
        { id: randomUUID(), topic: 'attendance.changed', key, occurredAt: at.toISOString(), payload, headers: {} },
      ]);
    },
    async refund(eventId, person, parts) {
      const payload: OrderRefunded = {
        version: 2,
        userId: person.id,
        eventId,
        status: 'REFUNDED',
        amount: { amountMinor: 1_000, currency: 'CAD' },
        refundedTicketIds: [randomUUID()],
        remainingTicketIds: [],
        refundedAt: running.clock.now().toISOString(),
        ...parts,
      };
      await running.tell('order.refunded', payload.orderId, payload);
    },
    async befriend(one, other) {
      const { requestConnection } = await running.run(one, RequestConnectionDocument, { input: { userId: other.id, type: 'FRIEND' } });
      const connectionId = as(requestConnection, 'RequestConnectionSuccess').connection.id;
      await running.run(other, RespondToConnectionDocument, { input: { connectionId, response: 'ACCEPT' } });
      return connectionId;
    },
    async block(blocker, blocked) {
      as((await running.run(blocker, BlockUserDocument, { input: { userId: blocked.id } })).blockUser, 'BlockUserSuccess');
    },
    async group(owner, members = [], input = {}) {
      const { createGroup } = await running.run(owner, CreateGroupDocument, {
        input: { name: 'Chess in the park', privacy: 'PUBLIC', ...input },
      });
      const { id, chatRoom } = as(createGroup, 'CreateGroupSuccess').group;
      for (const member of members)
        as((await running.run(member, JoinGroupDocument, { input: { groupId: id } })).joinGroup, 'JoinGroupSuccess');
      return { id, roomId: chatRoom!.id };
    },
    async directRoom(one, other) {
      await running.run(one, OpenDirectRoomDocument, { input: { userId: other.id } });
      // Strangers must accept each other; who opens the room, too, does.
      const { openDirectRoom } = await running.run(other, OpenDirectRoomDocument, { input: { userId: one.id } });
      return as(openDirectRoom, 'OpenDirectRoomSuccess').room.id;
    },
    async say(person, roomId, text, clientMessageId = randomUUID()) {
      const { sendMessage } = await running.run(person, SendMessageDocument, { input: { roomId, text, clientMessageId } });
      return as(sendMessage, 'SendMessageSuccess').sent;
    },
    async sql<Row extends object>(text: string, values: unknown[] = []) {
      const client = new Client(running.databaseUrl);
      await client.connect();
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
  };
  return world;
}

const OPEN: Privacy = {
  bio: 'PUBLIC',
  location: 'PUBLIC',
  interests: 'PUBLIC',
  friends: 'PUBLIC',
  attendance: 'PUBLIC',
  suggestible: true,
};

const aUser = (userId: string, version: number): UserUpdated => ({
  userId,
  version,
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
  privacy: OPEN,
  active: true,
});

const anEvent = (eventId: string, version: number): EventChanged => ({
  eventId,
  version,
  change: 'PUBLISHED',
  status: 'PUBLISHED',
  visibility: 'PUBLIC',
  groupId: null,
  title: 'Jazz on the pier',
  description: '',
  categorySlug: 'music',
  tags: [],
  startsAt: after(7 * DAY).toISOString(),
  endsAt: after(7 * DAY + 4 * 3_600_000).toISOString(),
  timezone: 'America/Toronto',
  creatorId: randomUUID(),
  organizationId: null,
  capacity: null,
  venue: null,
  price: { type: 'FREE', min: null, max: null },
  imageUrl: null,
  imported: false,
});

export const MESSAGE_ADDED = print(MessageAddedDocument);
