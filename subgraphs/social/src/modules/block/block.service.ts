import { invalidInput, Keyset, notFound, refTo, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import { isKnown, lockPair } from '../person/person.store';
import type { PersonPage } from '../person/person.types';
import type { BlockUser, UnblockUser } from './block.input';
import { putBlock, takeBlockBack } from './block.store';

const lastFirst = new Keyset('blockedPeople', { createdAt: 'time', blockedId: 'id' }, 'greatest first');

/** Blocks: the row in `blocks` says who did it, the relationships of the two say to the other subgraphs that it is so. */
export class BlockService {
  constructor(private readonly ctx: Context) {}

  async block(input: BlockUser): Promise<string> {
    const me = this.ctx.viewer.id;
    if (input.userId === me) throw invalidInput('userId', 'must be somebody else');
    return this.ctx.change('blockUser', input, async (step) => {
      await lockPair(step, me, input.userId);
      // A person who has blocked the viewer can be blocked in turn, so a block must not be told from nobody.
      if (!(await isKnown(step, input.userId))) throw notFound('This person');
      await putBlock(step, me, input.userId);
      return input.userId;
    });
  }

  async unblock(input: UnblockUser): Promise<string> {
    const me = this.ctx.viewer.id;
    return this.ctx.change('unblockUser', input, async (step) => {
      await lockPair(step, me, input.userId);
      await takeBlockBack(step, me, input.userId);
      return input.userId;
    });
  }

  async mine(args: PageArguments): Promise<PersonPage> {
    const page = lastFirst.page(args);
    const where = { blockerId: this.ctx.viewer.id };
    const { prisma } = this.ctx.kept.db;
    const rows = await prisma.block.findMany(lastFirst.prisma(page, where));
    return lastFirst.connection(rows, page, {
      node: ({ blockedId }) => refTo(blockedId),
      totalCount: () => prisma.block.count({ where }),
    });
  }
}
