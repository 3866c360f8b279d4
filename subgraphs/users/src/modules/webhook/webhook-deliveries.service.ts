import { randomUUID } from 'node:crypto';
import { invalidInput, Keyset, notAllowed, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { WebhookAttempt } from '../../generated/prisma/client';
import type { WebhookDeliveryStatus, WebhookDryRun } from '../../generated/resolvers';
import type { SessionService } from '../session/session.service';
import type { ReplayWebhook, RetryDelivery, SendTestEvent, WebhookDryRunOf } from './webhook.input';
import { replayDeliveries, retryDelivery, writeTestEvent } from './webhook-again.store';
import { newSecret, signedHeaders } from './webhook-signature';
import type { WebhookDeliveryView, WebhookView } from './webhook.types';

const newestFirst = new Keyset('deliveriesOfWebhook', { createdAt: 'time', id: 'id' }, 'greatest first');

/** What webhooks were told, and telling it again. */
export class WebhookDeliveryService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
  ) {}

  /** A webhook is reached by its person alone. */
  async ofWebhook(
    { id: webhookId }: WebhookView,
    status: WebhookDeliveryStatus | null | undefined,
    args: PageArguments,
  ): Promise<Connection<WebhookDeliveryView>> {
    const { prisma } = this.ctx.kept.db;
    const page = newestFirst.page(args, { of: webhookId });
    const where = { webhookId, ...(status ? { status } : {}) };
    const rows = await prisma.webhookDelivery.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, { totalCount: () => prisma.webhookDelivery.count({ where }) });
  }

  attempts({ id }: WebhookDeliveryView): Promise<WebhookAttempt[]> {
    return this.ctx.loaders.attemptsByDeliveryId.load(id);
  }

  async dryRun({ scopes, topic, query, subject }: WebhookDryRunOf): Promise<WebhookDryRun> {
    await this.sessions.requireLive();
    const { kept, viewer } = this.ctx;
    const [id, at] = [randomUUID(), kept.clock.now()];
    const reading = await kept.webhookCourier.read({ id: viewer.id, owner: viewer, scopes }, { topic, occurredAt: at }, query, subject, id);
    if (reading.is === 'REFUSED') throw invalidInput('query', `is not answered: ${reading.faults[0]?.message ?? 'no reason is known'}`);
    if (reading.is === 'AWAY') throw notAllowed('The query cannot be tried at the moment. Try again.');
    if (reading.is === 'NOTHING') return { wouldBeSent: false, body: null, headers: [] };
    const headers = signedHeaders([newSecret()], { id, at, body: reading.body });
    return { wouldBeSent: true, body: reading.body, headers: Object.entries(headers).map(([name, value]) => `${name}: ${value}`) };
  }

  async sendTest(input: SendTestEvent): Promise<WebhookDeliveryView> {
    const { id: userId } = this.ctx.viewer;
    return this.delivery(await this.ctx.change('sendTestEvent', input, (step) => writeTestEvent(step, input.webhookId, userId)));
  }

  async replay(input: ReplayWebhook): Promise<{ count: number; next: Date | null }> {
    const { id: userId } = this.ctx.viewer;
    const { count, next } = await this.ctx.change('replayWebhook', input, (step) =>
      replayDeliveries(step, { webhookId: input.webhookId, userId }, input.from),
    );
    return { count, next: next === null ? null : new Date(next) };
  }

  async retry(input: RetryDelivery): Promise<WebhookDeliveryView> {
    const { id: userId } = this.ctx.viewer;
    return this.delivery(await this.ctx.change('retryDelivery', input, (step) => retryDelivery(step, input.id, userId)));
  }

  private delivery(id: string): Promise<WebhookDeliveryView> {
    return this.ctx.kept.db.prisma.webhookDelivery.findUniqueOrThrow({ where: { id } });
  }
}
