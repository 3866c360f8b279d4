import { notAllowed } from '@marquee/platform';
import type { Context } from '../../context';
import type { GroupService } from '../group/group.service';
import { visit } from '../group/group.store';
import type { GroupView } from '../group/group.types';
import type { PollOptionView } from '../poll/poll.types';
import type { ShareFreeBusy } from './free-busy.input';
import type { AvailabilityView } from './free-busy.types';

/** When members of a group are free, by the consent of each. */
export class FreeBusyService {
  constructor(
    private readonly ctx: Context,
    private readonly groups: GroupService,
  ) {}

  async share(input: ShareFreeBusy): Promise<GroupView> {
    const userId = this.ctx.viewer.id;
    const id = await this.ctx.change('shareFreeBusy', input, async (step) => {
      const { group, access } = await visit(step, input.groupId, userId);
      if (access.viewerRole === null) throw notAllowed('Only members of a group share with it when they are free.');
      await step.tx.groupMember.update({
        where: { groupId_userId: { groupId: group.id, userId } },
        data: { sharesFreeBusy: input.shared },
      });
      return group.id;
    });
    return this.groups.require(id);
  }

  async isSharedWith({ id, viewerRole }: GroupView): Promise<boolean | null> {
    if (viewerRole === null) return null;
    const member = await this.ctx.loaders.groupMember.load({ groupId: id, userId: this.ctx.viewer.id });
    return member?.sharesFreeBusy ?? null;
  }

  /** Null where it is not told. */
  async at({ id, text }: PollOptionView): Promise<AvailabilityView | null> {
    return text === null ? this.ctx.loaders.availabilityByOptionId.load(id) : null;
  }
}
