import type { Caller } from '@marquee/platform';
import { networkOf } from './client-network';

/** Limits how many of a kind may be open at once for one key. Counts in this process alone: several gateways each have their own. */
export class Slots {
  private readonly taken = new Map<string, number>();

  /** `limit` 0 is no limit. */
  constructor(readonly limit: number) {}

  /** Returns a function that gives the slot back, or null when none is free. Without a key nothing is counted. */
  take(key: string | undefined): (() => void) | null {
    if (this.limit === 0 || key === undefined) return NOTHING_TAKEN;
    const taken = this.taken.get(key) ?? 0;
    if (taken >= this.limit) return null;
    this.taken.set(key, taken + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = this.taken.get(key)! - 1;
      if (left) this.taken.set(key, left);
      else this.taken.delete(key);
    };
  }
}

const NOTHING_TAKEN = () => {};

/** The open connections of clients on all transports: sockets and streams over HTTP share the same slots. */
export class OpenConnections {
  private readonly ofViewers: Slots;
  private readonly ofVisitors: Slots;
  private readonly arriving: Slots;

  constructor({ perViewer, perIp }: { readonly perViewer: number; readonly perIp: number }) {
    this.ofViewers = new Slots(perViewer);
    this.ofVisitors = new Slots(perIp);
    this.arriving = new Slots(perIp * ARRIVING);
  }

  /** For a socket whose client has not said yet who it is. */
  arrive(ip: string | undefined): (() => void) | null {
    return this.arriving.take(ip === undefined ? undefined : networkOf(ip));
  }

  /**
   * A person's connections are counted wherever they are, those of a key of theirs apart, so that a program does not shut their apps out; and a
   * visitor's by the address: hundreds of people may share one.
   */
  take({ viewer, ip }: Pick<Caller, 'viewer' | 'ip'>): (() => void) | null {
    if (viewer) return this.ofViewers.take(viewer.keyId === undefined ? viewer.id : `key:${viewer.keyId}`);
    return this.ofVisitors.take(ip === undefined ? undefined : networkOf(ip));
  }
}

/** So many times what visitors may have open can come from one address at the same moment: a gateway that is new is met by all of a house. */
export const ARRIVING = 10;
