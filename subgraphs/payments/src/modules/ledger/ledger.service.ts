import type { Database } from '../../db';
import type { Order, RevenueShare } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { money, type Money } from '../money/money';
import type { EventService } from '../event/event.service';
import { checkLedger, type LedgerHealth } from './ledger.health';

/** What the viewer may know of a share: all of it, or only the total. */
export interface ShareView {
  total: Money;
  platform: Money | null;
  creator: Money | null;
  curator: Money | null;
  processing: Money | null;
  tax: Money | null;
  creatorPercent: number | null;
}

export class LedgerService {
  constructor(
    private readonly db: Database,
    private readonly loaders: Loaders,
    private readonly events: EventService,
  ) {}

  /** The order has passed its own gate; its buyer sees the total, organiser and admins the parts. */
  async shareOf(order: Order): Promise<ShareView | null> {
    const share = await this.loaders.shareByOrderId.load(order.id);
    return share && viewOf(share, await this.events.isManager(order.eventId));
  }

  health(): Promise<LedgerHealth> {
    return checkLedger(this.db);
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
