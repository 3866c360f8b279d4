import type { Viewer } from '@marquee/platform';
import {
  ChangeEmailDocument,
  ChangePasswordDocument,
  RenewBackupCodesDocument,
  SecurityDocument,
  StepUpDocument,
} from './generated/documents';
import { challengeOf, complete, STEP, withApp } from './second-factors';
import { logIn, PASSWORD, personOf, signUp, startWorld, succeeded, type Person, type World } from './world';

const LASTS = 10 * 60_000;

const stepUp = async (world: World, viewer: Viewer, input: { password?: string; code?: string; idempotencyKey?: string }) =>
  (await world.run(viewer, StepUpDocument, { input: { password: PASSWORD, ...input } })).stepUp;
const renew = async (world: World, viewer: Viewer, code: string, idempotencyKey?: string, password = PASSWORD) =>
  (await world.run(viewer, RenewBackupCodesDocument, { input: { password, code, idempotencyKey } })).renewBackupCodes;
const changePassword = async (world: World, viewer: Viewer, newPassword: string, currentPassword = PASSWORD, idempotencyKey?: string) =>
  (await world.run(viewer, ChangePasswordDocument, { input: { currentPassword, newPassword, idempotencyKey } })).changePassword;
const changeEmail = async (world: World, viewer: Viewer, email: string) =>
  (await world.run(viewer, ChangeEmailDocument, { input: { email, password: PASSWORD } })).changeEmail;
const security = async (world: World, { viewer }: Person) => (await world.run(viewer, SecurityDocument, {})).me!.security;

describe('what is sensitive (D5)', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld()));

  it('asks for the password alone where no second factor is on, however long ago the session was opened', async () => {
    const ada = await signUp(world);
    world.clock.advance(LASTS);
    expect((await changeEmail(world, ada.viewer, `other-${ada.username}@people.test`)).__typename).toBe('ChangeEmailSuccess');
    expect((await changePassword(world, ada.viewer, 'another lantern 43')).__typename).toBe('ChangePasswordSuccess');
  });

  it('asks a session that has shown no code for one, where a second factor is on; it says how, and nothing has happened', async () => {
    const { person, code } = await withApp(world);
    const refusal = {
      __typename: 'StepUpRequired',
      code: 'NOT_ALLOWED_NOW',
      nextStep: 'COMPLETE_ACTION',
      methods: ['TOTP', 'BACKUP_CODE'],
      hasPassword: true,
    };
    // A wrong password is not looked at: nobody guesses it here.
    expect(await changePassword(world, person.viewer, 'another lantern 43', 'a guess')).toMatchObject(refusal);
    expect((await changeEmail(world, person.viewer, 'elsewhere@people.test')).__typename).toBe('StepUpRequired');
    const { elevatedUntil } = succeeded(await stepUp(world, person.viewer, { code: code() }));
    expect(elevatedUntil).toBe(new Date(world.clock.now().getTime() + LASTS).toISOString());
    expect((await changeEmail(world, person.viewer, 'elsewhere@people.test')).__typename).toBe('ChangeEmailSuccess');
    world.clock.advance(LASTS);
    expect((await changePassword(world, person.viewer, 'another lantern 43')).__typename).toBe('StepUpRequired');
    succeeded(await stepUp(world, person.viewer, { code: code() }));
    succeeded(await changePassword(world, person.viewer, 'another lantern 43', PASSWORD, 'k'));
    world.clock.advance(LASTS);
    // The repeat of what was done is not asked for more.
    succeeded(await changePassword(world, person.viewer, 'another lantern 43', PASSWORD, 'k'));
  });

  it('takes a sign-in with a code for the code, and in no other session', async () => {
    const { person, code } = await withApp(world);
    const { session, viewer } = succeeded(await complete(world, await challengeOf(world, person), code()));
    const there = personOf({ __typename: 'LoginSuccess', session, viewer } as never);
    expect((await changeEmail(world, person.viewer, 'elsewhere2@people.test')).__typename).toBe('StepUpRequired');
    expect((await changeEmail(world, there.viewer, 'elsewhere2@people.test')).__typename).toBe('ChangeEmailSuccess');
  });

  it('is shown by the right password and a good code: others count as failed sign-ins', async () => {
    const { person, code, backupCodes } = await withApp(world);
    expect((await stepUp(world, person.viewer, { password: 'a guess', code: code() })).__typename).toBe('InvalidCredentials');
    expect(await stepUp(world, person.viewer, {})).toMatchObject({ __typename: 'InvalidInput', field: 'code' });
    expect((await stepUp(world, person.viewer, { code: '000000' })).__typename).toBe('InvalidCode');
    const first = succeeded(await stepUp(world, person.viewer, { code: backupCodes[0]!, idempotencyKey: 'k' }));
    world.clock.advance(1000);
    // A repeat wins no more time, and needs no other code.
    expect(succeeded(await stepUp(world, person.viewer, { code: backupCodes[0]!, idempotencyKey: 'k' }))).toEqual(first);
    for (let n = 0; n < 5; n++) await stepUp(world, person.viewer, { code: `00000${n}` });
    expect((await stepUp(world, person.viewer, { code: code() })).__typename).toBe('AccountLocked');
    await expect(stepUp(world, null as never, {})).rejects.toThrow('UNAUTHENTICATED');
  });

  it('is shown by one code once, also at the same moment', async () => {
    const { person, code } = await withApp(world);
    const { session, viewer } = succeeded(await complete(world, await challengeOf(world, person), code()));
    const there = personOf({ __typename: 'LoginSuccess', session, viewer } as never);
    world.clock.advance(STEP);
    const both = [person, there].map((one) => stepUp(world, one.viewer, { code: code() }));
    expect((await Promise.all(both)).map(({ __typename }) => __typename).sort()).toEqual(['InvalidCode', 'StepUpSuccess']);
  });

  it('is asked of sessions anew that were opened before the second factor was on', async () => {
    const { person } = await withApp(world);
    expect(await security(world, person)).toMatchObject({ elevatedUntil: null });
  });
});

