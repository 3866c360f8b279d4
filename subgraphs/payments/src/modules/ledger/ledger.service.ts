import type { Context } from '../../context';
import type { Order } from '../../generated/prisma/client';
import type { AccountKind } from '../../generated/prisma/enums';
import type { EventAccess } from '../event/event-access.service';
import { money } from '../money/money';
import { LEDGER_BALANCES, LEDGER_BREAKS, LEDGER_ENTRY_COUNT } from './ledger-health.sql';
import { leftOf, partsOf, totalOf, type Shares } from './revenue-share';
import type { LedgerBreak, LedgerHealth, ShareView } from './ledger.types';

export class LedgerService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** What is left after refunds. The order has passed its own gate; its buyer sees the total, those with the right REPORT the parts. */
  async shareOf(order: Order): Promise<ShareView | null> {
    const { shareByOrderId, reversalsByOrderId } = this.ctx.loaders;
    const [share, reversals] = await Promise.all([shareByOrderId.load(order.id), reversalsByOrderId.load(order.id)]);
    return share && this.viewOf(order, share.currency, leftOf(partsOf(share), reversals));
  }

  /** As it was paid. */
  async grossShareOf(order: Order): Promise<ShareView | null> {
    const share = await this.ctx.loaders.shareByOrderId.load(order.id);
    return share && this.viewOf(order, share.currency, partsOf(share));
  }

  private async viewOf(order: Order, currency: string, parts: Shares): Promise<ShareView> {
    return viewOf(parts, currency, await this.events.hasRight(order.eventId, 'REPORT'));
  }

  async health(): Promise<LedgerHealth> {
    const { query } = this.ctx.kept.db;
    const [breaks, balances, [entries]] = await Promise.all([
      query<LedgerBreak>(LEDGER_BREAKS),
      query<{ account: AccountKind; currency: string; balance: string }>(LEDGER_BALANCES),
      query<{ count: string }>(LEDGER_ENTRY_COUNT),
    ]);
    return {
      healthy: breaks.length === 0,
      entryCount: Number(entries!.count),
      breaks,
      balances: balances.map(({ account, currency, balance }) => ({ account, currency, balanceMinor: Number(balance) })),
    };
  }
}

function viewOf(parts: Shares, currency: string, whole: boolean): ShareView {
  const part = (minor: bigint) => (whole ? money(minor, currency) : null);
  const total = totalOf(parts);
  return {
    total: money(total, currency),
    platform: part(parts.platform),
    creator: part(parts.creator),
    curator: part(parts.curator),
    processing: part(parts.processing),
    tax: part(parts.tax),
    creatorPercent: whole && total > 0n ? Number((parts.creator * 10_000n + total / 2n) / total) / 100 : null,
  };
}
