import { createHash } from 'node:crypto';

/** Random numbers that are the same for the same seed (mulberry32, public domain by Tommy Ettinger): the demo world repeats itself. */
export class Random {
  private state: number;

  constructor(seed: string) {
    this.state = createHash('sha256').update(seed).digest().readUInt32LE();
  }

  /** 0 (inclusive) to 1 (exclusive). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)]!;
  }

  /** So many different ones, in random order; all when there are fewer. */
  some<T>(from: readonly T[], count: number): T[] {
    const pool = [...from];
    const taken: T[] = [];
    while (taken.length < count && pool.length) taken.push(pool.splice(Math.floor(this.next() * pool.length), 1)[0]!);
    return taken;
  }

  /** One of them, each as likely as its weight says. */
  weighted<T>(from: readonly T[], weight: (item: T) => number): T {
    const total = from.reduce((sum, item) => sum + weight(item), 0);
    let point = this.next() * total;
    for (const item of from) {
      point -= weight(item);
      if (point < 0) return item;
    }
    return from[from.length - 1]!;
  }

  /** Around 0 with standard deviation 1 (Box–Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}

/** An id that is the same for the same name, in the form of a UUID (version 8: made by our own rule, RFC 9562). */
export function namedId(...name: (string | number)[]): string {
  const hex = createHash('sha256').update(name.join('\n')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
