import { isApiKey, Keyset, notFound, notAllowed, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { ApiKeyGrant, ApiScope } from '../../generated/resolvers';
import type { StepUpService } from '../factor/factor-step-up.service';
import type { SessionService } from '../session/session.service';
import type { AppTokenService } from '../oauth/oauth-token.service';
import { permissionsOf } from '../user/user-roles';
import { hashOf, secretOf } from './api-key-secret';
import type { CreateApiKey, RevokeApiKey, RotateApiKey } from './api-key.input';
import { endApiKeys, lockApiKey, makeApiKey, rotateSecret } from './api-key.store';
import type { ApiKeyView } from './api-key.types';

const newestFirst = new Keyset('apiKeysOfUser', { createdAt: 'time', id: 'id' }, 'greatest first');
const SECRETS = { orderBy: { version: 'desc' }, take: 2, select: { start: true, until: true } } as const;
/** Written down at most so often: a key of a busy program is not a row that is written all the time. */
const USED_EVERY_MS = 10 * 60_000;

/** A key with the secret that is shown this once. */
interface Shown {
  apiKey: ApiKeyView;
  secret: string;
}

/** Keys by which programs act for the viewer; and, for gateways, whom a key acts for. */
export class ApiKeyService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly stepUps: StepUpService,
    private readonly appTokens: Pick<AppTokenService, 'grant'>,
  ) {}

  async create(input: CreateApiKey): Promise<Shown> {
    const { name, scopes, expiresInDays: days, allowedOrigins: origins, allowedAddresses: networks, testMode: isTest } = input;
    const { id: userId } = this.ctx.viewer;
    if (isTest && this.ctx.kept.testMode) throw notAllowed('This is test mode already. A key that is made here is good here.');
    await this.requireShown('createApiKey', input.idempotencyKey);
    const id = await this.ctx.change('createApiKey', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      return makeApiKey(step, { userId, name, scopes, days, origins, networks, isTest });
    });
    return this.shown(id, 1);
  }

  async rotate(input: RotateApiKey): Promise<Shown> {
    const { id: userId } = this.ctx.viewer;
    await this.requireShown('rotateApiKey', input.idempotencyKey);
    const version = await this.ctx.change('rotateApiKey', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      return rotateSecret(step, { id: input.id, userId }, input.overlapHours);
    });
    return this.shown(input.id, version);
  }

  async revoke(input: RevokeApiKey): Promise<ApiKeyView> {
    const { id: userId } = this.ctx.viewer;
    await this.sessions.requireLive();
    await this.ctx.change('revokeApiKey', input, async (step) => {
      if (!(await lockApiKey(step, input.id, userId))) throw notFound('This key');
      await endApiKeys(step, { id: input.id }, 'BY_OWNER');
    });
    return this.mine(input.id);
  }

  async list(args: PageArguments): Promise<Connection<ApiKeyView>> {
    const { prisma } = this.ctx.kept.db;
    const page = newestFirst.page(args);
    const where = { userId: this.ctx.viewer.id };
    const rows = await prisma.apiKey.findMany({ ...newestFirst.prisma(page, where), include: { secrets: SECRETS } });
    return newestFirst.connection(rows, page, { totalCount: () => prisma.apiKey.count({ where }) });
  }

  /** Whom a key, or a token of an app, acts for; null for one that is not good. */
  async grant(secret: string): Promise<ApiKeyGrant | null> {
    if (!isApiKey(secret)) return null;
    const { db, clock, secrets } = this.ctx.kept;
    const now = clock.now();
    const found = await db.prisma.apiKeySecret.findUnique({
      where: { hash: hashOf(secrets, secret) },
      include: { key: { include: { user: { select: { username: true, role: true, suspendedAt: true, deactivatedAt: true } } } } },
    });
    if (!found) return this.appTokens.grant(secret);
    if (found.until && found.until <= now) return null;
    const { key } = found;
    const { user } = key;
    if (key.endedAt || key.expiresAt <= now || user.suspendedAt || user.deactivatedAt) return null;
    await this.noteUse(key, now);
    const goodUntil = found.until && found.until < key.expiresAt ? found.until : key.expiresAt;
    return {
      keyId: key.id,
      appId: null,
      grantId: key.grantId,
      userId: key.userId,
      username: user.username,
      role: user.role,
      permissions: [...permissionsOf(user.role)],
      scopes: key.scopes as ApiScope[],
      origins: key.origins,
      networks: key.networks,
      lastsMs: goodUntil.getTime() - now.getTime(),
    };
  }

  /** Asked before, so that nothing is done in vain; a repeat of what was done is not asked for more. */
  private async requireShown(operation: string, idempotencyKey: string | null | undefined): Promise<void> {
    await this.sessions.requireLive();
    if (!(await this.ctx.isRepeat(operation, { idempotencyKey }))) await this.stepUps.require(undefined, { always: true });
  }

  private async noteUse({ id, lastUsedAt }: { id: string; lastUsedAt: Date | null }, now: Date): Promise<void> {
    const before = new Date(now.getTime() - USED_EVERY_MS);
    if (lastUsedAt && lastUsedAt > before) return;
    const unnoted = { OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] };
    await this.ctx.kept.db.prisma.apiKey.updateMany({ where: { id, ...unnoted }, data: { lastUsedAt: now } });
  }

  private async shown(id: string, version: number): Promise<Shown> {
    const { db, secrets } = this.ctx.kept;
    const row = await db.prisma.apiKeySecret.findUnique({ where: { keyId_version: { keyId: id, version } } });
    if (!row) throw notAllowed('This secret is not good any more: the key was rotated again meanwhile.');
    const apiKey = await this.mine(id);
    return { apiKey, secret: secretOf(secrets, { ...row, isTest: apiKey.isTest }) };
  }

  private async mine(id: string): Promise<ApiKeyView> {
    const where = { id, userId: this.ctx.viewer.id };
    const key = await this.ctx.kept.db.prisma.apiKey.findFirst({ where, include: { secrets: SECRETS } });
    if (!key) throw notFound('This key');
    return key;
  }
}
