import { timingSafeEqual } from 'node:crypto';
import { isApiKey, isId } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { ApiKeyGrant, ApiScope } from '../../generated/resolvers';
import { permissionsOf } from '../user/user-roles';
import { one, readCredentials, type ClientCredentials } from './oauth-client';
import { invalidClient, invalidRequest, OAuthFault } from './oauth-fault';
import { askedScopes } from './oauth-scopes';
import { hashOf, newCode, newUserCode } from './oauth-secret';
import { exchangeCode, giveBack, grantOwner, pollDevice, rotateTokens, type Outcome } from './oauth-token.store';
import type { AppOfSomebody, Issued } from './oauth.types';

const DEVICE_SECONDS = 15 * 60;
const INTERVAL_SECONDS = 5;
/** Written down at most so often. */
const USED_EVERY_MS = 10 * 60_000;
const OWNER = { select: { username: true, suspendedAt: true, deactivatedAt: true } } as const;

/** Who signs in at a device. */
export interface DeviceStart {
  deviceCode: string;
  userCode: string;
  expiresInSeconds: number;
  intervalSeconds: number;
}

/** What a token stands for, for the app that has it (RFC 7662). */
export interface Introspection {
  scopes: string[];
  clientId: string;
  userId: string;
  username: string;
  issuedAt: Date;
  expiresAt: Date;
  isAccess: boolean;
}

/** What apps ask without a browser: tokens, and what becomes of them; and, for gateways, whom a token acts for. */
export class AppTokenService {
  constructor(private readonly ctx: Context) {}

  /** An app whose owner may sign in; null for another. */
  async app(clientId: string | null): Promise<AppOfSomebody | null> {
    if (clientId === null || !isId(clientId)) return null;
    const app = await this.ctx.kept.db.prisma.app.findUnique({ where: { id: clientId }, include: { user: OWNER } });
    return app && !app.user.suspendedAt && !app.user.deactivatedAt ? app : null;
  }

  async token(authorization: string | undefined, form: URLSearchParams): Promise<Issued> {
    const app = await this.client(readCredentials(authorization, form));
    const outcome = await this.exchange(app, form);
    if (outcome instanceof OAuthFault) throw outcome;
    return outcome;
  }

  /** A device without a browser begins. */
  async startDevice(authorization: string | undefined, form: URLSearchParams): Promise<DeviceStart> {
    const app = await this.client(readCredentials(authorization, form));
    const { db, clock, secrets } = this.ctx.kept;
    const scopes = askedScopes(one(form, 'scope'), app.scopes);
    const [deviceCode, userCode] = [newCode(), newUserCode()];
    const expiresAt = new Date(clock.now().getTime() + DEVICE_SECONDS * 1000);
    const row = { hash: hashOf(secrets, deviceCode), userCode, appId: app.id, scopes, intervalSeconds: INTERVAL_SECONDS, expiresAt };
    await db.prisma.appDevice.create({ data: row });
    return { deviceCode, userCode, expiresInSeconds: DEVICE_SECONDS, intervalSeconds: INTERVAL_SECONDS };
  }

  /** Null for a token that is not good, or is another app's. Only an app with a secret may ask: an app without one has nothing to hide what it learns behind. */
  async introspect(authorization: string | undefined, form: URLSearchParams): Promise<Introspection | null> {
    const app = await this.client(readCredentials(authorization, form));
    if (!app.confidential) throw new OAuthFault('unauthorized_client', 'Only an app that keeps a secret may ask.');
    const found = await this.good(required(form, 'token'));
    if (found?.grant.appId !== app.id) return null;
    const { grant, scopes, createdAt: issuedAt, expiresAt, kind } = found;
    const of = { userId: grant.userId, username: grant.user.username, clientId: app.id };
    return { ...of, scopes, issuedAt, expiresAt, isAccess: kind === 'ACCESS' };
  }

  /** Says nothing of whether the token was known. */
  async revoke(authorization: string | undefined, form: URLSearchParams): Promise<void> {
    const app = await this.client(readCredentials(authorization, form));
    const hash = this.hash(required(form, 'token'));
    await this.change(app, 'giveBackAppToken', (step) => giveBack(step, app, hash));
  }

