import type { Logger } from 'pino';
import type { ListenOptions } from './bus';

interface Entry {
  listener: (payload: unknown) => void;
  onGap?: () => void;
  onLost?: () => void;
}

/** The listeners of this process by channel, counted, so that an implementation subscribes once for all of them. */
export class Listeners {
  private readonly byChannel = new Map<string, Set<Entry>>();

  constructor(private readonly logger: Logger) {}

  /** `first`: the channel had no listener before. `remove` returns whether it was the last; removing twice does nothing. */
  add(channel: string, listener: (payload: unknown) => void, options: ListenOptions = {}): { first: boolean; remove: () => boolean } {
    const entry: Entry = { listener, ...options };
    let entries = this.byChannel.get(channel);
    const first = !entries;
    if (!entries) this.byChannel.set(channel, (entries = new Set()));
    entries.add(entry);
    const remove = () => {
      const mine = this.byChannel.get(channel);
      if (!mine?.delete(entry) || mine.size > 0) return false;
      this.byChannel.delete(channel);
      return true;
    };
    return { first, remove };
  }

  /** One listener's exception is logged and costs the others nothing. */
  tell(channel: string, payload: unknown): void {
    for (const { listener } of this.byChannel.get(channel) ?? []) this.guard(channel, () => listener(payload));
  }

  tellGap(channel: string): void {
    for (const { onGap } of this.byChannel.get(channel) ?? []) if (onGap) this.guard(channel, onGap);
  }

  tellLost(): void {
    for (const [channel, entries] of this.byChannel) for (const { onLost } of entries) if (onLost) this.guard(channel, onLost);
  }

  has(channel: string): boolean {
    return this.byChannel.has(channel);
  }

  channels(): string[] {
    return [...this.byChannel.keys()];
  }

  clear(): void {
    this.byChannel.clear();
  }

  private guard(channel: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.logger.error({ err: error, channel }, 'a listener failed');
    }
  }
}
