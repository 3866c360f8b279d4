/** What was left unused for a moment is closed after so long: an operation that was just admitted may be about to begin. */
const LINGER_MS = 1_000;

/** Counts who uses something that is closed when it is replaced and nobody uses it any more. */
export class Usage {
  private users = 0;
  private close: (() => void) | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly lingerMs = LINGER_MS) {}

  /** True: something else has taken its place, for everybody who comes from now on. */
  get isRetired(): boolean {
    return this.close !== null;
  }

  enter(): void {
    this.users++;
  }

  leave(): void {
    if (--this.users === 0 && this.close) this.closeSoon();
  }

  /** `close` is called once, when the last user has left. */
  retire(close: () => void): void {
    this.close = close;
    if (this.users === 0) this.closeSoon();
  }

  private closeSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.users > 0 || !this.close) return;
      const { close } = this;
      this.close = () => undefined;
      close();
    }, this.lingerMs);
    this.timer.unref();
  }
}