describe('backup codes (U43)', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld()));

  it('are renewed by the password and a code: the former ones are void; a repeat shows the same', async () => {
    const { person, code, backupCodes } = await withApp(world);
    expect((await renew(world, person.viewer, code(), undefined, 'a guess')).__typename).toBe('InvalidCredentials');
    expect((await renew(world, person.viewer, '000000')).__typename).toBe('InvalidCode');
    const fresh = succeeded(await renew(world, person.viewer, backupCodes[0]!, 'k')).backupCodes;
    expect(new Set([...fresh, ...backupCodes]).size).toBe(20);
    expect(succeeded(await renew(world, person.viewer, backupCodes[0]!, 'k')).backupCodes).toEqual(fresh);
    expect((await complete(world, await challengeOf(world, person), backupCodes[1]!)).__typename).toBe('InvalidCode');
    expect(succeeded(await complete(world, await challengeOf(world, person), fresh[0]!)).viewer.backupCodesLeft).toBe(9);
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(`${person.username}@people.test`, 'backup-codes-renewed')).toBeDefined();
  });

  it('are nobody’s without a second factor', async () => {
    expect((await renew(world, (await signUp(world)).viewer, '000000')).__typename).toBe('SecondFactorOff');
  });
});

describe('how an account is guarded (U1)', () => {
  it('is seen by its owner: second factor, last sign-in, last change of the password', async () => {
    const world = await startWorld();
    const ada = await signUp(world);
    const signedUpAt = world.clock.now().toISOString();
    expect(await security(world, ada)).toEqual({
      secondFactorMethods: [],
      hasPassword: true,
      passwordChangedAt: signedUpAt,
      lastSignInAt: signedUpAt,
      elevatedUntil: new Date(world.clock.now().getTime() + LASTS).toISOString(),
    });
    world.clock.advance(LASTS);
    await logIn(world, ada.username);
    const { elevatedUntil, lastSignInAt } = await security(world, ada);
    expect({ elevatedUntil, lastSignInAt }).toEqual({ elevatedUntil: null, lastSignInAt: world.clock.now().toISOString() });
    const { person } = await withApp(world);
    expect((await security(world, person)).secondFactorMethods).toEqual(['TOTP', 'BACKUP_CODE']);
  });
});
