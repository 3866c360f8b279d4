import { randomUUID } from 'node:crypto';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Viewer } from '@marquee/platform';
import { startForTest, type Data, type TestSubgraph } from '@marquee/platform/testing';
import type { Topic, Topics } from '@marquee/schema/topics';
import { print } from 'graphql';
import { decodeJwt } from 'jose';
import { users } from '../src';
import type { Database } from '../src/db';
import { keep, type Kept } from '../src/kept';
import type { Adviser } from '../src/ports/adviser';
import { TestMailer } from './mails';
import { TestPusher } from './pushers';
import { TestSmsSender } from './sms';
import {
  LoginDocument,
  LogoutDocument,
  MeDocument,
  RegisterDocument,
  UpdateProfileDocument,
  type LoginMutation,
  type RefreshSessionMutation,
  type RegisterMutation,
  type UpdateProfileInput,
} from './generated/documents';

const SESSION_SECRET = 'only-for-tests-0123456789-abcdefghij';
export const PASSWORD = 'lantern light 42';

export interface WorldOptions {
  settings?: Record<string, string>;
  /** Another database in place of the subgraph's own: for the controls of races. */
  db?: (own: Database) => Database;
  /** The model that makes suggestions; none without. */
  adviser?: Adviser;
}

export interface World extends TestSubgraph {
  /** What the subgraph keeps for as long as it runs. */
  kept: Kept;
  /** Takes the mails that the job sends. */
  mailer: TestMailer;
  /** Takes the short messages that the job sends. */
  sms: TestSmsSender;
  /** Take the pushes that the job sends. */
  pushers: { FCM: TestPusher; EXPO: TestPusher };
  /** The subgraph's own database, to look at what no query shows. */
  db: Database;
  /** Runs an operation from a network address. */
  from<Result = Data, Variables extends Record<string, unknown> = Record<string, unknown>>(
    ip: string,
    document: TypedDocumentNode<Result, Variables> | string,
    variables?: Variables,
  ): Promise<Result>;
  /** Facts of a topic that were told since the start. */
  facts<T extends Topic>(topic: T): Promise<Topics[T][]>;
}

export interface Person {
  id: string;
  username: string;
  viewer: Viewer;
  accessToken: string;
  refreshToken: string;
}

export async function startWorld({ settings, db = (own) => own, adviser }: WorldOptions = {}): Promise<World> {
  let kept!: Kept;
  const mailer = new TestMailer();
  const sms = new TestSmsSender();
  const pushers = { FCM: new TestPusher(false), EXPO: new TestPusher(true) };
  const module = users.with({
    keep: async (basics) =>
      (kept = await keep({ ...basics, db: db(basics.db) }, { mailer, smsSender: sms, pushers, adviser: adviser ?? null })),
  });
  const test = await startForTest(module, { settings: { SESSION_SECRET, ...settings } });
  return {
    ...test,
    kept,
    mailer,
    sms,
    pushers,
    db: kept.db,
    async from<Result>(ip: string, document: TypedDocumentNode<Result> | string, variables?: Record<string, unknown>) {
      const query = typeof document === 'string' ? document : print(document);
      const answer = await test.subgraph.execute({ query, variables, caller: { viewer: null, correlationId: 'test', ip } });
      if (answer.errors) throw new Error(`The operation failed: ${JSON.stringify(answer.errors)}`);
      return JSON.parse(JSON.stringify(answer.data)) as Result;
    },
    async facts<T extends Topic>(topic: T) {
      const rows = await kept.db.pool.query<{ payload: Topics[T] }>('SELECT payload FROM outbox WHERE topic = $1 ORDER BY sequence', [
        topic,
      ]);
      return rows.rows.map((row) => row.payload);
    },
  };
}

type Success<Result> = Extract<Result, { __typename: `${string}Success` }>;

/** The success of a mutation; a refusal fails the test. */
export function succeeded<Result extends { __typename: string }>(result: Result): Success<Result> {
  if (!result.__typename.endsWith('Success')) throw new Error(`The mutation was refused: ${JSON.stringify(result)}`);
  return result as Success<Result>;
}

