import { followState, isId, notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import { accessTo, asksForAnAnswer, mayEdit, type Guarded } from './event-access';
import type { EventRow } from './event.types';

/** The only way from an event's id to an event: it returns what the viewer may see. */
export class EventService {
  constructor(private readonly ctx: Context) {}

  async byId(id: string): Promise<EventRow | null> {
    if (!isId(id)) return null;
    const event = await this.ctx.loaders.eventById.load(id);
    return event && (await this.isVisible(event)) ? event : null;
  }

  async require(id: string): Promise<EventRow> {
    const event = await this.byId(id);
    if (!event) throw notFound('This event');
    return event;
  }

  /** An event that the viewer has just changed, even where the change has taken it out of their sight. */
  async afterChange(id: string): Promise<EventRow> {
    const event = await this.ctx.loaders.eventById.load(id);
    if (!event) throw notFound('This event');
    return event;
  }

  /** For those who are going, and those who run the event. */
  async onlineUrl(event: EventRow): Promise<string | null> {
    const { caller, loaders } = this.ctx;
    if (event.onlineUrl === null || !caller.viewer) return null;
    if (mayEdit(event, caller.viewer)) return event.onlineUrl;
    const attendance = await loaders.viewerAttendanceByEventId.load(event.id);
    return attendance?.status === 'GOING' ? event.onlineUrl : null;
  }

  /** The event after each change. Changes that come faster than the reader takes them are told as one: the last. */
  async updates(id: string): Promise<AsyncIterableIterator<EventRow>> {
    const event = await this.require(id);
    return followState<Context, { version: number }, EventRow>(this.ctx, {
      channel: channels.event(event.id),
      look: (fresh) => fresh.services.events.byId(event.id),
      versionOf: ({ version }) => version,
      version: event.version,
      endsOn: [channels.event(event.id), ...this.rightsChannels()],
    });
  }

  /** Where it is announced that the viewer's rights to events have changed. */
  rightsChannels(): string[] {
    const { viewerId } = this.ctx;
    return viewerId === null ? [] : [channels.rights(viewerId)];
  }

  private async isVisible(event: Guarded & { id: string }): Promise<boolean> {
    const { caller, loaders } = this.ctx;
    const access = accessTo(event, caller.viewer);
    if (access === 'no') return false;
    if (asksForAnAnswer(event, caller.viewer) && (await loaders.answeredByEventId.load(event.id)) === null) return false;
    if (access === 'if member') return (await loaders.membershipByGroupId.load(event.groupId!)) !== null;
    if (access === 'if guest') return (await loaders.guestByEventId.load(event.id)) !== null;
    return true;
  }
}
