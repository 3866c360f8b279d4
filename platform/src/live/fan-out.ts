import type { Bus, Stop } from '../bus';

export interface Reader {
  onPush: (payload: unknown) => void;
  onGap: () => void;
}

interface Shared {
  readers: Set<Reader>;
  /** Resolves when the bus delivers; rejects when it could not be asked. */
  listening: Promise<Stop>;
}

type Listening = Pick<Bus, 'listen'>;

const byBus = new WeakMap<Listening, FanOut>();

/** The fan-out of this process for a bus: any number of local readers of one channel cost one listener on the bus. */
export function fanOutOf(bus: Listening): FanOut {
  let fanOut = byBus.get(bus);
  if (!fanOut) byBus.set(bus, (fanOut = new FanOut(bus)));
  return fanOut;
}

export class FanOut {
  private readonly channels = new Map<string, Shared>();

  constructor(private readonly bus: Listening) {}

  /** Resolves once every later push reaches the reader. The answer ends it; the last one to end ends the bus's listener. */
  async join(channel: string, reader: Reader): Promise<() => void> {
    const shared = this.channels.get(channel) ?? this.open(channel);
    shared.readers.add(reader);
    const leave = () => {
      if (!shared.readers.delete(reader) || shared.readers.size > 0) return;
      // Forgotten before it is stopped: a reader who joins meanwhile opens a new listener.
      if (this.channels.get(channel) === shared) this.channels.delete(channel);
      void shared.listening.then((stop) => stop()).catch(() => undefined);
    };
    try {
      await shared.listening;
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** Channels with a listener on the bus. */
  get size(): number {
    return this.channels.size;
  }

  private open(channel: string): Shared {
    const readers = new Set<Reader>();
    const listening = this.bus.listen(
      channel,
      (payload: unknown) => {
        for (const reader of readers) reader.onPush(payload);
      },
      {
        onGap: () => {
          for (const reader of readers) reader.onGap();
        },
      },
    );
    const shared = { readers, listening };
    this.channels.set(channel, shared);
    return shared;
  }
}
