/** Random numbers of a seed: the same ones every time (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Of the normal distribution (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** One of them, each as likely as its weight. */
  weighted(weights: ArrayLike<number>): number {
    let sum = 0;
    for (let at = 0; at < weights.length; at++) sum += weights[at]!;
    let left = this.next() * sum;
    for (let at = 0; at < weights.length; at++) {
      left -= weights[at]!;
      if (left < 0) return at;
    }
    return weights.length - 1;
  }

  /** Shares that sum to 1: the smaller `peak`, the more one of them has (Dirichlet, by gammas of Marsaglia and Tsang). */
  shares(count: number, peak: number): number[] {
    const drawn = Array.from({ length: count }, () => this.gamma(peak));
    const sum = drawn.reduce((total, each) => total + each, 0) || 1;
    return drawn.map((each) => each / sum);
  }

  private gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * Math.pow(1 - this.next(), 1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }
}
