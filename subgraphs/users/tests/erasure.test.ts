import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { eventually, withoutLocks } from '@marquee/platform/testing';
import { Secret, TOTP } from 'otpauth';
import {
  BeginTotpDocument,
  ChangePasswordDocument,
  ConfirmTotpDocument,
  LoginDocument,
  MyErasureDocument,
  RequestErasureDocument,
} from './generated/documents';
import { addressOf, answer, begun, cancel, confirm, confirmed, DAY, erasure, OTHERS, receipt, request, verifiedPerson } from './erasures';
import { tokenIn } from './mails';
import { anOrganization, employ } from './organizations';
import {
  anAttendance,
  anEvent,
  connect,
  logIn,
  me,
  PASSWORD,
  signUp,
  signUpAs,
  startWorld,
  succeeded,
  tellAttendance,
  tellEvent,
  updateProfile,
  type Person,
  type World,
} from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const askedBy = async (person: Person) => succeeded(await request(world, person));
const visible = async (username: string) =>
  (await world.run(null, `query($username: String!) { userByUsername(username: $username) { id } }`, { username }))
    .userByUsername as unknown;

describe('asking to be erased (A22, A23, U62)', () => {
  it('changes nothing, and says what goes, what stays and who has not answered', async () => {
    const person = await verifiedPerson(world);
    const { token, erasure: asked } = await askedBy(person);
    expect(asked).toMatchObject({ state: 'ASKED', erasedFrom: null, blockers: [{ kind: 'UNANSWERED', count: 4 }] });
    expect(asked.parts.map(({ party, items }) => [party, items !== null])).toEqual([
      ['USERS', true],
      ...OTHERS.map((party) => [party.toUpperCase(), false]),
    ]);
    expect(asked.parts[0]!.items).toEqual(
      expect.arrayContaining([
        { subject: 'PROFILE', fate: 'GOES', count: 1 },
        { subject: 'SESSIONS', fate: 'GOES', count: 1 },
      ]),
    );
    expect((await world.facts('erasure.asked')).at(-1)).toEqual({ erasureId: asked.id, userId: person.id });
    await answer(world, asked.id, person.id, { payments: { items: [{ subject: 'ORDERS', fate: 'KEPT_BY_LAW', count: 2 }] } });
    const answered = await erasure(world, token);
    expect(answered.blockers).toEqual([]);
    expect(answered.parts[4]!.items).toEqual([{ subject: 'ORDERS', fate: 'KEPT_BY_LAW', count: 2 }]);
    expect(await me(world, person)).not.toBeNull();
    expect(await visible(person.username)).not.toBeNull();
  });

  it('is vouched for by the password, counted as a sign-in is, and by nobody else', async () => {
    const person = await verifiedPerson(world);
    expect(await request(world, person, { password: 'not the one' })).toMatchObject({ __typename: 'InvalidCredentials' });
    const asked = await world.execute(null, `mutation($input: RequestErasureInput!) { requestErasure(input: $input) { __typename } }`, {
      input: { password: PASSWORD },
    });
    expect(asked.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect(
      (await world.run(null, RequestErasureDocument, { input: { password: PASSWORD, emailOrUsername: 'nobody-at-all' } })).requestErasure,
    ).toMatchObject({
      __typename: 'InvalidCredentials',
    });
  });

  it('asks for a code where a second factor is on, and uses it up', async () => {
    const person = await verifiedPerson(world);
    const { secret } = succeeded((await world.run(person.viewer, BeginTotpDocument, { input: { password: PASSWORD } })).beginTotp);
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = () => totp.generate({ timestamp: world.clock.now().getTime() });
    succeeded((await world.run(person.viewer, ConfirmTotpDocument, { input: { code: code() } })).confirmTotp);
    world.clock.advance(60_000);
    expect(await request(world, person)).toMatchObject({ __typename: 'CodeRequired', nextStep: 'CORRECT_INPUT' });
    expect(await request(world, person, { code: '000000' })).toMatchObject({ __typename: 'InvalidCode' });
    const used = code();
    succeeded(await request(world, person, { code: used, idempotencyKey: 'one' }));
    expect(await request(world, person, { code: used })).toMatchObject({ __typename: 'InvalidCode' });
    // A repeat is the same request.
    succeeded(await request(world, person, { code: used, idempotencyKey: 'one' }));
  });

  it('is vouched for otherwise by who has no password', async () => {
    const person = await verifiedPerson(world);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { passwordHash: null } });
    // Who has just signed in has shown that it is them.
    succeeded(await request(world, person, { password: null }));
    world.clock.advance(DAY);
    expect(await request(world, person, { password: null })).toMatchObject({ __typename: 'StepUpRequired' });
    const other = await verifiedPerson(world);
    expect(await request(world, other, { password: null })).toMatchObject({ __typename: 'InvalidCredentials' });
  });

  it('may be done by who is suspended and cannot sign in', async () => {
    const [person, moderator] = [await verifiedPerson(world), await signUpAs(world, 'moderator')];
    await world.run(moderator.viewer, `mutation($i: SuspendUserInput!) { suspendUser(input: $i) { __typename } }`, {
      i: { userId: person.id, reason: 'Spam.' },
    });
    const { token, erasure: asked } = succeeded(await request(world, null, { emailOrUsername: person.username }));
    await answer(world, asked.id, person.id);
    expect(succeeded(await confirm(world, token)).erasure.state).toBe('CONFIRMED');
  });
});

