import { messageOf, type Message } from '../message';

/** What one or many sockets have received. */
export interface Totals {
  received: number;
  missing: number;
  /** Came a second time, or after a later one. */
  twice: number;
  /** Not what was sent. */
  wrong: number;
  /** How many were under way for so many whole milliseconds: [milliseconds, count]. */
  latencies: [number, number][];
}

/** Counts for all sockets of a process. Held beside each socket is only which message comes next. */
export class Tally {
  private received = 0;
  private missing = 0;
  private twice = 0;
  private wrong = 0;
  private readonly latencies = new Map<number, number>();
  private readonly expected = new Map<number, Message>();

  /** Takes what came when `next` was due, and says what is due then. */
  take(message: Message, next: number, now: number): number {
    const { sequence } = message;
    if (sequence < next) {
      this.twice++;
      return next;
    }
    this.missing += sequence - next;
    this.received++;
    if (!this.isRight(message)) this.wrong++;
    const latency = now - Date.parse(message.sentAt);
    this.latencies.set(latency, (this.latencies.get(latency) ?? 0) + 1);
    return sequence + 1;
  }

  /** A socket has heard its last, which should have been `last`. */
  end(next: number, last: number): void {
    this.missing += last + 1 - next;
  }

  totals(): Totals {
    return { received: this.received, missing: this.missing, twice: this.twice, wrong: this.wrong, latencies: [...this.latencies] };
  }

  private isRight({ id, sequence, text, sentAt, sender }: Message): boolean {
    let expected = this.expected.get(sequence);
    if (!expected) this.expected.set(sequence, (expected = messageOf(sequence, new Date(sentAt))));
    return (
      id === expected.id &&
      text === expected.text &&
      sentAt === expected.sentAt &&
      sender.id === expected.sender.id &&
      sender.displayName === expected.sender.displayName &&
      sender.avatarUrl === expected.sender.avatarUrl
    );
  }
}

export function addTotals(all: readonly Totals[]): Totals {
  const latencies = new Map<number, number>();
  for (const totals of all) for (const [ms, count] of totals.latencies) latencies.set(ms, (latencies.get(ms) ?? 0) + count);
  const sum = (pick: (totals: Totals) => number) => all.reduce((total, one) => total + pick(one), 0);
  return {
    received: sum((one) => one.received),
    missing: sum((one) => one.missing),
    twice: sum((one) => one.twice),
    wrong: sum((one) => one.wrong),
    latencies: [...latencies].sort(([a], [b]) => a - b),
  };
}

/** The latency that a share (0 to 1) of all deliveries did not exceed, in milliseconds. */
export function latencyAt({ latencies, received }: Totals, share: number): number {
  let seen = 0;
  for (const [ms, count] of latencies) {
    seen += count;
    if (seen >= share * received) return ms;
  }
  return NaN;
}
