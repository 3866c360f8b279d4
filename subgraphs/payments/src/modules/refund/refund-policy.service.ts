import type { Context } from '../../context';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import type { SetRefundPolicy } from './refund-policy.input';
import type { DueView, PolicyView, RunView } from './refund-policy.types';

/** Until the start, where the organiser has said nothing. */
const UNSAID: PolicyView = { version: 0, hoursBefore: 0 };

/** Until when buyers may give tickets back, as organisers say. */
export class RefundPolicyService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** Null when the viewer may not see the event. */
  async ofEvent(eventId: string): Promise<PolicyView | null> {
    if (!(await this.events.byId(eventId))) return null;
    return (await this.ctx.loaders.policyByEventId.load(eventId)) ?? UNSAID;
  }

  /** Null without the right SELL. */
  async runOf(eventId: string): Promise<RunView | null> {
    return (await this.events.hasRight(eventId, 'SELL')) ? this.ctx.loaders.refundRunByEventId.load(eventId) : null;
  }

  /** Null without the right SELL. */
  async dueOf(eventId: string): Promise<DueView | null> {
    return (await this.events.hasRight(eventId, 'SELL')) ? this.ctx.loaders.refundsDueByEventId.load(eventId) : null;
  }

  async set(input: SetRefundPolicy): Promise<PolicyView> {
    const { eventId } = input;
    await this.events.require(eventId);
    await this.ctx.change('setRefundPolicy', input, async (step) => {
      await holdRight(step, eventId, this.ctx.viewer, 'SELL');
      const hoursBefore = input.refundable ? (input.hoursBefore ?? 0) : null;
      await step.tx.refundPolicy.upsert({
        where: { eventId },
        create: { eventId, hoursBefore, updatedAt: step.now },
        update: { hoursBefore, version: { increment: 1 }, updatedAt: step.now },
      });
      return eventId;
    });
    return (await this.ofEvent(eventId))!;
  }
}
