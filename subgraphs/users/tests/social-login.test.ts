import { decodeJwt } from 'jose';
import {
  AddPhoneDocument,
  BeginSocialLoginDocument,
  CompleteLoginDocument,
  ConfirmPhoneDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  SignInHistoryDocument,
  SocialProvidersDocument,
  UnlinkAccountDocument,
} from './generated/documents';
import { begin, link, newcomer, proofOf, register, socialLogin, unknownOf } from './identities';
import { REDIRECT, startFacebook, startOidc, type Facebook, type Oidc } from './identity-servers';
import { tokenIn } from './mails';
import { codeSentTo } from './sms';
import { challengeOf, STEP, verifiedPerson, withApp } from './second-factors';
import { logIn, me, personOf, signUp, startWorld, succeeded, type Person, type World } from './world';

const MINUTE = 60_000;
const unlink = async (world: World, { viewer }: Person, provider: 'OIDC' | 'FACEBOOK' = 'OIDC') =>
  (await world.run(viewer, UnlinkAccountDocument, { input: { provider } })).unlinkAccount;

describe('signing in by another provider (U45)', () => {
  let oidc: Oidc;
  let facebook: Facebook;
  let world: World;
  let count = 0;
  const anybody = () => `subject-${++count}`;
  beforeAll(async () => {
    [oidc, facebook] = await Promise.all([startOidc(), startFacebook()]);
    world = await startWorld({ settings: { ...oidc.settings, ...facebook.settings } });
  });
  afterAll(() => Promise.all([oidc.stop(), facebook.stop()]));

  it('shows which providers there are; none without settings', async () => {
    expect((await world.run(null, SocialProvidersDocument, {})).socialProviders).toEqual([
      { provider: 'FACEBOOK', name: 'Facebook' },
      { provider: 'OIDC', name: 'House' },
    ]);
    const without = await startWorld();
    expect((await without.run(null, SocialProvidersDocument, {})).socialProviders).toEqual([]);
    expect(await begin(without, null)).toMatchObject({ __typename: 'InvalidInput', field: 'provider' });
  });

  it('sends a browser there with state, nonce and PKCE, and back to allowed addresses alone; none of them lies in the database', async () => {
    const begun = succeeded(await begin(world, null));
    const asked = Object.fromEntries(new URL(begun.authorizationUrl!).searchParams);
    expect(asked).toMatchObject({
      client_id: 'marquee',
      redirect_uri: REDIRECT,
      response_type: 'code',
      state: begun.state,
      nonce: begun.nonce,
      code_challenge_method: 'S256',
    });
    for (const redirectUri of [
      'https://evil.test/signed-in',
      `${REDIRECT}/..`,
      `${REDIRECT}?x`,
      'https://app.marquee.test.evil.test/signed-in',
    ])
      expect(await begin(world, null, { redirectUri })).toMatchObject({ __typename: 'InvalidInput', field: 'redirectUri' });
    const { rows } = await world.db.pool.query('SELECT row_to_json(s)::text AS row FROM social_logins s');
    const everything = JSON.stringify(rows);
    for (const secret of [begun.state, begun.nonce]) expect(everything).not.toContain(secret);
  });

  it('makes an account for who has none, with a name that is chosen and the address that the provider vouches for', async () => {
    const subject = anybody();
    oidc.people.set(subject, { email: 'ada@elsewhere.test', email_verified: true, name: 'Ada' });
    const unknown = await unknownOf(world, oidc, subject);
    expect(unknown).toMatchObject({ email: 'ada@elsewhere.test', emailTaken: false, displayName: 'Ada' });
    const made = succeeded(await register(world, unknown.registrationToken, { username: 'ada_of_house' }));
    expect(made.viewer).toMatchObject({
      email: 'ada@elsewhere.test',
      emailVerified: true,
      security: { hasPassword: false },
      linkedAccounts: [{ provider: 'OIDC', name: 'House' }],
    });
    const again = await socialLogin(world, await proofOf(world, oidc, subject));
    expect(personOf(again as never).username).toBe('ada_of_house');
    const { nodes } = (await world.run(personOf(again as never).viewer, SignInHistoryDocument, {})).me!.signInHistory;
    expect(nodes.map(({ way }) => way)).toEqual(['LINKED_ACCOUNT', 'LINKED_ACCOUNT']);
  });

  it('never takes an account over that has the same address: its owner signs in and links it', async () => {
    const owner = await verifiedPerson(world);
    const email = `${owner.username}@people.test`;
    const subject = anybody();
    oidc.people.set(subject, { email, email_verified: true });
    const unknown = await unknownOf(world, oidc, subject);
    expect(unknown).toMatchObject({ email, emailTaken: true });
    expect((await register(world, unknown.registrationToken)).__typename).toBe('EmailTaken');
    expect((await socialLogin(world, await proofOf(world, oidc, subject))).__typename).toBe('SocialAccountUnknown');
    const { linkedAccounts } = succeeded(await link(world, owner.viewer, await proofOf(world, oidc, subject, owner.viewer)));
    expect(linkedAccounts).toEqual([{ provider: 'OIDC', linkedAt: world.clock.now().toISOString() }]);
    expect(personOf((await socialLogin(world, await proofOf(world, oidc, subject))) as never).id).toBe(owner.id);
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(email, 'account-linked')).toBeDefined();
  });

  it('counts no address that the provider does not vouch for: it is typed, and verified by mail', async () => {
    const subject = anybody();
    oidc.people.set(subject, { email: 'victim@elsewhere.test', email_verified: false });
    const unknown = await unknownOf(world, oidc, subject);
    expect(unknown).toMatchObject({ email: null, emailTaken: false });
    expect(await register(world, unknown.registrationToken)).toMatchObject({ __typename: 'InvalidInput', field: 'email' });
    const { viewer } = succeeded(await register(world, unknown.registrationToken, { email: 'victim@elsewhere.test' }));
    expect(viewer).toMatchObject({ email: 'victim@elsewhere.test', emailVerified: false });
  });

  it('takes another address than the shown one for one that is only typed', async () => {
    const subject = anybody();
    oidc.people.set(subject, { email: 'shown@elsewhere.test', email_verified: true });
    const { registrationToken } = await unknownOf(world, oidc, subject);
    const { viewer } = succeeded(await register(world, registrationToken, { email: 'typed@elsewhere.test' }));
    expect(viewer).toMatchObject({ email: 'typed@elsewhere.test', emailVerified: false });
  });

  it('takes a state once; a repeat with its key is the same session', async () => {
    const subject = anybody();
    const person = await newcomer(world, oidc, subject);
    const proof = { ...(await proofOf(world, oidc, subject)), idempotencyKey: 'k' };
    const first = await socialLogin(world, proof);
    const second = await socialLogin(world, proof);
    expect(personOf(second as never).viewer.sessionId).toBe(personOf(first as never).viewer.sessionId);
    expect(personOf(first as never).id).toBe(person.id);
    expect((await socialLogin(world, { ...proof, idempotencyKey: 'other' })).__typename).toBe('InvalidSocialLogin');
    const { idempotencyKey: _key, ...without } = proof;
    expect((await socialLogin(world, without)).__typename).toBe('InvalidSocialLogin');
  });

  it('takes no code of another attempt, no state that never was, and none after 10 minutes', async () => {
    const subject = anybody();
    await newcomer(world, oidc, subject);
    const [one, other, late] = [
      await proofOf(world, oidc, subject),
      await proofOf(world, oidc, subject),
      await proofOf(world, oidc, subject),
    ];
    // Somebody's code, brought with a state of one's own: PKCE does not fit.
    expect((await socialLogin(world, { state: one.state, code: other.code })).__typename).toBe('InvalidSocialLogin');
    expect((await socialLogin(world, { state: 'never was', code: other.code })).__typename).toBe('InvalidSocialLogin');
    expect((await socialLogin(world, { state: other.state, idToken: 'a token' })).__typename).toBe('InvalidSocialLogin');
    world.clock.advance(10 * MINUTE);
    expect((await socialLogin(world, late)).__typename).toBe('InvalidSocialLogin');
  });

  it('says so when the provider is broken; nothing has happened', async () => {
    const subject = anybody();
    await newcomer(world, oidc, subject);
    const proof = await proofOf(world, oidc, subject);
    oidc.break(503);
    try {
      expect(await socialLogin(world, proof)).toMatchObject({ __typename: 'ProviderUnavailable', retryable: true });
    } finally {
      oidc.break(null);
    }
    expect((await socialLogin(world, await proofOf(world, oidc, subject))).__typename).toBe('SocialLoginSuccess');
    const gone = await startWorld({ settings: { ...oidc.settings, OIDC_ISSUER: 'http://127.0.0.1:9' } });
    expect((await begin(gone, null)).__typename).toBe('ProviderUnavailable');
  });

  it('is no way around the second factor, nor around a suspension', async () => {
    const { person, code } = await withApp(world);
    const subject = anybody();
    const challenge = await challengeOf(world, person);
    const input = { challengeToken: challenge, code: code() };
    const there = personOf((await world.run(null, CompleteLoginDocument, { input })).completeLogin as never);
    succeeded(await link(world, there.viewer, await proofOf(world, oidc, subject, there.viewer)));
    const shown = await socialLogin(world, await proofOf(world, oidc, subject));
    if (shown.__typename !== 'SecondFactorRequired') throw new Error(shown.__typename);
    world.clock.advance(STEP);
    const done = await world.run(null, CompleteLoginDocument, { input: { challengeToken: shown.challengeToken, code: code() } });
    expect(done.completeLogin.__typename).toBe('CompleteLoginSuccess');
    const last = await world.db.prisma.signIn.findFirst({ where: { userId: person.id }, orderBy: { at: 'desc' } });
    expect(last?.way).toBe('LINKED_ACCOUNT');

    const other = anybody();
    const suspended = await newcomer(world, oidc, other);
    await world.db.prisma.user.update({ where: { id: suspended.id }, data: { suspendedAt: world.clock.now() } });
    expect((await socialLogin(world, await proofOf(world, oidc, other))).__typename).toBe('AccountSuspended');
  });

  it('takes an ID token of an app, for it and with the nonce of the attempt', async () => {
    const subject = anybody();
    await newcomer(world, oidc, subject);
    const forApp = async () => succeeded(await begin(world, null, { redirectUri: null }));
    const { state, nonce, authorizationUrl } = await forApp();
    expect(authorizationUrl).toBeNull();
    const idToken = await oidc.idTokenFor(subject, nonce);
    expect(decodeJwt(idToken)).toMatchObject({ aud: 'marquee-app', nonce });
    expect((await socialLogin(world, { state, idToken })).__typename).toBe('SocialLoginSuccess');
    expect((await socialLogin(world, { state, idToken })).__typename).toBe('InvalidSocialLogin');
    // Stolen: of another attempt, for another app, or with another signature.
    expect((await socialLogin(world, { state: (await forApp()).state, idToken })).__typename).toBe('InvalidSocialLogin');
    const third = await forApp();
    const elsewhere = await oidc.idTokenFor(subject, third.nonce, 'somebody-elses-app');
    expect((await socialLogin(world, { state: third.state, idToken: elsewhere })).__typename).toBe('InvalidSocialLogin');
    const fourth = await forApp();
    const forged = `${(await oidc.idTokenFor(subject, fourth.nonce)).slice(0, -8)}AAAAAAAA`;
    expect((await socialLogin(world, { state: fourth.state, idToken: forged })).__typename).toBe('InvalidSocialLogin');
  });

  it('knows Facebook by its Graph in a browser, by its ID token on a phone; its addresses are verified by mail', async () => {
    const subject = anybody();
    facebook.people.set(subject, { name: 'Fay', email: 'fay@elsewhere.test' });
    const proof = async () => {
      const { authorizationUrl, state } = succeeded(await begin(world, null, { provider: 'FACEBOOK' }));
      return { state, code: facebook.signIn(authorizationUrl!, subject) };
    };
    const unknown = await socialLogin(world, await proof());
    if (unknown.__typename !== 'SocialAccountUnknown') throw new Error(unknown.__typename);
    expect(unknown).toMatchObject({ email: null, displayName: 'Fay' });
    const fay = personOf((await register(world, unknown.registrationToken, { email: 'fay@elsewhere.test' })) as never);
    const used = await proof();
    expect(personOf((await socialLogin(world, used)) as never).id).toBe(fay.id);
    const { state, nonce } = succeeded(await begin(world, null, { provider: 'FACEBOOK', redirectUri: null }));
    expect(personOf((await socialLogin(world, { state, idToken: await facebook.idTokenFor(subject, nonce) })) as never).id).toBe(fay.id);
    expect((await socialLogin(world, { ...(await proof()), code: used.code })).__typename).toBe('InvalidSocialLogin');
  });

  it('is linked by who has lately shown all that the account asks for, by an attempt of their own', async () => {
    const ada = await verifiedPerson(world);
    const [mine, anothers] = [await proofOf(world, oidc, anybody(), ada.viewer), await proofOf(world, oidc, anybody())];
    expect((await link(world, ada.viewer, anothers)).__typename).toBe('InvalidSocialLogin');
    const bob = await verifiedPerson(world);
    expect((await link(world, bob.viewer, mine)).__typename).toBe('InvalidSocialLogin');
    world.clock.advance(9 * MINUTE);
    const late = await proofOf(world, oidc, anybody(), ada.viewer);
    world.clock.advance(2 * MINUTE);
    expect((await link(world, ada.viewer, late)).__typename).toBe('StepUpRequired');
    expect((await unlink(world, ada)).__typename).toBe('StepUpRequired');
    const there = await logIn(world, ada.username);
    const subject = anybody();
    succeeded(await link(world, there.viewer, await proofOf(world, oidc, subject, there.viewer)));
    // One of each provider, and each to one account; once more changes nothing.
    expect((await link(world, there.viewer, await proofOf(world, oidc, anybody(), there.viewer))).__typename).toBe('AlreadyLinked');
    expect((await link(world, bob.viewer, await proofOf(world, oidc, subject, bob.viewer))).__typename).toBe('StepUpRequired');
    const bobHere = await logIn(world, bob.username);
    expect((await link(world, bobHere.viewer, await proofOf(world, oidc, subject, bobHere.viewer))).__typename).toBe('AlreadyLinked');
    expect(succeeded(await link(world, there.viewer, await proofOf(world, oidc, subject, there.viewer))).linkedAccounts).toHaveLength(1);
    await expect(link(world, null as never, mine)).rejects.toThrow('UNAUTHENTICATED');
  });

  it('is unlinked, but never as the last way in', async () => {
    const subject = anybody();
    const person = await newcomer(world, oidc, subject);
    expect((await unlink(world, person)).__typename).toBe('LastWayIn');
    const email = `${subject}@elsewhere.test`;
    await world.run(null, RequestPasswordResetDocument, { input: { email } });
    await world.subgraph.runJob('answer-password-requests');
    const token = await tokenIn(world, email, 'reset-password');
    succeeded((await world.run(null, ResetPasswordDocument, { input: { token, newPassword: 'another lantern 43' } })).resetPassword);
    const there = await logIn(world, email, 'another lantern 43');
    expect(succeeded(await unlink(world, there)).linkedAccounts).toEqual([]);
    expect((await socialLogin(world, await proofOf(world, oidc, subject))).__typename).toBe('SocialAccountUnknown');
    expect(await me(world, there)).not.toBeNull();
  });

  it('is no way that is kept into an account by who gave another’s address: not by a link, nor by having registered by it', async () => {
    const unverified = await signUp(world);
    const proof = await proofOf(world, oidc, anybody(), unverified.viewer);
    expect((await link(world, unverified.viewer, proof)).__typename).toBe('NotAllowed');

    const [subject, email] = [anybody(), 'owner@elsewhere.test'];
    oidc.people.set(subject, { email: 'mallory@elsewhere.test', email_verified: true });
    const { registrationToken } = await unknownOf(world, oidc, subject);
    const mallory = personOf((await register(world, registrationToken, { email })) as never);
    const number = '+14165557001';
    await world.run(mallory.viewer, AddPhoneDocument, { input: { number } });
    succeeded(
      (await world.run(mallory.viewer, ConfirmPhoneDocument, { input: { code: await codeSentTo(world, number) } })).confirmPhone as never,
    );
    // The owner of the address finds that it is taken, and asks for a password.
    await world.run(null, RequestPasswordResetDocument, { input: { email } });
    await world.subgraph.runJob('answer-password-requests');
    const token = await tokenIn(world, email, 'reset-password');
    succeeded((await world.run(null, ResetPasswordDocument, { input: { token, newPassword: 'another lantern 43' } })).resetPassword);
    expect((await socialLogin(world, await proofOf(world, oidc, subject))).__typename).toBe('SocialAccountUnknown');
    const where = { userId: mallory.id };
    expect([await world.db.prisma.linkedAccount.count({ where }), await world.db.prisma.phone.count({ where })]).toEqual([0, 0]);
  });

  it('is begun so often from one network', async () => {
    const ip = '203.0.113.77';
    const input = { provider: 'OIDC', redirectUri: null } as const;
    const once = async () => (await world.from(ip, BeginSocialLoginDocument, { input })).beginSocialLogin.__typename;
    for (let n = 0; n < 100; n++) expect(await once()).toBe('BeginSocialLoginSuccess');
    expect(await once()).toBe('TooManyRequests');
    world.clock.advance(10 * MINUTE);
    expect(await once()).toBe('BeginSocialLoginSuccess');
  });

  it('goes with an erased person, and the attempts with the day', async () => {
    const subject = anybody();
    const person = await newcomer(world, oidc, subject);
    await world.tell('user.erased', person.id, { userId: person.id });
    expect(await world.db.prisma.linkedAccount.count({ where: { userId: person.id } })).toBe(0);
    world.clock.advance(25 * 60 * MINUTE);
    await world.subgraph.runJob('forget-old-sign-ins');
    expect(await world.db.prisma.socialLogin.count()).toBe(0);
  });
});
