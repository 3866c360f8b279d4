import type { Context } from '../../context';
import type { Order, RevenueShare } from '../../generated/prisma/client';
import type { AccountKind } from '../../generated/prisma/enums';
import type { EventAccess } from '../event/event-access.service';
import { money } from '../money/money';
import { LEDGER_BALANCES, LEDGER_BREAKS, LEDGER_ENTRY_COUNT } from './ledger-health.sql';
import type { LedgerBreak, LedgerHealth, ShareView } from './ledger.types';

export class LedgerService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** The order has passed its own gate; its buyer sees the total, those with the right REPORT the parts. */
  async shareOf(order: Order): Promise<ShareView | null> {
    const share = await this.ctx.loaders.shareByOrderId.load(order.id);
    return share && viewOf(share, await this.events.hasRight(order.eventId, 'REPORT'));
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

function viewOf(share: RevenueShare, whole: boolean): ShareView {
  const part = (minor: bigint) => (whole ? money(minor, share.currency) : null);
  return {
    total: money(share.totalMinor, share.currency),
    platform: part(share.platformMinor),
    creator: part(share.creatorMinor),
    curator: part(share.curatorMinor),
    processing: part(share.processingMinor),
    tax: part(share.taxMinor),
    creatorPercent: whole ? Number((share.creatorMinor * 10_000n + share.totalMinor / 2n) / share.totalMinor) / 100 : null,
  };
}
