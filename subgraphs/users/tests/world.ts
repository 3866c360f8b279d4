import { randomUUID } from 'node:crypto';
import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, startForTest, type Answer, type Data, type TestSubgraph } from '@marquee/platform/testing';
import type { Topic, Topics } from '@marquee/schema/topics';
import { decodeJwt } from 'jose';
import { users } from '../src';
import { openDatabase, type Database } from '../src/db';

export const SESSION_SECRET = 'only-for-tests-0123456789-abcdefghij';
export const PASSWORD = 'lantern light 42';

export interface World extends TestSubgraph {
  /** The subgraph's own database, to look at what no query shows. */
  db: Database;
  /** Executes from a network address. */
  from(ip: string, viewer: Viewer | null, query: string, variables?: Record<string, unknown>): Promise<Answer>;
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

export async function startUsers(settings: Record<string, string> = {}): Promise<World> {
  const test = await startForTest(users, { settings: { SESSION_SECRET, ...settings } });
  const db = openDatabase(test.databaseUrl, silentLogger);
  afterTests(() => db.close());
  return {
    ...test,
    db,
    from: async (ip, viewer, query, variables) =>
      JSON.parse(
        JSON.stringify(await test.subgraph.execute({ query, variables, caller: { viewer, correlationId: 'test', ip } })),
      ) as Answer,
    async facts<T extends Topic>(topic: T) {
      const rows = await db.pool.query<{ payload: Topics[T] }>('SELECT payload FROM outbox WHERE topic = $1 ORDER BY sequence', [topic]);
      return rows.rows.map((row) => row.payload);
    },
  };
}

const REFUSAL = '... on UserError { code message retryable }';
const SIGNED_IN =
  'session { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt } viewer { user { id username displayName } }';

export const REGISTER = `mutation($input: RegisterInput!) { register(input: $input) { __typename ... on RegisterSuccess { ${SIGNED_IN} }
  ${REFUSAL} ... on InvalidInput { field } } }`;
export const LOGIN = `mutation($input: LoginInput!) { login(input: $input) { __typename ... on LoginSuccess { ${SIGNED_IN} }
  ${REFUSAL} ... on AccountLocked { retryAt } } }`;
export const REFRESH = `mutation($input: RefreshSessionInput!) { refreshSession(input: $input) { __typename
  ... on RefreshSessionSuccess { ${SIGNED_IN} } ${REFUSAL} } }`;

/** Registers somebody; the name decides address and username. */
export async function signUp(world: TestSubgraph, name: string = `p${randomUUID().slice(0, 8)}`): Promise<Person> {
  const { register } = await world.run(null, REGISTER, {
    input: { email: `${name}@people.test`, username: name, password: PASSWORD, displayName: name.toUpperCase() },
  });
  return personOf(register);
}

/** Who is signed in, as the gateway would read it from the access token. */
export function personOf({ session, viewer }: Data): Person {
  const claims = decodeJwt(session.accessToken as string);
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

export async function logIn(world: TestSubgraph, emailOrUsername: string, password = PASSWORD): Promise<Person> {
  const { login } = await world.run(null, LOGIN, { input: { emailOrUsername, password } });
  if (login.__typename !== 'LoginSuccess') throw new Error(`The sign-in was refused: ${JSON.stringify(login)}`);
  return personOf(login);
}

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
