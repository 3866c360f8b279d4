import { isId, notFound } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import { mayBeSeen } from '../event/event.sql';
import type { ShareLocation, StartSharingLocation, StopSharingLocation } from './location-share.input';
import { friendShares, ownShare } from './location-share.sql';
import { endShares, keepPosition, startShare } from './location-share.store';
import { followLocations } from './location-share.stream';
import type { LocationShareView } from './location-share.types';

/** Where people are at an event, for friends to whom they let it be seen. */
export class LocationShareService {
  constructor(private readonly ctx: Context) {}

  async own(): Promise<LocationShareView | null> {
    const { viewer, kept } = this.ctx;
    return (await kept.db.query<LocationShareView>(ownShare(viewer.id, kept.clock.now())))[0] ?? null;
  }

  async ofFriends(eventId: string): Promise<LocationShareView[]> {
    const { viewer, kept } = this.ctx;
    if (!isId(eventId) || !(await this.seesEvent(eventId))) return [];
    return kept.db.query<LocationShareView>(friendShares(viewer.id, eventId, kept.clock.now(), null));
  }

  /** See the subscription. */
  async changed(eventId: string): Promise<AsyncIterableIterator<LocationShareView>> {
    if (!isId(eventId) || !(await this.seesEvent(eventId))) throw notFound('This event');
    return followLocations(this.ctx, eventId);
  }

  async seesEvent(eventId: string): Promise<boolean> {
    const { viewer, kept } = this.ctx;
    const rows = await kept.db.query({
      name: `social.location-event-${staffMay(viewer, 'SEE')}`,
      text: `SELECT 1 FROM known_events e WHERE e.id = $1::uuid AND $2::uuid IS NOT NULL AND ${mayBeSeen('$2', staffMay(viewer, 'SEE'))}
             AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = $2::uuid AND NOT p.active)`,
      values: [eventId, viewer.id],
    });
    return rows.length > 0;
  }

  async start(input: StartSharingLocation): Promise<LocationShareView> {
    const { viewer } = this.ctx;
    await this.ctx.change('startSharingLocation', input, async (step) => {
      await startShare(step, viewer, input);
      return input.eventId;
    });
    return this.requireOwn();
  }

  /** Nothing of it is kept but the position itself: no key, no answer to a repetition. */
  async position(input: ShareLocation): Promise<LocationShareView> {
    const { viewer } = this.ctx;
    await this.ctx.change('shareLocation', {}, async (step) => {
      await keepPosition(step, viewer, input);
      return null;
    });
    return this.requireOwn();
  }

  /** Returns the id of the event, null where nothing was shared. */
  async stop(input: StopSharingLocation): Promise<string | null> {
    const { viewer } = this.ctx;
    return this.ctx.change('stopSharingLocation', input, async (step) => (await endShares(step, { userIds: [viewer.id] }))[0] ?? null);
  }

  private async requireOwn(): Promise<LocationShareView> {
    const share = await this.own();
    if (!share) throw notFound('This share');
    return share;
  }
}
