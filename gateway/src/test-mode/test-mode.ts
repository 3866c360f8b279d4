import type { Identity } from '../identity';

/** A key of test mode that is good, with whom it acts for. */
export interface TestCaller {
  readonly secret: string;
  readonly identity: Identity;
}

/** The worlds of test mode, one for each developer: a gateway with subgraphs, databases and a clock of its own. */
export interface TestMode {
  /** Where the gateway of the developer's world is; it is started where it stands still. Rejects with a GraphError when it cannot be. */
  reach(caller: TestCaller): Promise<URL>;
}

/** The header by which a request belongs to test mode whose token is one of its people there. */
export const TEST_KEY_HEADER = 'x-marquee-test-key';
