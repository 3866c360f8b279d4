import { channels } from '../../channels';
import type { Context } from '../../context';
import type { RoomService } from '../room/room.service';
import type { TypingPush } from './typing.kept';
import { followTyping } from './typing.stream';

/** Who is writing. Pushed, never stored. */
export class TypingService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
  ) {}

  /** False for somebody who may not speak there; a stranger learns no more than that. */
  async set(roomId: string, isTyping: boolean): Promise<boolean> {
    const room = await this.rooms.byId(roomId);
    // Strangers see nothing of each other but their messages.
    if (!room || !this.rooms.maySpeak(room) || this.rooms.request(room)) return false;
    const push: TypingPush = { userId: this.ctx.viewer.id, isTyping };
    void this.ctx.kept.bus.push(channels.typing(room.id), push);
    return true;
  }

  /** See the subscription. */
  async changed(roomId: string): Promise<AsyncIterableIterator<TypingPush>> {
    const room = await this.rooms.require(roomId);
    return followTyping(this.ctx, room.id);
  }
}
