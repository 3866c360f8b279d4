import { invalidInput, invalidInputs, isId, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { WebhookStatus, WebhookTopic } from '../../generated/resolvers';
import type { StepUpService } from '../factor/factor-step-up.service';
import type { SessionService } from '../session/session.service';
import { faultOfTopic, type CreateWebhook, type DeleteWebhook, type RotateWebhookSecret, type UpdateWebhook } from './webhook.input';
import { changeWebhook, deleteWebhook, HOOK_ROLES, lockWebhook, makeWebhook, rotateWebhookSecret, secretPlace } from './webhook.store';
import type { WebhookView } from './webhook.types';

const newestFirst = new Keyset('webhooksOfUser', { createdAt: 'time', id: 'id' }, 'greatest first');
const INCLUDED = {
  secrets: { orderBy: { version: 'desc' }, take: 2, select: { until: true } },
  selections: { orderBy: { topic: 'asc' } },
} as const;

/** A webhook with the secret that is shown this once. */
interface Shown {
  webhook: WebhookView;
  secret: string;
}

interface Queries {
  id: string;
  scopes: readonly string[];
  topics: readonly { topic: WebhookTopic; query: string }[];
}

/** Where programs of the viewer hear of what happens. */
export class WebhookService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly stepUps: StepUpService,
  ) {}

  async create(input: CreateWebhook): Promise<Shown> {
    const { name, url, organizationId = null, scopes, topics } = input;
    const { id: userId } = this.ctx.viewer;
    await this.sessions.requireLive();
    if (!(await this.ctx.isRepeat('createWebhook', input))) {
      await this.stepUps.require(undefined, { always: true });
      await this.requireAnswered({ id: userId, scopes, topics });
    }
    const id = await this.ctx.change('createWebhook', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      return makeWebhook(step, { userId, organizationId, name, url, scopes, topics });
    });
    return this.shown(id, 1);
  }

  async update(input: UpdateWebhook): Promise<WebhookView> {
    const { id, idempotencyKey: _, ...wanted } = input;
    const { id: userId } = this.ctx.viewer;
    const leadsElsewhere = Boolean(wanted.url ?? wanted.scopes ?? wanted.topics);
    await this.sessions.requireLive();
    if (!(await this.ctx.isRepeat('updateWebhook', input))) {
      const before = await this.require(id);
      if (leadsElsewhere) await this.stepUps.require(undefined, { always: true });
      requireTopics(before, wanted.topics);
      const topics = wanted.topics ?? before.selections.map(({ topic, query }) => ({ topic: topic as WebhookTopic, query }));
      if (wanted.scopes ?? wanted.topics) await this.requireAnswered({ id, scopes: wanted.scopes ?? before.scopes, topics });
    }
    await this.ctx.change('updateWebhook', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      if (leadsElsewhere) await this.stepUps.require(step.tx, { always: true });
      const webhook = await lockWebhook(step, id, userId);
      await changeWebhook(step, webhook, wanted);
    });
    return this.require(id);
  }

  async rotate(input: RotateWebhookSecret): Promise<Shown> {
    const { id: userId } = this.ctx.viewer;
    await this.sessions.requireLive();
    if (!(await this.ctx.isRepeat('rotateWebhookSecret', input))) await this.stepUps.require(undefined, { always: true });
    const version = await this.ctx.change('rotateWebhookSecret', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      await lockWebhook(step, input.id, userId);
      return rotateWebhookSecret(step, input.id, input.overlapHours);
    });
    return this.shown(input.id, version);
  }

  async delete(input: DeleteWebhook): Promise<string> {
    const { id: userId } = this.ctx.viewer;
    await this.sessions.requireLive();
    return this.ctx.change('deleteWebhook', input, async (step) => {
      const webhook = await lockWebhook(step, input.id, userId);
      await deleteWebhook(step, webhook, userId);
      return webhook.id;
    });
  }

  async list(args: PageArguments): Promise<Connection<WebhookView>> {
    const { prisma } = this.ctx.kept.db;
    const page = newestFirst.page(args);
    const where = { userId: this.ctx.viewer.id };
    const rows = await prisma.webhook.findMany({ ...newestFirst.prisma(page, where), include: INCLUDED });
    return newestFirst.connection(rows, page, { totalCount: () => prisma.webhook.count({ where }) });
  }

  /** Null for one that is not the viewer's. */
  async byId(id: string): Promise<WebhookView | null> {
    if (!isId(id)) return null;
    return this.ctx.kept.db.prisma.webhook.findFirst({ where: { id, userId: this.ctx.viewer.id }, include: INCLUDED });
  }

  /** Whether it sends: the viewer may have lost what they had in its organisation. */
  async status({ state, organizationId }: WebhookView): Promise<WebhookStatus> {
    if (organizationId === null) return state;
    const memberships = await this.ctx.loaders.membershipsByUserId.load(this.ctx.viewer.id);
    const role = memberships.find((one) => one.organizationId === organizationId)?.role;
    return HOOK_ROLES.some((one) => one === role) ? state : 'NOT_ALLOWED';
  }

  async require(id: string): Promise<WebhookView> {
    const webhook = await this.byId(id);
    if (!webhook) throw notFound('This webhook');
    return webhook;
  }

  /** Each query is asked about where it will be answered, with the token that it will be asked with. */
  private async requireAnswered({ id, scopes, topics }: Queries): Promise<void> {
    const { webhookCourier: courier } = this.ctx.kept;
    if (!courier.isThere) throw notAllowed('This installation sends no webhooks.');
    const { viewer } = this.ctx;
    const faults = await Promise.all(
      topics.map(async ({ query }, index) => {
        const found = await courier.faultsOf({ id, owner: viewer, scopes }, query);
        if (found === null) throw notAllowed('The queries cannot be checked at the moment. Try again.');
        return found.map(({ message }) => ({ path: `topics.${index}.query`, message: `is not answered: ${message}` }));
      }),
    );
    if (faults.flat().length > 0) throw invalidInputs(faults.flat());
  }

  private async shown(id: string, version: number): Promise<Shown> {
    const { db, fields } = this.ctx.kept;
    const webhook = await this.require(id);
    const row = await db.prisma.webhookSecret.findUnique({ where: { webhookId_version: { webhookId: id, version } } });
    if (!row) throw notAllowed('This secret is not used any more: it was rotated again meanwhile.');
    return { webhook, secret: fields.open(secretPlace(row.id), row.sealed) };
  }
}

function requireTopics({ organizationId }: WebhookView, topics: UpdateWebhook['topics']): void {
  for (const [index, { topic }] of (topics ?? []).entries()) {
    const fault = faultOfTopic(topic, organizationId !== null);
    if (fault) throw invalidInput(`topics.${index}.topic`, fault);
  }
}
