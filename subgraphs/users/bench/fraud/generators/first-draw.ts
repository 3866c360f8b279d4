import { createHash } from 'node:crypto';

/** Of a hundred, how many come in each hour of a day. */
const HOURS = [2, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 5, 6, 5, 4, 4, 5, 6, 8, 9, 9, 7, 5, 3];

/** Numbers of a seed: bytes of SHA-256 over a counter. */
export class Draw {
  private counter = 0;
  private pool = Buffer.alloc(0);

  constructor(private readonly seed: string) {}

  /** 0 to below 1. */
  number(): number {
    if (this.pool.length < 4) this.pool = createHash('sha256').update(`${this.seed} ${this.counter++}`).digest();
    const value = this.pool.readUInt32BE(0) / 2 ** 32;
    this.pool = this.pool.subarray(4);
    return value;
  }

  below = (limit: number): number => Math.floor(this.number() * limit);
  between = (low: number, high: number): number => low + this.below(high - low + 1);
  of = <T>(list: readonly T[]): T => list[this.below(list.length)]!;
  chance = (share: number): boolean => this.number() < share;
  letters = (from: string, length: number): string => Array.from({ length }, () => from[this.below(from.length)]).join('');

  hour(): number {
    let left = this.number() * HOURS.reduce((sum, share) => sum + share, 0);
    return HOURS.findIndex((share) => (left -= share) < 0);
  }
}