/** Registers somebody; the name decides address and username. */
export async function signUp(world: TestSubgraph, name: string = `p${randomUUID().slice(0, 8)}`): Promise<Person> {
  const input = { email: `${name}@people.test`, username: name, password: PASSWORD, displayName: name.toUpperCase() };
  return personOf((await world.run(null, RegisterDocument, { input })).register);
}

/** Who is signed in, as the gateway would read it from the access token. */
export function personOf(result: RegisterMutation['register'] | LoginMutation['login'] | RefreshSessionMutation['refreshSession']): Person {
  const { session, viewer } = succeeded(result);
  const claims = decodeJwt(session.accessToken);
  return {
    id: viewer.user.id,
    username: viewer.user.username,
    accessToken: session.accessToken,
    refreshToken: session.refreshToken,
    viewer: {
      id: claims.sub!,
      username: claims['username'] as string,
      role: claims['role'] as Viewer['role'],
      permissions: claims['permissions'] as string[],
      sessionId: claims['sessionId'] as string,
    },
  };
}

/** Registers somebody and gives them a role, and signs them in with it. */
export async function signUpAs(world: World, role: Viewer['role'], name?: string): Promise<Person> {
  const person = await signUp(world, name);
  await world.db.prisma.user.update({ where: { id: person.id }, data: { role } });
  return logIn(world, person.username);
}

export const logIn = async (world: TestSubgraph, emailOrUsername: string, password = PASSWORD): Promise<Person> =>
  personOf((await world.run(null, LoginDocument, { input: { emailOrUsername, password } })).login);

export const logOut = async (world: TestSubgraph, person: Person) => (await world.run(person.viewer, LogoutDocument, {})).logout;

export const me = async (world: TestSubgraph, person: Person) => (await world.run(person.viewer, MeDocument, {})).me;

export const updateProfile = async (world: TestSubgraph, person: Person, input: UpdateProfileInput) =>
  (await world.run(person.viewer, UpdateProfileDocument, { input })).updateProfile;

/** Delivers that two people have become friends (or whatever the parts say). */
export function connect(world: TestSubgraph, a: { id: string }, b: { id: string }, parts: Partial<Topics['connection.changed']> = {}) {
  const connectionId = parts.connectionId ?? randomUUID();
  const fact = { connectionId, version: 2, requesterId: a.id, addresseeId: b.id, type: 'FRIEND', status: 'ACCEPTED', ...parts };
  return world.tell('connection.changed', connectionId, fact);
}

/** An event as the events subgraph tells of it. */
export function anEvent(parts: Partial<Topics['event.changed']> = {}): Topics['event.changed'] {
  return {
    eventId: randomUUID(),
    version: 1,
    change: 'PUBLISHED',
    status: 'PUBLISHED',
    visibility: 'PUBLIC',
    groupId: null,
    title: 'Jazz Night',
    description: 'Songs.',
    categorySlug: 'music',
    tags: [],
    startsAt: '2026-12-01T00:30:00.000Z',
    endsAt: '2026-12-01T03:30:00.000Z',
    timezone: 'America/Toronto',
    creatorId: randomUUID(),
    organizationId: null,
    capacity: null,
    venue: { id: randomUUID(), name: 'The Rex', city: 'Toronto', latitude: 43.65, longitude: -79.38 },
    price: { type: 'FREE', min: null, max: null },
    imageUrl: null,
    imported: false,
    ...parts,
  };
}

export const tellEvent = (world: TestSubgraph, event: Topics['event.changed'], id?: string) =>
  world.tell('event.changed', event.eventId, event, id);

export function anAttendance(
  parts: Partial<Topics['attendance.changed']> & { eventId: string; userId: string },
): Topics['attendance.changed'] {
  return {
    attendanceId: randomUUID(),
    version: 1,
    status: 'GOING',
    previousStatus: null,
    visibility: 'PRIVATE',
    checkedInAt: null,
    offerExpiresAt: null,
    ...parts,
  };
}

export const tellAttendance = (world: TestSubgraph, attendance: Topics['attendance.changed'], id?: string) =>
  world.tell('attendance.changed', attendance.eventId, attendance, id);
