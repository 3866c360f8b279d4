const MAX_EVENTS = 64;
const MAX_CHARACTERS = 64 * 1024;

interface KeptEvent {
  readonly position: number;
  readonly payload: string;
}

/**
 * The newest events of a stream, for members that join a little later: without it each of them would need a stream of its own to reach
 * the others. Small, because there is one for each stream and most streams are quiet.
 */
export class Backlog {
  static readonly MAX_EVENTS = MAX_EVENTS;
  private readonly entries: KeptEvent[] = [];
  private characters = 0;

  /** `base`: all events after this position are here. */
  constructor(private base: number) {}

  push(position: number, payload: string): void {
    this.entries.push({ position, payload });
    this.characters += payload.length;
    while (this.entries.length > MAX_EVENTS || this.characters > MAX_CHARACTERS) {
      const oldest = this.entries.shift()!;
      this.characters -= oldest.payload.length;
      this.base = oldest.position;
    }
  }

  /** Tells whether all events after this position are here. */
  covers(position: number): boolean {
    return position >= this.base;
  }

  after(position: number): readonly KeptEvent[] {
    return this.entries.filter((entry) => entry.position > position);
  }
}
