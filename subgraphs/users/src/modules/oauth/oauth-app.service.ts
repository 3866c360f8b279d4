import { invalidInput, isId, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { AppUsageDay } from '../../generated/prisma/client';
import type { StepUpService } from '../factor/factor-step-up.service';
import type { SessionService } from '../session/session.service';
import type { CreateApp, DeleteApp, RotateAppSecret, UpdateApp } from './oauth-app.input';
import { changeApp, deleteApp, lockApp, makeApp, rotateAppSecret, type AppChange } from './oauth-app.store';
import { appSecretOf } from './oauth-secret';
import type { AppView } from './oauth.types';

const newestFirst = new Keyset('appsOfUser', { createdAt: 'time', id: 'id' }, 'greatest first');
const SECRETS = { orderBy: { version: 'desc' }, take: 2, select: { start: true, until: true } } as const;
const MOST_DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;

/** An app with the secret that is shown this once. */
interface Shown {
  app: AppView;
  clientSecret: string;
}

/** The viewer's own apps, to which others may give a part of what they may do. */
export class AppService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly stepUps: StepUpService,
  ) {}

  async create(input: CreateApp): Promise<{ app: AppView; clientSecret: string | null }> {
    const { name, websiteUrl, logoUrl = null, redirectUris, scopes, isConfidential: confidential } = input;
    const { id: userId } = this.ctx.viewer;
    await this.requireShown('createApp', input);
    const id = await this.ctx.change('createApp', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      return makeApp(step, { userId, name, websiteUrl, logoUrl, redirectUris, scopes, confidential });
    });
    return confidential ? this.shown(id, 1) : { app: await this.mine(id), clientSecret: null };
  }

  async update(input: UpdateApp): Promise<AppView> {
    const { id, idempotencyKey: _, ...wanted } = input;
    const change: AppChange = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    const reachesFurther = Boolean(change.redirectUris ?? change.scopes);
    if (reachesFurther) await this.requireShown('updateApp', input);
    else await this.sessions.requireLive();
    await this.ctx.change('updateApp', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      if (reachesFurther) await this.stepUps.require(step.tx, { always: true });
      await changeApp(step, await lockApp(step, id, this.ctx.viewer.id), change);
    });
    return this.mine(id);
  }

  async rotate(input: RotateAppSecret): Promise<Shown> {
    await this.requireShown('rotateAppSecret', input);
    const version = await this.ctx.change('rotateAppSecret', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      return rotateAppSecret(step, await lockApp(step, input.id, this.ctx.viewer.id), input.overlapHours);
    });
    return this.shown(input.id, version);
  }

  async delete(input: DeleteApp): Promise<string> {
    await this.sessions.requireLive();
    return this.ctx.change('deleteApp', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await deleteApp(step, await lockApp(step, input.id, this.ctx.viewer.id));
      return input.id;
    });
  }

  async list(args: PageArguments): Promise<Connection<AppView>> {
    const { prisma } = this.ctx.kept.db;
    const page = newestFirst.page(args);
    const where = { userId: this.ctx.viewer.id };
    const rows = await prisma.app.findMany({ ...newestFirst.prisma(page, where), include: { secrets: SECRETS } });
    return newestFirst.connection(rows, page, { totalCount: () => prisma.app.count({ where }) });
  }

  /** Null for an app that is not the viewer's. */
  async usage(appId: string, days: number): Promise<AppUsageDay[] | null> {
    if (days < 1 || days > MOST_DAYS) throw invalidInput('days', `must be between 1 and ${MOST_DAYS}`);
    const { kept, viewer } = this.ctx;
    if (!isId(appId) || (await kept.db.prisma.app.count({ where: { id: appId, userId: viewer.id } })) === 0) return null;
    const since = new Date(kept.clock.now().getTime() - days * DAY_MS);
    return kept.db.prisma.appUsageDay.findMany({ where: { appId, day: { gt: since } }, orderBy: { day: 'desc' } });
  }

  /** Asked before, so that nothing is done in vain; a repeat of what was done is not asked for more. */
  private async requireShown(operation: string, input: { idempotencyKey?: string | null | undefined }): Promise<void> {
    await this.sessions.requireLive();
    if (!(await this.ctx.isRepeat(operation, { idempotencyKey: input.idempotencyKey })))
      await this.stepUps.require(undefined, { always: true });
  }

  private async shown(id: string, version: number): Promise<Shown> {
    const { db, secrets } = this.ctx.kept;
    const row = await db.prisma.appSecret.findUnique({ where: { appId_version: { appId: id, version } } });
    if (!row) throw notAllowed('This secret is not good any more: it was rotated again meanwhile.');
    return { app: await this.mine(id), clientSecret: appSecretOf(secrets, row) };
  }

  private async mine(id: string): Promise<AppView> {
    const where = { id, userId: this.ctx.viewer.id };
    const app = await this.ctx.kept.db.prisma.app.findFirst({ where, include: { secrets: SECRETS } });
    if (!app) throw notFound('This app');
    return app;
  }
}
