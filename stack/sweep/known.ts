import type { Factor } from './factor';
import type { Operation, Outcome } from './history';

/** A person of the sweep. */
export interface Person {
  number: number;
  id: string;
  username: string;
  password: string;
  /** Null while signed out. */
  token: string | null;
  /** When it was given, by the clock on the wall: it expires by that. */
  tokenSince: number;
  suspended: boolean;
  /** That an authenticator app was shown last; null without one. */
  secret: string | null;
  /** While signing in asks for a code. */
  factor: Factor | null;
}

/** Those who judge events, and an administrator: beside the numbered people. */
export interface Staff {
  curator: Person;
  admin: Person;
}

export type ThingKind =
  | 'event'
  | 'tier'
  | 'order'
  | 'group'
  | 'room'
  | 'message'
  | 'connection'
  | 'review'
  | 'organization'
  | 'invitation'
  | 'flag'
  | 'import'
  | 'transfer'
  | 'resale'
  | 'promo'
  | 'erasure'
  | 'activity'
  | 'goal'
  | 'mailed'
  | 'poll'
  | 'wishList'
  | 'picture'
  | 'source'
  | 'post'
  | 'search'
  | 'share'
  | 'key'
  | 'app'
  | 'consent'
  | 'webhook';

/** Something that an operation made. */
export interface Thing {
  kind: ThingKind;
  /** The operation that made it. */
  index: number;
  id: string;
  /** The person who made it. */
  by: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a kind wants to remember of it
  facts: any;
}

/** What clients that took part know: who is there, what was made, what was acknowledged. */
export class Known {
  readonly people: Person[] = [];
  readonly things: Thing[] = [];
  /** Every success, in the order in which they came back. */
  readonly acknowledged: { operation: Operation; outcome: Outcome }[] = [];
  /** Access tokens whose session has ended, and keys of programs and tokens of apps that have. */
  readonly ended: { token: string; why: string }[] = [];
  /** How often each outcome came back. */
  readonly codes = new Map<string, number>();
  /** What no client should ever see. */
  readonly faults: string[] = [];

  constructor(readonly staff: Staff) {}

  add(thing: Thing): void {
    this.things.push(thing);
  }

  of(kind: ThingKind): Thing[] {
    return this.things.filter((thing) => thing.kind === kind);
  }

  /** The thing that an operation made; undefined when it was left out or refused. */
  made(index: number | undefined, kind: ThingKind): Thing | undefined {
    return this.things.find((thing) => thing.index === index && thing.kind === kind);
  }
}
