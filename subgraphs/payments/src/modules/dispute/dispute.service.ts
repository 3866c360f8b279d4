import { conflict, isId, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Dispute, Order, Prisma } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import { lockOrder } from '../order/order.store';
import { asRefusals } from '../payment/payment-charging.kept';
import type { SubmitDisputeEvidence } from './dispute.input';
import { disputeClosed } from './dispute.refusals';
import { countOpenDisputes, ofAll, openDisputes } from './dispute.sql';
import { keepEvidence } from './dispute.store';

const ofOneEvent = new Keyset('disputesOfEvent', { createdAt: 'time', id: 'id' }, 'greatest first');

export class DisputeService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** Null for everybody without the right SELL. */
  async byId(id: string): Promise<Dispute | null> {
    const dispute = isId(id) ? await this.ctx.loaders.disputeById.load(id) : null;
    return dispute && (await this.events.hasRight(dispute.eventId, 'SELL')) ? dispute : null;
  }

  async ofOrder({ id, eventId }: Order): Promise<Dispute[]> {
    return (await this.events.hasRight(eventId, 'SELL')) ? this.ctx.loaders.disputesByOrderId.load(id) : [];
  }

  /** Null for everybody without the right SELL. */
  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<Dispute> | null> {
    return (await this.events.hasRight(eventId, 'SELL')) ? this.list(ofOneEvent, args, { eventId }) : null;
  }

  /** permissions.ts lets only admins ask. */
  async all({ openOnly, ...args }: PageArguments & { openOnly: boolean }): Promise<Connection<Dispute>> {
    if (!openOnly) return this.list(ofAll, args, {});
    const { db } = this.ctx.kept;
    const page = ofAll.page(args);
    return ofAll.connection(await openDisputes(db, page), page, { totalCount: () => countOpenDisputes(db) });
  }

  /** What is answered is kept first; the processor is asked then, by this request, its repetition or a job. */
  async answer(input: SubmitDisputeEvidence): Promise<Dispute> {
    const { kept, caller, loaders } = this.ctx;
    const known = await this.byId(input.disputeId);
    if (!known) throw notFound('The dispute');
    await this.ctx.change('submitDisputeEvidence', input, async (step) => {
      await lockOrder(step, known.orderId);
      await holdRight(step, known.eventId, this.ctx.viewer, 'SELL');
      const { status, respondBy, evidenceAt } = await step.tx.dispute.findUniqueOrThrow({ where: { id: known.id } });
      if (status !== 'NEEDS_RESPONSE' || (respondBy && respondBy <= step.now)) throw disputeClosed(status);
      if (evidenceAt !== null) throw conflict('This dispute is being answered already.');
      await keepEvidence(step, known.id, input.text);
      return known.id;
    });
    await asRefusals(() => kept.disputes.carryOn(known.id, caller.correlationId));
    const dispute = await kept.db.prisma.dispute.findUniqueOrThrow({ where: { id: known.id } });
    loaders.disputeById.clear(known.id).prime(known.id, dispute);
    return dispute;
  }

  private async list(keyset: typeof ofAll, args: PageArguments, where: Prisma.DisputeWhereInput): Promise<Connection<Dispute>> {
    const { dispute } = this.ctx.kept.db.prisma;
    const page = keyset.page(args);
    const rows = await dispute.findMany(keyset.prisma(page, where));
    return keyset.connection(rows, page, { totalCount: () => dispute.count({ where }) });
  }
}
