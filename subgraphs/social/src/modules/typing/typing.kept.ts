import type { Bus, ListenOptions, Stop } from '@marquee/platform';
import { isTypingChannel } from '../../channels';

/** What is pushed on a room's typing channel: somebody began or stopped writing. */
export interface TypingPush {
  userId: string;
  isTyping: boolean;
}

/**
 * The bus as readers of typing see it: two seconds (TYPING_LASTS_MS) after somebody last said that they write, it tells that
 * they stopped, as if they had said so. Done where it is read and not where it is said: repetitions may reach different replicas, and the one that said it may crash.
 */
export class TypingBus implements Pick<Bus, 'listen'> {
  constructor(
    private readonly bus: Pick<Bus, 'listen'>,
    private readonly lastsMs: number,
  ) {}

  async listen(channel: string, listener: (push: TypingPush) => void, options?: ListenOptions): Promise<Stop> {
    // A stream hears of its reader's rights on this bus, too (social-curation F2).
    if (!isTypingChannel(channel)) return this.bus.listen(channel, listener, options);
    const ends = new Map<string, NodeJS.Timeout>();
    const stopAll = () => {
      for (const timer of ends.values()) clearTimeout(timer);
      ends.clear();
    };
    const stop = await this.bus.listen(
      channel,
      (push: TypingPush) => {
        const { userId, isTyping } = push;
        const wasTyping = ends.has(userId);
        clearTimeout(ends.get(userId));
        ends.delete(userId);
        if (isTyping) {
          const end = () => {
            ends.delete(userId);
            listener({ userId, isTyping: false });
          };
          ends.set(userId, setTimeout(end, this.lastsMs).unref());
        }
        if (isTyping || wasTyping) listener(push);
      },
      options,
    );
    return async () => {
      stopAll();
      await stop();
    };
  }
}