describe('confirming', () => {
  it('waits for every part, and for what stands in the way', async () => {
    const person = await verifiedPerson(world);
    const { token, erasure: asked } = await askedBy(person);
    expect(await confirm(world, token)).toMatchObject({
      __typename: 'ErasureBlocked',
      retryable: true,
      blockers: [{ kind: 'UNANSWERED', count: 4 }],
    });
    await answer(world, asked.id, person.id, {
      events: { blockers: [{ kind: 'UPCOMING_EVENTS', count: 3 }] },
      payments: { blockers: [{ kind: 'BALANCE', count: 1 }] },
    });
    expect(await confirm(world, token)).toMatchObject({
      __typename: 'ErasureBlocked',
      retryable: false,
      blockers: [
        { kind: 'UPCOMING_EVENTS', count: 3 },
        { kind: 'BALANCE', count: 1 },
      ],
    });
    expect(await confirm(world, token, { giveUpBalance: true })).toMatchObject({ blockers: [{ kind: 'UPCOMING_EVENTS', count: 3 }] });
    expect((await erasure(world, token)).state).toBe('ASKED');
  });

  it('lets nobody keep a person for money that they give up', async () => {
    const person = await verifiedPerson(world);
    const { token, erasure: asked } = await askedBy(person);
    await answer(world, asked.id, person.id, { payments: { blockers: [{ kind: 'BALANCE', count: 1 }] } });
    succeeded(await confirm(world, token, { giveUpBalance: true }));
  });

  it('is refused to the last owner of an organisation that others work for, until another is owner', async () => {
    const [owner, manager] = [await verifiedPerson(world), await signUp(world)];
    const organizationId = await anOrganization(world, owner);
    await employ(world, owner, organizationId, manager, 'MANAGER');
    const { token, erasure: asked } = await askedBy(owner);
    await answer(world, asked.id, owner.id);
    expect(await confirm(world, token)).toMatchObject({ __typename: 'ErasureBlocked', blockers: [{ kind: 'ORGANIZATIONS', count: 1 }] });
    await world.db.prisma.organizationMember.updateMany({ where: { userId: manager.id }, data: { role: 'OWNER' } });
    // The state is another than the one that was asked about.
    expect(await confirm(world, token)).toMatchObject({ __typename: 'InvalidToken' });
    await confirmed(world, owner);
  });

  it('is no good after 15 minutes, after another password, another event of theirs, another request, and twice', async () => {
    const late = await verifiedPerson(world);
    const { token, erasure: asked } = await askedBy(late);
    await answer(world, asked.id, late.id);
    world.clock.advance(15 * 60_000);
    expect(await confirm(world, token)).toMatchObject({ __typename: 'InvalidToken' });
    expect(await confirm(world, 'nonsense')).toMatchObject({ __typename: 'InvalidToken' });

    const ways: ((person: Person) => Promise<unknown>)[] = [
      ({ viewer }) => world.run(viewer, ChangePasswordDocument, { input: { currentPassword: PASSWORD, newPassword: 'a new lantern 43' } }),
      ({ id }) => tellEvent(world, anEvent({ creatorId: id })),
      (person) => askedBy(person),
    ];
    for (const change of ways) {
      const person = await verifiedPerson(world);
      const first = await askedBy(person);
      await answer(world, first.erasure.id, person.id);
      await change(person);
      expect(await confirm(world, first.token)).toMatchObject({ __typename: 'InvalidToken' });
    }

    const twice = await verifiedPerson(world);
    const again = await askedBy(twice);
    await answer(world, again.erasure.id, twice.id);
    const outcomes = await Promise.all([confirm(world, again.token), confirm(world, again.token)]);
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual(['ConfirmErasureSuccess', 'InvalidToken']);
    expect(await world.db.prisma.mail.count({ where: { userId: twice.id, kind: 'erasure-confirmed' } })).toBe(1);
  });
});

