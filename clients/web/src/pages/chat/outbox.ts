/** What somebody has written and the API has not taken yet. It outlives a reload, a crash, and a day without network. */
export interface Unsent {
  readonly roomId: string;
  readonly text: string;
  /** However often it is sent, it is one message. */
  readonly clientMessageId: string;
  readonly writtenAt: string;
  /** Why the API does not take it; it waits until its author tries again or drops it. */
  readonly problem?: string;
}

export interface Stopped {
  readonly message: string;
  /** It goes away by itself: a room that wants a pause, a part that is away. */
  readonly retryable: boolean;
}

/** Sends in this order; the first `stored` of them were taken, and `stopped` says why not the next. Rejects when nothing is known. */
export type Send = (
  messages: readonly Pick<Unsent, 'roomId' | 'text' | 'clientMessageId'>[],
) => Promise<{ stored: number; stopped: Stopped | null }>;

/** The part of `localStorage` that is used. */
export interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

interface OutboxOptions {
  readonly storage: Storage;
  /** Of one person: nothing is sent in another's name. */
  readonly personId: string;
  /** Whether what is sent now is sent in their name: this page, or another tab, may be somebody else's by now. Rejects when that is not known. */
  readonly isTheirTurn: () => Promise<boolean>;
  readonly send: Send;
  readonly later?: (work: () => void, ms: number) => unknown;
  readonly freshId?: () => string;
}

const MOST_AT_ONCE = 100;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/**
 * Keeps messages until the API has them, in the order in which they were written. Tabs share it: each reads what is kept before it changes
 * it, and what two send is one message by its id.
 */
export class Outbox {
  private readonly listeners = new Set<() => void>();
  private readonly key: string;
  private pause = FIRST_PAUSE_MS;
  private isSending = false;
  private isDue = false;
  private shown: readonly Unsent[] | null = null;

  constructor(private readonly options: OutboxOptions) {
    this.key = `marquee.outbox.${options.personId}`;
  }

  /** The same list until something changes. */
  all = (): readonly Unsent[] => (this.shown ??= this.read());

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  add(roomId: string, text: string): void {
    const { freshId = () => crypto.randomUUID() } = this.options;
    this.write([...this.read(), { roomId, text, clientMessageId: freshId(), writtenAt: new Date().toISOString() }]);
    void this.flush();
  }

  retry(clientMessageId: string): void {
    this.write(
      this.read().map(({ problem: _, ...unsent }) =>
        unsent.clientMessageId === clientMessageId ? unsent : { ...unsent, ...(_ === undefined ? {} : { problem: _ }) },
      ),
    );
    void this.flush();
  }

  drop(clientMessageId: string): void {
    this.write(this.read().filter((unsent) => unsent.clientMessageId !== clientMessageId));
  }

  /** Sends what waits. Called when something is written, and whenever the network may be back. */
  async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (;;) {
        const batch = this.read()
          .filter(({ problem }) => problem === undefined)
          .slice(0, MOST_AT_ONCE);
        if (batch.length === 0) return;
        const isTheirTurn = await this.options.isTheirTurn().catch(() => null);
        if (isTheirTurn === null) return this.tryLater();
        // It goes on when they are back: their page sends what it finds.
        if (!isTheirTurn) return;
        if (!(await this.sendOnce(batch))) return this.tryLater();
        this.pause = FIRST_PAUSE_MS;
      }
    } finally {
      this.isSending = false;
    }
  }

  /** False: nothing more can be sent just now. */
  private async sendOnce(batch: readonly Unsent[]): Promise<boolean> {
    const { stored, stopped } = await this.options
      .send(batch.map(({ roomId, text, clientMessageId }) => ({ roomId, text, clientMessageId })))
      .catch(() => ({ stored: 0, stopped: { message: '', retryable: true } }));
    const taken = new Set(batch.slice(0, stored).map(({ clientMessageId }) => clientMessageId));
    const refused = stopped && !stopped.retryable ? batch[stored]?.clientMessageId : undefined;
    this.write(
      this.read()
        .filter(({ clientMessageId }) => !taken.has(clientMessageId))
        .map((unsent) => (unsent.clientMessageId === refused ? { ...unsent, problem: stopped!.message } : unsent)),
    );
    return stopped ? refused !== undefined : stored > 0;
  }

  private tryLater(): void {
    if (this.isDue) return;
    this.isDue = true;
    const { later = setTimeout } = this.options;
    later(() => {
      this.isDue = false;
      void this.flush();
    }, this.pause);
    this.pause = Math.min(LONGEST_PAUSE_MS, this.pause * 2);
  }

  private read(): readonly Unsent[] {
    try {
      const kept: unknown = JSON.parse(this.options.storage.getItem(this.key) ?? '[]');
      return Array.isArray(kept) ? (kept as Unsent[]) : [];
    } catch {
      return [];
    }
  }

  private write(unsent: readonly Unsent[]): void {
    if (unsent.length > 0) this.options.storage.setItem(this.key, JSON.stringify(unsent));
    else this.options.storage.removeItem(this.key);
    this.shown = unsent;
    for (const listener of this.listeners) listener();
  }
}
