import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import {
  AppealSuspensionDocument,
  DecideSuspensionAppealDocument,
  LoginSuspendedDocument,
  PeopleDocument,
  ReinstateUserDocument,
  SuspendForDocument,
  SuspensionAppealsDocument,
  type SuspendUserInput,
} from './generated/documents';
import { logIn, PASSWORD, signUp, signUpAs, startWorld, type Person, type World } from './world';

const DAY = 86_400_000;

describe('a suspension', () => {
  let world: World;
  let admin: Person;
  let other: Person;
  let ada: Person;
  const suspend = async (parts: Partial<SuspendUserInput> = {}, by = admin) =>
    (await world.run(by.viewer, SuspendForDocument, { input: { userId: ada.id, reason: 'Spam in rooms.', ...parts } })).suspendUser;
  const appeal = async (text = 'It was not me.', password = PASSWORD, person = ada) =>
    (await world.run(null, AppealSuspensionDocument, { input: { emailOrUsername: person.username, password, text } })).appealSuspension;
  const appeals = async (by = other) =>
    (await world.run(by.viewer, SuspensionAppealsDocument, {})).suspensionAppeals.nodes.filter(({ user }) => user?.id === ada.id);
  const decide = async (outcome: 'LIFT' | 'UPHOLD', by = other, suspensionId?: string) => {
    const input = { suspensionId: suspensionId ?? (await appeals())[0]!.id, outcome, notes: 'Looked at.' };
    return (await world.run(by.viewer, DecideSuspensionAppealDocument, { input })).decideSuspensionAppeal;
  };
  const login = async () =>
    (await world.run(null, LoginSuspendedDocument, { input: { emailOrUsername: ada.username, password: PASSWORD } })).login;
  const record = async () => (await world.run(admin.viewer, PeopleDocument, { filter: { search: ada.username } })).people.nodes[0]!;
  const told = async () => (await world.facts('user.updated')).filter(({ userId }) => userId === ada.id).at(-1)!.active;

  beforeAll(async () => {
    world = await startWorld();
    [admin, other] = [await signUpAs(world, 'admin'), await signUpAs(world, 'moderator')];
  });
  beforeEach(async () => {
    ada = await signUp(world);
  });

  it('tells who wants to sign in why, and until when', async () => {
    const until = new Date(world.clock.now().getTime() + 3 * DAY).toISOString();
    await suspend({ until, statement: 'You wrote the same to fifty rooms.' });
    expect(await login()).toEqual({
      __typename: 'AccountSuspended',
      statement: 'You wrote the same to fifty rooms.',
      until,
      mayAppeal: true,
    });
    expect((await record()).suspensions).toEqual([
      expect.objectContaining({
        reason: 'Spam in rooms.',
        until,
        by: { id: admin.id },
        begunAt: world.clock.now().toISOString(),
        endedAt: null,
      }),
    ]);
  });

  it('ends by itself when its time is over, and not before', async () => {
    await suspend({ until: new Date(world.clock.now().getTime() + DAY).toISOString() });
    world.clock.advance(DAY - 1000);
    await world.subgraph.runJob('end-suspensions');
    expect([(await login()).__typename, await told()]).toEqual(['AccountSuspended', false]);
    world.clock.advance(1000);
    await world.subgraph.runJob('end-suspensions');
    expect([(await login()).__typename, await told()]).toEqual(['LoginSuccess', true]);
    expect((await record()).suspensions).toEqual([expect.objectContaining({ end: 'LAPSED', endedAt: world.clock.now().toISOString() })]);
  });

  it('lasts until somebody ends it where it has no end; a second one is another one', async () => {
    await suspend();
    world.clock.advance(400 * DAY);
    await world.subgraph.runJob('end-suspensions');
    expect((await login()).__typename).toBe('AccountSuspended');
    admin = await logIn(world, admin.username);
    other = await logIn(world, other.username);
    await world.run(admin.viewer, ReinstateUserDocument, { input: { userId: ada.id } });
    await suspend({ reason: 'Again.' });
    expect((await record()).suspensions.map(({ reason, end }) => [reason, end])).toEqual([
      ['Again.', null],
      ['Spam in rooms.', 'REINSTATED'],
    ]);
  });

  it('cannot end in the past', async () => {
    expect(await suspend({ until: world.clock.now().toISOString() })).toMatchObject({ __typename: 'InvalidInput', field: 'until' });
    expect((await login()).__typename).toBe('LoginSuccess');
  });

  it('is appealed against once, by who knows the password', async () => {
    expect((await appeal()).__typename).toBe('NotFound');
    await suspend();
    expect((await appeal('Please.', 'a wrong password')).__typename).toBe('InvalidCredentials');
    expect(await appeal()).toEqual({ __typename: 'AppealSuspensionSuccess', appealedAt: world.clock.now().toISOString() });
    expect((await appeal()).__typename).toBe('NotAllowed');
    expect(await login()).toMatchObject({ mayAppeal: false });
    expect(await appeals()).toEqual([expect.objectContaining({ appeal: 'It was not me.', user: { id: ada.id } })]);
  });

  it('is looked at by somebody else, who lifts it or lets it stand', async () => {
    await suspend();
    await appeal();
    expect((await decide('LIFT', admin)).__typename).toBe('NotAllowed');
    expect(await decide('UPHOLD')).toMatchObject({ suspension: { end: null, notes: 'Looked at.', decidedBy: { id: other.id } } });
    expect([(await login()).__typename, await appeals()]).toEqual(['AccountSuspended', []]);

    const ben = await signUp(world);
    const before = ada;
    ada = ben;
    await suspend();
    await appeal();
    const { id } = (await appeals())[0]!;
    expect(await decide('LIFT')).toMatchObject({ suspension: { end: 'APPEAL' } });
    expect([(await login()).__typename, await told()]).toEqual(['LoginSuccess', true]);
    expect((await decide('LIFT', other, id)).__typename).toBe('NotFound');
    ada = before;
  });

  it('of somebody who works for the platform is decided by an administrator', async () => {
    const moderator = await signUpAs(world, 'moderator');
    ada = moderator;
    await suspend();
    await appeal();
    expect(await appeals(other)).toEqual([]);
    const second = await signUpAs(world, 'admin');
    const { id } = (await appeals(second))[0]!;
    expect((await decide('LIFT', other, id)).__typename).toBe('NotAllowed');
    expect((await decide('LIFT', second, id)).__typename).toBe('DecideSuspensionAppealSuccess');
  });

  it('is for staff to decide about', async () => {
    await suspend();
    await appeal();
    const { id } = (await appeals())[0]!;
    const ben = await signUp(world);
    for (const viewer of [ben.viewer, null]) {
      const { errors, data } = await world.execute(
        viewer,
        `mutation { decideSuspensionAppeal(input: { suspensionId: "${id}", outcome: LIFT, notes: "x" }) { __typename } }`,
      );
      expect(errors ?? (data as { decideSuspensionAppeal: { __typename: string } }).decideSuspensionAppeal.__typename).not.toBe(
        'DecideSuspensionAppealSuccess',
      );
    }
    expect((await login()).__typename).toBe('AccountSuspended');
  });
});

