import { isId, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Payee, Payout } from '../../generated/prisma/client';
import { asRefusals } from '../payment/payment-charging.kept';
import { keepPayee } from './payee.store';
import type { SettleWithheldPayout, SetUpPayee } from './payout.input';
import { keepDecision } from './payout.store';
import { inOrder, linesOf, payeeBalances } from './payout.sql';
import type { BalanceView, LineView } from './payout.types';

const newestFirst = new Keyset('payoutsOfPayee', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Who is paid what they earn. A person has their own account; that of an organisation is its owners'. */
export class PayoutService {
  constructor(private readonly ctx: Context) {}

  /** That of the viewer, or of an organisation that the viewer owns; null where none was set up, and for everybody else. */
  async payeeOf(organizationId: string | null): Promise<Payee | null> {
    const { loaders, viewer } = this.ctx;
    const id = organizationId ?? viewer.id;
    return isId(id) && (await this.mayPay(id)) ? loaders.payeeById.load(id) : null;
  }

  async byId(id: string): Promise<Payout | null> {
    const payout = isId(id) ? await this.ctx.loaders.payoutById.load(id) : null;
    return payout && (await this.mayPay(payout.payeeId)) ? payout : null;
  }

  async setUp(input: SetUpPayee): Promise<{ payee: Payee; onboardingUrl: string | null }> {
    const { kept, caller, loaders, viewer } = this.ctx;
    const id = input.organizationId ?? viewer.id;
    await this.ctx.change('setUpPayee', input, async (step) => {
      if (input.organizationId) await refuseOthers(step, id, viewer.id);
      await keepPayee(step, id, input.organizationId != null, input);
      return id;
    });
    const onboardingUrl = await asRefusals(() => kept.payouts.onboard(id, caller.correlationId));
    const payee = await kept.db.prisma.payee.findUniqueOrThrow({ where: { id } });
    loaders.payeeById.clear(id).prime(id, payee);
    return { payee, onboardingUrl };
  }

  /** permissions.ts lets only admins ask. The decision is kept first: the job carries it out where this request cannot. */
  async settleWithheld(input: SettleWithheldPayout): Promise<Payout> {
    const { kept, caller, viewer } = this.ctx;
    const find = () => kept.db.prisma.payout.findUnique({ where: { id: input.payoutId } });
    if (!(await find())) throw notFound('The payout');
    await this.ctx.change('settleWithheldPayout', input, async (step) => {
      await keepDecision(step, viewer.id, input);
      return input.payoutId;
    });
    await kept.payouts.make(input.payoutId, caller.correlationId).catch(() => undefined);
    return (await find())!;
  }

  balancesOf({ id, processor }: Payee): Promise<BalanceView[]> {
    const { db, clock, settings } = this.ctx.kept;
    const endedBefore = new Date(clock.now().getTime() - settings.PAYOUT_HOLD_HOURS * 3_600_000);
    return db.prisma.$queryRaw<BalanceView[]>(payeeBalances(id, processor, endedBefore));
  }

  async ofPayee({ id: payeeId }: Payee, args: PageArguments): Promise<Connection<Payout>> {
    const { payout } = this.ctx.kept.db.prisma;
    const page = newestFirst.page(args);
    const where = { payeeId };
    const rows = await payout.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, { totalCount: () => payout.count({ where }) });
  }

  /** What a payout is made of, in the order in which it was posted; the parts add up to its amount. */
  async linesOf({ id }: Payout, args: PageArguments): Promise<Connection<LineView>> {
    const { db } = this.ctx.kept;
    const page = inOrder.page(args);
    const rows = await db.query<LineView>(linesOf(page, id));
    return inOrder.connection(rows, page, { totalCount: () => db.prisma.payoutLine.count({ where: { payoutId: id } }) });
  }

  private async mayPay(payeeId: string): Promise<boolean> {
    const { viewerId, kept } = this.ctx;
    if (viewerId === null) return false;
    if (viewerId === payeeId) return true;
    return (await kept.db.prisma.organizationMemberCopy.count({ where: { organizationId: payeeId, userId: viewerId, role: 'OWNER' } })) > 0;
  }
}

async function refuseOthers({ tx }: Step, organizationId: string, userId: string): Promise<void> {
  const [member] = await tx.$queryRaw<{ role: string | null }[]>`
    SELECT role FROM organization_members WHERE organization_id = ${organizationId}::uuid AND user_id = ${userId}::uuid FOR SHARE`;
  if (!member?.role) throw notFound('The organisation');
  if (member.role !== 'OWNER') throw notAllowed('Only its owners say how an organisation is paid.');
}
