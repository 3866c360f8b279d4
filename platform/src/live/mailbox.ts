export type Letter<Push> =
  | { kind: 'push'; push: Push }
  /** Pushes were lost: on the bus, or here because the reader was slower than they came. */
  | { kind: 'gap' }
  /** Rights may have changed: look before anything else is delivered. */
  | { kind: 'rights' }
  | { kind: 'closed' };

const GAP = { kind: 'gap' } as const;

/**
 * Where pushes wait for one reader, at most `keep` of them. When one more comes the oldest go and a gap takes their
 * place, so that a slow reader costs a fixed amount of memory and knows that it missed something.
 */
export class Mailbox<Push> {
  private waiting: Array<{ kind: 'push'; push: Push } | typeof GAP> = [];
  private rights = false;
  private closed = false;
  private wake?: () => void;

  constructor(private readonly keep: number) {}

  put(push: Push): void {
    if (this.closed) return;
    this.waiting.push({ kind: 'push', push });
    if (this.waiting.length > this.keep) this.dropOldest();
    this.ring();
  }

  gap(): void {
    if (this.closed || this.waiting.at(-1) === GAP) return;
    this.waiting.push(GAP);
    this.ring();
  }

  checkRights(): void {
    this.rights = true;
    this.ring();
  }

  close(): void {
    this.closed = true;
    this.waiting = [];
    this.ring();
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Returns whether rights may have changed since this was last asked. */
  takeRights(): boolean {
    const { rights } = this;
    this.rights = false;
    return rights;
  }

  /** Waits for the next letter. Only one taker at a time. */
  async take(): Promise<Letter<Push>> {
    for (;;) {
      if (this.closed) return { kind: 'closed' };
      if (this.takeRights()) return { kind: 'rights' };
      const letter = this.waiting.shift();
      if (letter) return letter;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private dropOldest(): void {
    const kept = this.waiting.filter((letter) => letter !== GAP).slice(-this.keep);
    this.waiting = [GAP, ...kept];
  }

  private ring(): void {
    this.wake?.();
    this.wake = undefined;
  }
}
