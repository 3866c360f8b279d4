import { isId, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Order, OrderInspection } from '../../generated/prisma/client';
import { isOpen } from '../order/order-status';
import type { DecideInspection } from './inspection.input';
import { inspectionClosed } from './inspection.refusals';
import { countOpenInspections, oldestFirst, openInspections } from './inspection.sql';
import { keepDecision, lockInspection, releaseInspected, returnInspected } from './inspection.store';

const PERMISSION = 'review:payment';

/** Orders whose money staff looks at before it buys anything. */
export class InspectionService {
  constructor(private readonly ctx: Context) {}

  /** Null for everybody without the permission. */
  async byId(id: string): Promise<OrderInspection | null> {
    return isId(id) && this.mayDecide() ? this.ctx.loaders.inspectionById.load(id) : null;
  }

  /** permissions.ts lets only those with the permission ask. */
  async all({ openOnly, ...args }: PageArguments & { openOnly: boolean }): Promise<Connection<OrderInspection>> {
    const { db } = this.ctx.kept;
    const { orderInspection } = db.prisma;
    const page = oldestFirst.page(args);
    if (openOnly) return oldestFirst.connection(await openInspections(db, page), page, { totalCount: () => countOpenInspections(db) });
    return oldestFirst.connection(await orderInspection.findMany(oldestFirst.prisma(page, {})), page, {
      totalCount: () => orderInspection.count(),
    });
  }

  /** Is the order one that is inspected right now? */
  async isInspected({ id, status, inspect }: Order): Promise<boolean> {
    return inspect && isOpen(status) && (await this.ctx.loaders.openInspectionByOrderId.load(id)) !== null;
  }

  async decide(input: DecideInspection): Promise<OrderInspection> {
    const { kept, caller } = this.ctx;
    const known = await this.byId(input.inspectionId);
    if (!known) throw notFound('The inspection');
    const refundId = await this.ctx.change('decideInspection', input, (step) => this.decideIn(step, known, input));
    if (refundId) await kept.refunds.make(refundId, caller.correlationId).catch(() => undefined);
    return (await this.byId(known.id))!;
  }

  /** Returns the id of the refund of who has resold what was bought, if any. */
  private async decideIn(step: Step, known: OrderInspection, { decision, note }: DecideInspection): Promise<string | null> {
    const { status, id } = await lockInspection(step, known);
    if (status !== 'OPEN') throw inspectionClosed(status);
    await this.refuseOwn(step, known);
    const released = decision === 'RELEASE' ? await releaseInspected(step, known) : await returnInspected(step, known.orderId);
    await keepDecision(step, id, { isReleased: Boolean(released), decidedBy: this.ctx.viewer.id, note: note ?? '' });
    step.logger.info({ userId: this.ctx.viewer.id, inspectionId: id, decision }, 'staff decides an inspection');
    return released?.refundId ?? null;
  }

  private async refuseOwn({ tx }: Step, { orderId }: OrderInspection): Promise<void> {
    const order = await tx.order.findUniqueOrThrow({ where: { id: orderId }, include: { payments: { select: { payerId: true } } } });
    const payers = [order.userId, ...order.payments.map(({ payerId }) => payerId)];
    if (payers.includes(this.ctx.viewer.id)) throw notAllowed('Somebody else decides on what you pay.');
  }

  private mayDecide(): boolean {
    const { viewer } = this.ctx.caller;
    return viewer !== null && (viewer.role === 'admin' || viewer.permissions.includes(PERMISSION));
  }
}
