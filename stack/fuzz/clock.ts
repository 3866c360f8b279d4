import type { Clock } from '@marquee/platform';

/**
 * The subgraphs' clock. It stands still while the same question is put several times: what depends on the moment (the ranking of a feed,
 * its cursors, what has ended) must be the same for all who ask.
 */
export class PausableClock implements Clock {
  private moment: Date | null = null;

  now(): Date {
    return new Date(this.moment ?? Date.now());
  }

  async whileStanding<T>(work: () => Promise<T>): Promise<T> {
    this.moment = new Date();
    try {
      return await work();
    } finally {
      this.moment = null;
    }
  }
}
