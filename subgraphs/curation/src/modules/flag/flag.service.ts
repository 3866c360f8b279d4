import { isId, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { Flag } from '../../generated/prisma/client';
import { isCurator } from '../event/event-visibility';
import type { FlagEvent, WithdrawFlag } from './flag.input';
import { raiseFlag, withdrawFlag } from './flag.store';

export class FlagService {
  constructor(private readonly ctx: Context) {}

  /** May the viewer know who raised a flag and what it weighs? */
  get judges(): boolean {
    return isCurator(this.ctx.caller.viewer);
  }

  /** For the person who raised it and for curators. */
  async byId(flagId: string): Promise<Flag | null> {
    const { loaders, viewerId } = this.ctx;
    const flag = isId(flagId) ? await loaders.flagById.load(flagId) : null;
    return flag && (this.judges || (flag.flaggerId !== null && flag.flaggerId === viewerId)) ? flag : null;
  }

  async require(flagId: string): Promise<Flag> {
    const flag = await this.byId(flagId);
    if (!flag) throw notFound('This flag');
    return flag;
  }

  async raise(input: FlagEvent): Promise<Flag> {
    const { viewer } = this.ctx;
    return this.require(await this.ctx.change('flagEvent', input, async (step) => (await raiseFlag(step, input, viewer)).id));
  }

  async withdraw(input: WithdrawFlag): Promise<Flag> {
    const { viewer } = this.ctx;
    return this.require(
      await this.ctx.change('withdrawFlag', input, async (step) => (await withdrawFlag(step, input.flagId, viewer.id)).id),
    );
  }
}
