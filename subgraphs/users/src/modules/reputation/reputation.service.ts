import { Keyset, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { DeedChange, User as UserRow } from '../../generated/prisma/client';
import { progress } from './reputation-formula';
import type { AchievementView } from './reputation.types';

const newestFirst = new Keyset('reputationHistory', { recordedAt: 'time', id: 'id' }, 'greatest first');

/** What people have earned, and why. */
export class ReputationService {
  constructor(private readonly ctx: Context) {}

  async achievements(user: UserRow): Promise<AchievementView[]> {
    const earned = await this.ctx.loaders.earnedBadgesByUserId.load(user.id);
    const since = new Map(earned.map(({ badge, earnedAt }) => [badge, earnedAt]));
    return progress(user).map((one) => ({ ...one, earnedAt: since.get(one.badge) ?? null }));
  }

  /** The viewer's own, the newest first. */
  async history(args: PageArguments): Promise<Connection<DeedChange>> {
    const { prisma } = this.ctx.kept.db;
    const where = { userId: this.ctx.viewer.id };
    const page = newestFirst.page(args);
    const rows = await prisma.deedChange.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, { totalCount: () => prisma.deedChange.count({ where }) });
  }
}