describe('the 14 days before', () => {
  it('nobody sees the person, their sessions have ended, and signing in lets them do nothing but call it off (U10)', async () => {
    const person = await verifiedPerson(world);
    const token = await confirmed(world, person);
    expect(await me(world, person)).toBeNull();
    expect(await visible(person.username)).toBeNull();
    expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: person.id, active: false });
    const back = await logIn(world, person.username);
    expect((await world.run(back.viewer, MyErasureDocument, {})).me!.erasedFrom).toBe(
      new Date(world.clock.now().getTime() + 14 * DAY).toISOString(),
    );
    expect(await updateProfile(world, back, { displayName: 'Another' })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await request(world, back)).toMatchObject({ __typename: 'NotAllowed' });
    expect(succeeded(await cancel(world, back, {})).erasure.state).toBe('CANCELLED');
    expect((await world.run(back.viewer, MyErasureDocument, {})).me!.erasedFrom).toBeNull();
    expect(await visible(person.username)).not.toBeNull();
    expect(await updateProfile(world, back, { displayName: 'Another' })).toMatchObject({ __typename: 'UpdateProfileSuccess' });
    expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: person.id, active: true });
    world.clock.advance(15 * DAY);
    await world.subgraph.runJob('carry-on-erasures');
    expect((await erasure(world, token)).state).toBe('CANCELLED');
    expect((await world.facts('user.erased')).filter(({ userId }) => userId === person.id)).toEqual([]);
  });

  it('are told by mail at the beginning, before the end, and when they are called off by the link', async () => {
    const person = await verifiedPerson(world);
    await confirmed(world, person);
    expect(await tokenIn(world, addressOf(person), 'erasure-confirmed')).toBeTruthy();
    world.clock.advance(10 * DAY);
    await world.subgraph.runJob('carry-on-erasures');
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(addressOf(person), 'erasure-soon')).toBeUndefined();
    world.clock.advance(1 * DAY);
    for (let n = 0; n < 2; n++) await world.subgraph.runJob('carry-on-erasures');
    const token = await tokenIn(world, addressOf(person), 'erasure-soon');
    expect(world.mailer.sent.filter(({ to, kind }) => to === addressOf(person) && kind === 'erasure-soon')).toHaveLength(1);
    succeeded(await cancel(world, null, { token }));
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(addressOf(person), 'erasure-cancelled')).toBeDefined();
    expect(await cancel(world, null, { token })).toMatchObject({ __typename: 'NotAllowed' });
  });
});

