import { isId, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { NotificationChannel, NotificationType } from '../../generated/prisma/client';
import { deliveriesStatement, deliveryCountsStatement, newestDeliveries } from './notification-deliveries.sql';
import type { DeliveryStatus, DeliveryView } from './notification-deliveries.types';

interface Filter {
  userId?: string | null;
  type?: NotificationType | null;
  status?: DeliveryStatus | null;
}

interface Count {
  type: NotificationType;
  channel: NotificationChannel;
  status: DeliveryStatus;
  count: number;
}

const DAY_MS = 86_400_000;

/** What leaves the app, for those who run the platform; permissions.ts says who they are. */
export class NotificationDeliveryService {
  constructor(private readonly ctx: Context) {}

  async list({ filter, ...args }: PageArguments & { filter?: Filter | null }): Promise<Connection<DeliveryView>> {
    const page = newestDeliveries.page(args);
    const { userId = null, type = null, status = null } = filter ?? {};
    // No person has an id that is none.
    if (userId !== null && !isId(userId)) return newestDeliveries.connection<DeliveryView>([], page);
    const rows = await this.ctx.kept.db.query<DeliveryView>(deliveriesStatement({ userId, type, status }, page));
    return newestDeliveries.connection(rows, page);
  }

  counts(since: Date | string | null | undefined): Promise<Count[]> {
    const from = since ? new Date(since) : new Date(this.ctx.kept.clock.now().getTime() - DAY_MS);
    return this.ctx.kept.db.query<Count>(deliveryCountsStatement(from));
  }
}