/** Two members of staff decide on one appeal at the same moment: how many decisions count. */
async function twoDecisions(world: World): Promise<number> {
  const [admin, one, other] = [await signUpAs(world, 'admin'), await signUpAs(world, 'moderator'), await signUpAs(world, 'moderator')];
  const ada = await signUp(world);
  await world.run(admin.viewer, SuspendForDocument, { input: { userId: ada.id, reason: 'Spam.' } });
  await world.run(null, AppealSuspensionDocument, { input: { emailOrUsername: ada.username, password: PASSWORD, text: 'No.' } });
  const { id } = (await world.run(admin.viewer, SuspensionAppealsDocument, {})).suspensionAppeals.nodes[0]!;
  const decide = (by: Person) =>
    world.run(by.viewer, DecideSuspensionAppealDocument, { input: { suspensionId: id, outcome: 'UPHOLD', notes: by.username } });
  const outcomes = await Promise.all([decide(one), decide(other)]);
  return outcomes.filter(({ decideSuspensionAppeal }) => decideSuspensionAppeal.__typename === 'DecideSuspensionAppealSuccess').length;
}

test('of two decisions on one appeal at the same moment one counts', async () => {
  expect(await twoDecisions(await startWorld())).toBe(1);
});

test('control: without the lock on the person both count', async () => {
  const meet = meetingOf(2);
  let reads = 0;
  const world = await startWorld({
    db: (db) =>
      watched(withoutLocks(db), { after: (statement) => (statement === 'suspension.findFirst' && ++reads > 1 ? meet() : undefined) }),
  });
  expect(await twoDecisions(world)).toBe(2);
});
