import { generateKeyPairSync } from 'node:crypto';
import { FixedClock } from '@marquee/platform';
import { jwtVerify } from 'jose';
import type { Settings } from '../src/env';
import { faultsOfProviders } from '../src/modules/identity/identity-settings';
import { nonceOf, stateOf, verifierOf } from '../src/modules/identity/identity-state';
import { readTicket, ticketFor } from '../src/modules/identity/identity-ticket';
import { appleSecret } from '../src/ports/oidc/apple-secret';
import { OidcProvider } from '../src/ports/oidc/oidc-provider';
import { startOidc } from './identity-servers';

const now = new Date('2026-11-29T12:00:00Z');

describe('the settings of providers', () => {
  const faults = (settings: Partial<Settings>) => faultsOfProviders(settings).map((fault) => fault.split(':')[0]);

  it('are whole or none', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ GOOGLE_CLIENT_ID: 'x' })).toEqual(['GOOGLE_CLIENT_SECRET']);
    expect(faults({ GOOGLE_CLIENT_SECRET: 'x', APPLE_KEY_ID: 'k' })).toEqual(['GOOGLE_CLIENT_SECRET', 'APPLE_KEY_ID']);
    expect(faults({ OIDC_ISSUER: 'https://id.test', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', OIDC_NAME: 'House' })).toEqual([]);
  });

  it('send no secret in the clear in production', () => {
    const house = { OIDC_ISSUER: 'http://id.test', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', OIDC_NAME: 'House' };
    expect(faults({ ...house, NODE_ENV: 'production' })).toEqual(['OIDC_ISSUER']);
    expect(faults({ ...house, NODE_ENV: 'development' })).toEqual([]);
  });
});

describe('Apple', () => {
  it('is shown a secret that we sign, for an hour, made anew before that', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const clock = new FixedClock(now);
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const secret = appleSecret({ teamId: 'TEAM', keyId: 'KEY', privateKey: pem, clientId: 'test.marquee.web' }, () => clock.now());
    const first = await secret();
    const { payload, protectedHeader } = await jwtVerify(first, publicKey, { currentDate: now, audience: 'https://appleid.apple.com' });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'KEY' });
    expect(payload).toMatchObject({ iss: 'TEAM', sub: 'test.marquee.web' });
    expect(payload.exp! - payload.iat!).toBe(3600);
    expect(await secret()).toBe(first);
    clock.advance(30 * 60_000);
    expect(await secret()).not.toBe(first);
  });

  it('comes back by a POST, because it is asked for an address', async () => {
    const oidc = await startOidc();
    const place = { label: 'Apple', issuer: oidc.issuer, clientId: 'marquee', clientSecret: () => 'a secret', nativeClientIds: [] };
    const apple = new OidcProvider({ ...place, scope: 'openid email name', responseMode: 'form_post' });
    const attempt = { redirectUri: 'https://app.marquee.test/signed-in', state: 's', nonce: 'n', codeVerifier: 'v'.repeat(43) };
    expect(new URL(await apple.authorizationUrl(attempt)).searchParams.get('response_mode')).toBe('form_post');
    await oidc.stop();
  });
});

describe('what a client keeps of an attempt', () => {
  const key = Buffer.alloc(32, 7);

  it('is derived of its id and of nothing else that is stored', () => {
    const state = stateOf(key, 'id');
    expect(
      new Set([state, nonceOf(key, state), verifierOf(key, state), stateOf(key, 'other'), stateOf(Buffer.alloc(32, 8), 'id')]).size,
    ).toBe(5);
    expect(verifierOf(key, state)).toMatch(/^[\w-]{43}$/);
  });

  it('tells who was shown to us alone, for 15 minutes', () => {
    const identity = { provider: 'OIDC', subject: 's', email: 'ada@elsewhere.test', emailVerified: true, name: null } as const;
    const ticket = ticketFor(key, identity, now);
    expect(Buffer.from(ticket, 'base64url').toString('latin1')).not.toContain('ada');
    expect(readTicket(key, ticket, now)).toEqual(identity);
    expect(readTicket(key, ticket, new Date(now.getTime() + 15 * 60_000))).toBeNull();
    expect(readTicket(Buffer.alloc(32, 8), ticket, now)).toBeNull();
    expect(readTicket(key, `${ticket.slice(0, -2)}AA`, now)).toBeNull();
    expect(readTicket(key, 'x', now)).toBeNull();
  });
});