describe('the erasing', () => {
  it('is done when every part has told its receipt, and mailed once; who comes late is asked again', async () => {
    const person = await verifiedPerson(world);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { language: 'DE' } });
    const token = await confirmed(world, person);
    await begun(world, token);
    const { id, state } = await erasure(world, token);
    expect(state).toBe('ERASING');
    expect(await cancel(world, null, { token })).toMatchObject({ __typename: 'NotAllowed' });
    const told = async () => (await world.facts('user.erased')).filter(({ erasureId }) => erasureId === id);
    expect(await told()).toEqual([{ userId: person.id, erasureId: id }]);
    await Promise.all(OTHERS.slice(0, 3).map((party) => receipt(world, id, person.id, party)));
    await receipt(world, id, person.id, 'events');
    world.clock.advance(14 * 60_000);
    await world.subgraph.runJob('carry-on-erasures');
    expect(await told()).toHaveLength(1);
    world.clock.advance(60_000);
    await world.subgraph.runJob('carry-on-erasures');
    expect(await told()).toHaveLength(2);
    expect((await erasure(world, token)).state).toBe('ERASING');
    await Promise.all([receipt(world, id, person.id, 'payments'), receipt(world, id, person.id, 'payments')]);
    const done = await erasure(world, token);
    expect([done.state, done.parts.every(({ erasedAt }) => erasedAt !== null)]).toEqual(['DONE', true]);
    await world.subgraph.runJob('send-mails');
    const last = world.mailer.sent.filter(({ to, kind }) => to === addressOf(person) && kind === 'erasure-done');
    expect(last).toHaveLength(1);
    // In the language of the person, who is not there any more.
    expect(last[0]!.subject).toBe('Dein Konto ist gelöscht');
    expect(await world.db.prisma.erasure.findUniqueOrThrow({ where: { id } })).toMatchObject({ sealedAddress: null, language: null });
  });

  it('leaves no trace of the person in any table, but the number of the erasure', async () => {
    const [person, friend] = [await verifiedPerson(world), await signUp(world)];
    const event = anEvent();
    await tellEvent(world, event);
    await connect(world, person, friend);
    await connect(world, person, friend, { status: 'PENDING', version: 1, requesterId: person.id, addresseeId: friend.id });
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: person.id }));
    const roomId = randomUUID();
    await world.tell('message.sent', roomId, {
      roomId,
      sequence: 1,
      messageId: randomUUID(),
      senderId: friend.id,
      recipientIds: [person.id],
      sentAt: world.clock.now().toISOString(),
    });
    await world.tell('room.read', roomId, { roomId, userId: person.id, sequence: 1 });
    const organizationId = await anOrganization(world, person);
    await updateProfile(world, person, { bio: 'Sings.', interests: ['jazz'], location: { latitude: 43.65, longitude: -79.38 } });
    await request(world, person, { password: 'wrong', idempotencyKey: 'k' });
    const token = await confirmed(world, person);
    await begun(world, token);
    for (const party of OTHERS) await receipt(world, (await erasure(world, token)).id, person.id, party);
    await world.subgraph.runJob('send-mails');
    await world.subgraph.drain();
    const { rows: tables } = await world.db.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const traces: string[] = [];
    for (const { name } of tables)
      for (const mark of [person.id, person.username, addressOf(person), 'Sings.'])
        if ((await world.db.pool.query(`SELECT 1 FROM "${name}" t WHERE t::text ILIKE '%' || $1 || '%'`, [mark])).rowCount! > 0)
          traces.push(`${name}: ${mark === person.id ? 'id' : mark}`);
    // The id of nobody: what keeps late facts out, and the facts that tell of the erasing.
    expect(traces.sort()).toEqual(['erasures: id', 'outbox: id']);
    const { rows } = await world.db.pool.query<{ topic: string }>(
      `SELECT DISTINCT topic FROM outbox t WHERE t::text LIKE '%' || $1 || '%' ORDER BY 1`,
      [person.id],
    );
    expect(rows.map(({ topic }) => topic)).toEqual(['erasure.asked', 'erasure.receipt', 'organization.member_changed', 'user.erased']);
    expect(await world.db.prisma.organization.findUniqueOrThrow({ where: { id: organizationId } })).toMatchObject({
      name: 'Closed organisation',
      createdById: null,
    });
    // The name is free again.
    await signUp(world, person.username);
  });

  it('every table with the id of a person is named where people are erased, or goes with the account', () => {
    const root = join(__dirname, '..');
    const schema = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8');
    const erasing = readFileSync(join(root, 'src/modules/erasure/erasure-person.store.ts'), 'utf8');
    const models = [...schema.matchAll(/^model (\w+) \{([^]*?)^\}/gm)].map(([, name, body]) => ({ name: name!, body: body! }));
    const holders = models.filter(
      ({ name, body }) => name !== 'User' && /"\w*(user|actor|author|creator|created_by|low|high|invited_by)_id\w*"/.test(body),
    );
    expect(holders.length).toBeGreaterThan(20);
    // Why some are not: the erasure is the receipt; an event belongs to its guests, and its creator's id leads nowhere.
    const stays = ['Erasure', 'EventCopy'];
    expect(erasing).toContain('await forgetExportsOf(step, userId)');
    const forgotten = holders.filter(
      ({ name, body }) =>
        !/user +User\??.*onDelete: Cascade/.test(body) &&
        ![...stays, 'ExportTask'].includes(name) &&
        !erasing.includes(`tx.${name[0]!.toLowerCase()}${name.slice(1)}.`),
    );
    expect(forgotten.map(({ name }) => name)).toEqual([]);
  });

  it('is not undone by facts that come later, or twice', async () => {
    const person = await verifiedPerson(world);
    await world.tell('user.erased', person.id, { userId: person.id });
    await world.tell('user.erased', person.id, { userId: person.id });
    await connect(world, person, { id: randomUUID() });
    await tellAttendance(world, anAttendance({ eventId: randomUUID(), userId: person.id }));
    const roomId = randomUUID();
    await world.tell('room.read', roomId, { roomId, userId: person.id, sequence: 3 });
    const { prisma } = world.db;
    expect([
      await prisma.user.count({ where: { id: person.id } }),
      await prisma.connectionCopy.count({ where: { OR: [{ lowId: person.id }, { highId: person.id }] } }),
      await prisma.attendanceCopy.count({ where: { userId: person.id } }),
      await prisma.roomReading.count({ where: { userId: person.id } }),
      await prisma.erasure.count({ where: { userId: person.id, state: 'DONE' } }),
    ]).toEqual([0, 0, 0, 0, 1]);
    expect((await world.run(null, LoginDocument, { input: { emailOrUsername: person.username, password: PASSWORD } })).login).toMatchObject(
      { __typename: 'InvalidCredentials' },
    );
  });

  it('an unconfirmed request is forgotten in the end', async () => {
    const person = await verifiedPerson(world);
    const { token } = await askedBy(person);
    world.clock.advance(31 * DAY);
    for (let n = 0; n < 2; n++) await world.subgraph.runJob('carry-on-erasures');
    expect((await world.run(null, `query($token: String!) { erasure(token: $token) { id } }`, { token })).erasure).toBeNull();
  });
});

