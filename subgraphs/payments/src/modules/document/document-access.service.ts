import { isId } from '@marquee/platform';
import type { Context } from '../../context';

/** For whom the viewer acts as a seller. */
export class SellerAccess {
  constructor(private readonly ctx: Context) {}

  /** The viewer themselves, or an organisation that they own or manage. */
  async actsFor(sellerId: string): Promise<boolean> {
    const { viewerId, kept } = this.ctx;
    if (viewerId === null || !isId(sellerId)) return false;
    if (viewerId === sellerId) return true;
    const where = { organizationId: sellerId, userId: viewerId, role: { in: ['OWNER', 'MANAGER'] } };
    return (await kept.db.prisma.organizationMemberCopy.count({ where })) > 0;
  }
}
