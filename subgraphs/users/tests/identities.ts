import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import {
  BeginSocialLoginDocument,
  CompleteSocialRegistrationDocument,
  LinkAccountDocument,
  SocialLoginDocument,
} from './generated/documents';
import { REDIRECT, type Oidc } from './identity-servers';
import { personOf, succeeded, type Person, type World } from './world';

export type Proof = { state: string; code?: string; idToken?: string; idempotencyKey?: string };

export const begin = async (world: World, viewer: Viewer | null, input: object = {}) =>
  (await world.run(viewer, BeginSocialLoginDocument, { input: { provider: 'OIDC', redirectUri: REDIRECT, ...input } })).beginSocialLogin;
export const socialLogin = async (world: World, input: Proof) => (await world.run(null, SocialLoginDocument, { input })).socialLogin;
export const link = async (world: World, viewer: Viewer, input: Proof) =>
  (await world.run(viewer, LinkAccountDocument, { input })).linkAccount;

/** What a browser comes back with when somebody has signed in at the provider. */
export async function proofOf(world: World, oidc: Oidc, subject: string, viewer: Viewer | null = null): Promise<Proof> {
  const { authorizationUrl } = succeeded(await begin(world, viewer));
  const back = await oidc.signIn(authorizationUrl!, subject);
  return { state: back.searchParams.get('state')!, code: back.searchParams.get('code')! };
}

export const register = async (world: World, registrationToken: string, input: object = {}) => {
  const username = `s${randomUUID().slice(0, 8)}`;
  const all = { registrationToken, username, displayName: 'Somebody', ...input };
  return (await world.run(null, CompleteSocialRegistrationDocument, { input: all })).completeSocialRegistration;
};

/** The ticket of somebody who was shown and has no account here. */
export async function unknownOf(world: World, oidc: Oidc, subject: string) {
  const shown = await socialLogin(world, await proofOf(world, oidc, subject));
  if (shown.__typename !== 'SocialAccountUnknown') throw new Error(JSON.stringify(shown));
  return shown;
}

/** Somebody who registered by the provider. */
export async function newcomer(world: World, oidc: Oidc, subject: string): Promise<Person> {
  oidc.people.set(subject, { email: `${subject}@elsewhere.test`, email_verified: true });
  const { registrationToken } = await unknownOf(world, oidc, subject);
  return personOf((await register(world, registrationToken)) as never);
}
