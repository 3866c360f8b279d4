import type { Basics, Bus, ListenOptions, Stop } from '@marquee/platform';
import { channels, personOfRoomList } from '../../channels';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import { listenedRooms } from './inbox.sql';

type Keep = Basics<PrismaClient, Settings>;
/** What is pushed says nothing but that there is something to look at. */
type Listener = (push: null) => void;

/**
 * The bus as readers of a list of rooms see it: what is pushed in any room that they are in, and about the rooms that they are in. Nobody pushes
 * to each member of a room: who reads a list listens to its rooms, and to others when they come and go.
 */
export class RoomListBus implements Pick<Bus, 'listen'> {
  constructor(private readonly kept: Keep) {}

  async listen(channel: string, listener: Listener, options?: ListenOptions): Promise<Stop> {
    const userId = personOfRoomList(channel);
    if (userId === null) return this.kept.bus.listen(channel, listener, options);
    const list = new ListenedList(this.kept, userId, listener, options);
    await list.begin();
    return () => list.end();
  }
}

/** The rooms of one person that are listened to. */
class ListenedList {
  private readonly rooms = new Map<string, Stop>();
  private own: Stop[] = [];
  private work: Promise<void> = Promise.resolve();
  private hasEnded = false;

  constructor(
    private readonly kept: Keep,
    private readonly userId: string,
    private readonly listener: Listener,
    private readonly options: ListenOptions | undefined,
  ) {}

  /** Resolves when nothing that is pushed later is missed. */
  async begin(): Promise<void> {
    const { bus } = this.kept;
    const again = () =>
      void this.listenAnew().then(
        () => this.listener(null),
        () => this.options?.onGap?.(),
      );
    for (const name of [channels.rooms(this.userId), channels.rights(this.userId)])
      this.own.push(await bus.listen(name, again, { ...this.options, onGap: again }));
    try {
      await this.listenAnew();
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  async end(): Promise<void> {
    this.hasEnded = true;
    await this.work.catch(() => undefined);
    await Promise.all([...this.own, ...this.rooms.values()].map((stop) => stop()));
    this.rooms.clear();
    this.own = [];
  }

  /** One at a time: two that overlap would listen twice. */
  private listenAnew(): Promise<void> {
    const next = this.work.catch(() => undefined).then(() => this.follow());
    this.work = next;
    return next;
  }

  private async follow(): Promise<void> {
    if (this.hasEnded) return;
    const found = await this.kept.db.query<{ id: string }>(listenedRooms(this.userId));
    const ids = new Set(found.map(({ id }) => id));
    for (const [id, stop] of this.rooms) {
      if (ids.has(id)) continue;
      this.rooms.delete(id);
      await stop();
    }
    const fresh = [...ids].filter((id) => !this.rooms.has(id));
    const stops = await Promise.all(fresh.map((id) => this.kept.bus.listen(channels.changes(id), this.listener, this.options)));
    fresh.forEach((id, index) => this.rooms.set(id, stops[index]!));
  }
}