  /** For gateways: whom a token acts for; null for one that is not good. */
  async grant(token: string): Promise<ApiKeyGrant | null> {
    const found = isApiKey(token) ? await this.good(token) : null;
    if (found?.kind !== 'ACCESS') return null;
    const { grant, scopes, expiresAt } = found;
    const { user, authorization } = grant;
    const now = this.ctx.kept.clock.now();
    if (authorization) await this.noteUse(authorization, now);
    return {
      keyId: authorization?.id ?? grant.appId,
      appId: grant.appId,
      grantId: grant.accessId,
      userId: grant.userId,
      username: user.username,
      role: user.role,
      permissions: [...permissionsOf(user.role)],
      scopes: scopes as ApiScope[],
      origins: [],
      networks: [],
      lastsMs: expiresAt.getTime() - now.getTime(),
    };
  }

  private exchange(app: AppOfSomebody, form: URLSearchParams): Promise<Outcome> {
    const type = required(form, 'grant_type');
    if (type === 'authorization_code') {
      const wanted = { hash: this.hash(required(form, 'code')), redirectUri: required(form, 'redirect_uri') };
      const verifier = required(form, 'code_verifier');
      return this.change(app, 'exchangeAppCode', (step) => exchangeCode(step, app, { ...wanted, verifier }));
    }
    if (type === 'refresh_token') {
      const wanted = { hash: this.hash(required(form, 'refresh_token')), asked: one(form, 'scope') };
      return this.change(app, 'rotateAppTokens', (step) => rotateTokens(step, app, wanted));
    }
    if (type === 'urn:ietf:params:oauth:grant-type:device_code') {
      const hash = this.hash(required(form, 'device_code'));
      return this.change(app, 'pollAppDevice', (step) => pollDevice(step, app, hash));
    }
    if (type !== 'client_credentials') throw new OAuthFault('unsupported_grant_type', 'This way to tokens is not known here.');
    if (!app.confidential) throw new OAuthFault('unauthorized_client', 'Only an app that keeps a secret acts for its owner.');
    const scopes = askedScopes(one(form, 'scope'), app.scopes);
    return this.change(app, 'grantAppOwner', (step) => grantOwner(step, app, scopes));
  }

  /** The app that a request comes from: an app with a secret has shown it, one without has none to show. */
  private async client({ id, secret }: ClientCredentials): Promise<AppOfSomebody> {
    const app = await this.app(id);
    if (!app) throw invalidClient();
    if (!app.confidential && secret === null) return app;
    if (!app.confidential || secret === null) throw invalidClient();
    const now = this.ctx.kept.clock.now();
    const good = await this.ctx.kept.db.prisma.appSecret.findMany({
      where: { appId: app.id, OR: [{ until: null }, { until: { gt: now } }] },
    });
    const hash = this.hash(secret);
    if (!good.some((row) => timingSafeEqual(row.hash, hash))) throw invalidClient();
    return app;
  }

  /** A token that is good, with what it may still be used for. */
  private async good(token: string) {
    const { db, clock } = this.ctx.kept;
    const now = clock.now();
    const person = { select: { username: true, role: true, suspendedAt: true, deactivatedAt: true } } as const;
    const grant = { include: { user: person, authorization: true, app: { include: { user: person } } } } as const;
    const found = await db.prisma.appToken.findUnique({ where: { hash: this.hash(token) }, include: { grant } });
    if (!found || found.usedAt || found.expiresAt <= now || found.grant.endedAt) return null;
    const { user, app } = found.grant;
    if ([user, app.user].some((one) => one.suspendedAt ?? one.deactivatedAt)) return null;
    return { ...found, scopes: found.scopes.filter((scope) => app.scopes.includes(scope)) };
  }

  private async noteUse({ id, lastUsedAt }: { id: string; lastUsedAt: Date | null }, now: Date): Promise<void> {
    const before = new Date(now.getTime() - USED_EVERY_MS);
    if (lastUsedAt && lastUsedAt > before) return;
    const unnoted = { OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] };
    await this.ctx.kept.db.prisma.appAuthorization.updateMany({ where: { id, ...unnoted }, data: { lastUsedAt: now } });
  }

  private readonly hash = (token: string) => hashOf(this.ctx.kept.secrets, token);

  /** No idempotency key: what comes back must lie in no row. */
  private change<T>(app: AppOfSomebody, operation: string, work: (step: Step) => Promise<T>): Promise<T> {
    return this.ctx.change(operation, {}, work, { principal: `app:${app.id}` });
  }
}

function required(form: URLSearchParams, name: string): string {
  const value = one(form, name);
  if (value === null) throw invalidRequest(`\`${name}\` is missing.`);
  return value;
}
