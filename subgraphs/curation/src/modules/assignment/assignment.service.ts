import { invalidInput, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { CuratorProfile } from '../../generated/prisma/client';
import { roleNow } from '../person/person.store';
import { mayJudge } from '../subject/subject-rights';
import type { SetCuratorProfile } from './assignment.input';

const lastChangedFirst = new Keyset('curatorProfiles', { updatedAt: 'time', userId: 'id' }, 'greatest first');

/** What those who judge know, and how much they take. */
export class AssignmentService {
  constructor(private readonly ctx: Context) {}

  mine = (): Promise<CuratorProfile | null> => this.ctx.loaders.curatorProfileById.load(this.ctx.viewer.id);

  async page(args: PageArguments, category: string | null): Promise<Connection<CuratorProfile>> {
    const { prisma } = this.ctx.kept.db;
    const page = lastChangedFirst.page(args);
    const where = category === null ? {} : { categories: { has: category } };
    const rows = await prisma.curatorProfile.findMany(lastChangedFirst.prisma(page, where));
    return lastChangedFirst.connection(rows, page, { totalCount: () => prisma.curatorProfile.count({ where }) });
  }

  /** How much colleagues have is for those who answer for them. */
  async load({ userId }: CuratorProfile): Promise<number | null> {
    const { viewer, loaders } = this.ctx;
    if (viewer.role === 'curator' && userId !== viewer.id) return null;
    return (await loaders.loadByCuratorId.load(userId))?.load ?? 0;
  }

  async set({ idempotencyKey, ...input }: SetCuratorProfile): Promise<CuratorProfile> {
    const { viewer, loaders } = this.ctx;
    const { userId: asked, ...said } = input;
    const userId = asked ?? viewer.id;
    if (userId !== viewer.id && viewer.role === 'curator') throw notAllowed('Only a moderator may say this of others.');
    await this.ctx.change('setCuratorProfile', { ...input, idempotencyKey }, async (step) => {
      await this.requireJudge(step, userId);
      const row = { ...said, updatedAt: step.now };
      await step.tx.curatorProfile.upsert({
        where: { userId },
        create: { userId, ...row },
        update: { ...row, version: { increment: 1 } },
      });
      return userId;
    });
    return (await loaders.curatorProfileById.load(userId))!;
  }

  /** Their role is kept until the end: who loses it at the same time loses this, too. */
  private async requireJudge(step: Step, userId: string): Promise<void> {
    const { viewer } = this.ctx;
    const role = await roleNow(step, userId);
    // Of somebody who has just signed in nothing may be known here.
    if (role === null && userId === viewer.id) return;
    if (role === null) throw notFound('This person');
    if (mayJudge({ role }, 'EVENT')) return;
    if (userId === viewer.id) throw notAllowed('You are no curator any more.');
    throw invalidInput('userId', 'must be somebody who judges');
  }
}
