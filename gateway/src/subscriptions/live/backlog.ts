const MAX_EVENTS = 64;
const MAX_CHARACTERS = 64 * 1024;

interface Entry {
  readonly position: number;
  readonly payload: string;
}

/**
 * The newest events of a stream, for those who come a little later: without it each of them would need a stream of its own to reach the
 * others. Small, because there is one for each stream and most streams are quiet.
 */
export class Backlog {
  static readonly MAX_EVENTS = MAX_EVENTS;
  private readonly entries: Entry[] = [];
  private characters = 0;

  /** `base`: everything after this position is here. */
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

  /** Is everything after this position here? */
  covers(position: number): boolean {
    return position >= this.base;
  }

  after(position: number): readonly Entry[] {
    return this.entries.filter((entry) => entry.position > position);
  }
}