describe('a fact of a person that is taken in while they are erased', () => {
  /** Takes an attendance in as far as its check, erases the person, and lets it go on. */
  const race = async (lockless: boolean) => {
    const other = await startWorld(lockless ? { db: withoutLocks } : {});
    const person = await verifiedPerson(other);
    const { db } = other;
    const client = await db.pool.connect();
    try {
      // The erasing waits behind this lock, with the person's row and attendances deleted.
      await client.query('BEGIN');
      await client.query('LOCK TABLE flag_copies IN ACCESS EXCLUSIVE MODE');
      const erasing = other.tell('user.erased', person.id, { userId: person.id });
      const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await eventually(async () => expect((await db.pool.query(waits)).rowCount).toBeGreaterThan(0));
      const taken = tellAttendance(other, anAttendance({ eventId: randomUUID(), userId: person.id }));
      if (lockless) await taken;
      else await eventually(async () => expect((await db.pool.query(waits)).rowCount).toBeGreaterThan(1));
      await client.query('COMMIT');
      await Promise.all([erasing, taken]);
    } finally {
      client.release();
    }
    return db.prisma.attendanceCopy.findMany({ where: { userId: person.id } });
  };

  it('is not kept', async () => expect(await race(false)).toEqual([]));

  it('control: without the locks it is', async () => expect(await race(true)).toHaveLength(1));
});
