import { notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import { noteDeed } from '../interaction/interaction.store';
import type { FollowShare, ShareChannel, ShareEvent } from './share.input';
import { countOnce, countVisit, shareOf } from './share.store';

interface ShareView {
  token: string;
  channel: ShareChannel;
  path: string;
}

/** Links that tell where an event was shared. */
export class ShareService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async share(input: ShareEvent): Promise<{ share: ShareView; event: EventRow }> {
    const { eventId, channel } = input;
    const { viewer } = this.ctx;
    await this.events.require(eventId);
    const token = await this.ctx.change('shareEvent', input, async (step) => {
      const { token } = await shareOf(step, eventId, viewer.id, channel);
      if (await countOnce(step, 'SHARE', eventId, viewer.id)) await noteDeed(step, viewer.id, eventId, 'SHARE');
      return token;
    });
    const share = { token, channel, path: `/events/${eventId}?share=${token}` };
    return { share, event: await this.events.afterChange(eventId) };
  }

  async follow(input: FollowShare): Promise<{ event: EventRow; channel: ShareChannel }> {
    const { kept, viewerId } = this.ctx;
    const share = await kept.db.prisma.eventShare.findUnique({ where: { token: input.token } });
    const event = share && (await this.events.byId(share.eventId));
    if (!share || !event) throw notFound('This link');
    const channel = share.channel as ShareChannel;
    // A visitor is nobody who could be counted once.
    if (viewerId === null || viewerId === share.userId) return { event, channel };
    await this.ctx.change('followShare', input, async (step) => {
      if (await countOnce(step, 'VISIT', event.id, viewerId)) await countVisit(step, share.token);
    });
    return { event: await this.events.afterChange(event.id), channel };
  }

  async sourcesOf(event: EventRow) {
    return (await this.events.mayReadDrafts(event)) ? this.ctx.loaders.shareSourcesByEventId.load(event.id) : null;
  }
}
