import { liveStream } from '@marquee/platform';
import { channels } from '../../channels';
import { viewerOf, type Deps } from '../../deps';
import { PersonService } from '../person/person.service';
import { livePresence } from '../presence/presence.live';
import { RoomService } from '../room/room.service';
import type { TypingPush } from './typing.bus';

export interface TypingChange {
  userId: string;
  isTyping: boolean;
}

/** Who is writing. Pushed, never stored. */
export class TypingService {
  private readonly rooms: RoomService;
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.rooms = new RoomService(deps);
    this.people = new PersonService(deps);
  }

  /** False for whoever may not speak there; a stranger learns no more than that. */
  async set(roomId: string, isTyping: boolean): Promise<boolean> {
    const room = await this.rooms.find(roomId);
    if (!room || !this.rooms.maySpeak(room)) return false;
    const push: TypingPush = { userId: viewerOf(this.deps).id, isTyping };
    void this.deps.bus.push(channels.typing(room.id), push);
    return true;
  }

  async changed(roomId: string): Promise<AsyncIterableIterator<TypingChange>> {
    const { typingBus, loaders } = this.deps;
    const viewer = viewerOf(this.deps);
    const room = await this.rooms.require(roomId);
    const stream = await liveStream<TypingPush, TypingChange>({
      bus: typingBus,
      channel: channels.typing(room.id),
      load: async (push) => {
        loaders.blockWithViewer.clear(push.userId);
        return push.userId === viewer.id || (await this.people.blocked(push.userId)) ? null : push;
      },
      rights: {
        allowed: async () => {
          loaders.roomById.clear(room.id);
          return (await this.rooms.find(room.id)) !== null;
        },
        channels: [channels.rights(viewer.id)],
      },
    });
    return livePresence(this.deps, viewer, stream);
  }
}
