import * as argon2 from '@node-rs/argon2';
import { tooManySignIns } from './account.refusals';

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const STRENGTH = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT = `$argon2id$v=19$m=${STRENGTH.memoryCost},t=${STRENGTH.timeCost},p=${STRENGTH.parallelism}$`;

/** Beyond this, waiting is worse than being told to come back: 200 hashes are some seconds of both cores. */
const MAX_WAITING = 200;

/** Hashes passwords with argon2id, a few at a time: each takes a core and 19 MiB, and sign-ins must not starve everything else. */
export class Passwords {
  /** What does the work; a test watches it. */
  readonly argon2 = { hash: argon2.hash, verify: argon2.verify };
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly dummy: Promise<string>;

  constructor(private readonly atOnce: number) {
    this.dummy = this.hash('nobody has this password');
    this.dummy.catch(() => undefined);
  }

  hash(password: string): Promise<string> {
    return this.inSlot(() => this.argon2.hash(normalised(password), STRENGTH));
  }

  /** Compares with a hash. Without one (no such account, or one without a password) it takes as long and returns false. */
  async verify(stored: string | null | undefined, password: string): Promise<boolean> {
    const against = stored ?? (await this.dummy);
    const equal = await this.inSlot(() => this.argon2.verify(against, normalised(password)));
    return equal && stored != null;
  }

  /** True for a hash of lesser strength than new ones: to be made anew while the password is at hand. */
  isOutdated = (stored: string): boolean => !stored.startsWith(CURRENT);

  private async inSlot<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) await this.nextSlot();
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  private nextSlot(): Promise<void> {
    if (this.waiting.length >= MAX_WAITING) throw tooManySignIns();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}

/** The same password typed on different keyboards may arrive composed differently. */
const normalised = (password: string) => password.normalize('NFKC');
