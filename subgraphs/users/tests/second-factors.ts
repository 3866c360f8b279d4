import { Secret, TOTP } from 'otpauth';
import {
  BeginTotpDocument,
  CompleteLoginDocument,
  ConfirmTotpDocument,
  LoginOrChallengeDocument,
  VerifyEmailDocument,
} from './generated/documents';
import { tokenIn } from './mails';
import { PASSWORD, signUp, succeeded, type Person, type World } from './world';

export const STEP = 30_000;

/** An authenticator app by other hands. */
export const appWith = (world: World, secret: string) => {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return () => totp.generate({ timestamp: world.clock.now().getTime() });
};

export const begin = async (world: World, { viewer }: Person, password = PASSWORD, idempotencyKey?: string) =>
  (await world.run(viewer, BeginTotpDocument, { input: { password, idempotencyKey } })).beginTotp;
export const confirm = async (world: World, { viewer }: Person, code: string, idempotencyKey?: string) =>
  (await world.run(viewer, ConfirmTotpDocument, { input: { code, idempotencyKey } })).confirmTotp;
export const login = async (world: World, { username }: Person, idempotencyKey?: string) =>
  (await world.run(null, LoginOrChallengeDocument, { input: { emailOrUsername: username, password: PASSWORD, idempotencyKey } })).login;
export const complete = async (world: World, challengeToken: string, code: string, idempotencyKey?: string) =>
  (await world.run(null, CompleteLoginDocument, { input: { challengeToken, code, idempotencyKey } })).completeLogin;

/** A person whose address is verified. */
export async function verifiedPerson(world: World): Promise<Person> {
  const person = await signUp(world);
  const token = await tokenIn(world, `${person.username}@people.test`, 'verify-email');
  succeeded((await world.run(null, VerifyEmailDocument, { input: { token } })).verifyEmail);
  return person;
}

/** A person with an app; the code of its step is not used yet. */
export async function withApp(world: World) {
  const person = await verifiedPerson(world);
  const { secret } = succeeded(await begin(world, person));
  const code = appWith(world, secret);
  const { backupCodes } = succeeded(await confirm(world, person, code()));
  world.clock.advance(2 * STEP);
  return { person, secret, code, backupCodes };
}

export async function challengeOf(world: World, person: Person): Promise<string> {
  const challenge = await login(world, person);
  if (challenge.__typename !== 'SecondFactorRequired') throw new Error(`The sign-in went on: ${JSON.stringify(challenge)}`);
  return challenge.challengeToken;
}
