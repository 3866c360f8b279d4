import { followPushes } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { PollPush, PollView } from './poll.types';

/** The poll as the viewer sees it after each change; of changes that wait the last. */
export function followPoll(ctx: Context, { id }: PollView): Promise<AsyncIterableIterator<PollView>> {
  return followPushes<Context, PollPush, PollView>(ctx, {
    channel: channels.poll(id),
    keep: 1,
    load: (_, fresh) => fresh.services.polls.byId(id),
    onGap: async (fresh) => [await fresh.services.polls.byId(id)].filter((poll) => poll !== null),
    allowed: async (fresh) => (await fresh.services.polls.byId(id)) !== null && (await fresh.services.people.viewerIsActive()),
    endsOn: [channels.rights(ctx.viewer.id)],
  });
}
