import type { Context } from '../../context';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import type { SetRefundPolicy } from './refund-policy.input';
import type { DueView, PolicyView, RunView } from './refund-policy.types';

/** Until the start, where the organiser has said nothing. */
const UNSAID: PolicyView = { version: 0, hoursBefore: 0, steps: [], feeMinor: 0n };

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
      const steps = input.steps ?? [];
      const hoursBefore = input.refundable ? (steps.at(-1)?.hoursBefore ?? input.hoursBefore ?? 0) : null;
      const said = { hoursBefore, steps, feeMinor: input.feeMinor ?? 0n, updatedAt: step.now };
      await step.tx.refundPolicy.upsert({
        where: { eventId },
        create: { eventId, ...said },
        update: { ...said, version: { increment: 1 } },
      });
      return eventId;
    });
    return (await this.ofEvent(eventId))!;
  }
}
