/** What is known of an account at the moment when it is made: what registration is given, and nothing that comes later. */
export interface NewAccount {
  at: Date;
  /** The prefix that failed sign-ins are counted by (`networkPrefixOf`): `203.0.113.0/24`, `2001:db8::/64`. Null: not known. */
  network: string | null;
  /** As typed. */
  email: string;
  /** 3 to 30 letters, digits, `_`, `.` or `-`. */
  username: string;
  /** As typed; any script. */
  displayName: string;
}

export interface LabelledAccount {
  account: NewAccount;
  /** Made to spam, to deceive or to be one of many; false for an honest person. */
  isAbuse: boolean;
  /** Which kind of person or attack it is: figures are told for each. `students in one evening`, `slow farm over many networks`. */
  kind: string;
}

/** Makes accounts as they may be made in some weeks. The same seed makes the same ones, in the order of their times. */
export interface AccountGenerator {
  name: string;
  /** What it was written from: titles and years of published descriptions. */
  sources: readonly string[];
  generate(seed: string, count: number): LabelledAccount[];
}
