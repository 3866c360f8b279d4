/** The longest time that setTimeout can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface ExpiryHandlers {
  ended(): void;
  /** Called once for each token, `noticeMs` before its end, or at once when that is past. */
  soon?(expiresAt: number): void;
}

/** Watches the end of the token under which something stays open. */
export class Expiry {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly handlers: ExpiryHandlers,
    private readonly noticeMs = 0,
  ) {}

  /** Watches the newest token and forgets the earlier one. */
  watch(expiresAt: number): void {
    const { handlers } = this;
    const end = () => this.at(expiresAt, () => handlers.ended());
    if (!handlers.soon) return end();
    this.at(expiresAt - this.noticeMs, () => {
      end();
      handlers.soon?.(expiresAt);
    });
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private at(time: number, act: () => void): void {
    clearTimeout(this.timer);
    const wait = time - Date.now();
    this.timer = setTimeout(() => (wait > MAX_TIMER_MS ? this.at(time, act) : act()), Math.min(Math.max(wait, 0), MAX_TIMER_MS));
  }
}
