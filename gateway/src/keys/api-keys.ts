import { createHash } from 'node:crypto';
import { GraphError, isApiKey, isMeantAsApiKey, isMeantAsTestKey, unauthenticated, withinScopes, type Logger } from '@marquee/platform';
import { OperationTypeNode } from 'graphql';
import type { TokenVerifier } from '../authenticate';
import { BoundedMap } from '../bounded-map';
import { networkOf } from '../client-network';
import type { Identity } from '../identity';
import type { Revocations } from '../sessions/revocations';
import type { KeyOwner } from './key-owner';
import { KeyPlaces, type CalledFrom } from './key-places';

export interface ApiKeysParts {
  /** Null where nobody keeps keys: then none is good. */
  readonly owner: () => KeyOwner | null;
  readonly revocations: Revocations;
  /** Verifies what is no key. */
  readonly tokens: TokenVerifier;
  /** True in a world of test mode, where its keys are good as others are elsewhere. */
  readonly isTestWorld?: boolean | undefined;
  readonly logger: Logger;
  readonly now?: () => number;
}

const MAX_REMEMBERED = 10_000;
/** So long a key is not asked for again: what a lost notice of its end costs at most while its owner answers. */
const FRESH_MS = 60_000;
/** While its owner does not answer, a key that was good lasts as long as an access token would. */
const WITHOUT_OWNER_MS = 15 * 60_000;
/** A key that is not good does not become good. */
const REFUSED_FOR_MS = 10 * 60_000;
const MAX_REFUSED = 10_000;
const MAX_LOOKED_UP_AT_ONCE = 100;
/** Unknown keys of one network in a minute; more are not even asked for. */
const MAX_GUESSES = 30;
const GUESSES_FOR_MS = 60_000;
const MAX_NETWORKS = 10_000;

interface Known {
  readonly identity: Identity;
  readonly places: KeyPlaces;
  readonly askedAt: number;
}

/**
 * Exchanges keys of programs for whom they act for. A key is remembered for a minute, by its hash; the end of one comes as the end of a session
 * does, by a push and by the list of `endedSessions`.
 */
export class ApiKeys implements TokenVerifier {
  private readonly known = new BoundedMap<string, Known>(MAX_REMEMBERED);
  private readonly refused = new BoundedMap<string, number>(MAX_REFUSED);
  private readonly guesses = new BoundedMap<string, { count: number; readonly until: number }>(MAX_NETWORKS);
  private readonly lookingUp = new Map<string, Promise<Known | null>>();
  private readonly now: () => number;

  constructor(private readonly parts: ApiKeysParts) {
    this.now = parts.now ?? Date.now;
  }

  async verify(token: string, from: CalledFrom = {}): Promise<Identity> {
    if (!isMeantAsApiKey(token)) return this.parts.tokens.verify(token, from);
    // Its requests are handed on before anybody asks whom it acts for; nothing may be done with it here.
    if (isMeantAsTestKey(token) && !this.parts.isTestWorld) throw unauthenticated('A key of test mode is not good here.');
    return this.verifyKey(token, from);
  }

  /** Whether a key of test mode is good, and for whom it acts. It is for whoever hands requests on to test mode, and lets nobody in here. */
  verifyTestKey(token: string, from: CalledFrom = {}): Promise<Identity> {
    if (!isMeantAsTestKey(token)) throw unauthenticated('This is no key of test mode.');
    return this.verifyKey(token, from);
  }

  private async verifyKey(token: string, from: CalledFrom): Promise<Identity> {
    if (!isApiKey(token)) throw unauthenticated('This key was cut off or typed wrong.');
    const { identity, places } = await this.find(token, from);
    if (identity.expiresAt <= this.now()) throw notGood();
    if (!places.admit(from)) throw unauthenticated('This key is not good from here.');
    return identity;
  }

  private async find(secret: string, from: CalledFrom): Promise<Known> {
    const hash = createHash('sha256').update(secret).digest('base64');
    const known = this.known.get(hash);
    // What has ended may have been renewed: its owner knows.
    if (known && this.now() - known.askedAt < FRESH_MS && !this.hasEnded(known)) return known;
    if ((this.refused.get(hash) ?? 0) > this.now()) throw notGood();
    if (!known) this.countGuess(from);
    let found: Known | null;
    try {
      found = await this.lookUp(hash, secret);
    } catch (error) {
      if (known && this.now() - known.askedAt < WITHOUT_OWNER_MS && !this.hasEnded(known)) return known;
      this.parts.logger.error({ err: error }, 'the owner of keys does not answer');
      throw new GraphError('SUBGRAPH_UNAVAILABLE', 'Keys cannot be checked at the moment. Try again.', { retryable: true });
    }
    if (!found || this.hasEnded(found)) throw notGood();
    if (!known) this.takeBackGuess(from);
    return found;
  }

  private readonly hasEnded = ({ identity }: Known) => this.parts.revocations.covers(identity);

  /** All who come with one key meanwhile wait for the same answer. */
  private lookUp(hash: string, secret: string): Promise<Known | null> {
    let pending = this.lookingUp.get(hash);
    if (!pending) {
      if (this.lookingUp.size >= MAX_LOOKED_UP_AT_ONCE) return Promise.reject(new Error('too many keys are looked up at once'));
      pending = this.ask(hash, secret).finally(() => this.lookingUp.delete(hash));
      this.lookingUp.set(hash, pending);
    }
    return pending;
  }

  private async ask(hash: string, secret: string): Promise<Known | null> {
    const askedAt = this.now();
    const grant = (await this.parts.owner()?.grant(secret)) ?? null;
    if (!grant) {
      this.known.delete(hash);
      this.refused.set(hash, this.now() + REFUSED_FOR_MS);
      return null;
    }
    const { keyId, appId, grantId: sessionId, userId: id, username, role, permissions, scopes, lastsMs } = grant;
    // Also for what the gateway itself decides by it: who shares a stream, who is shown a plan.
    const viewer = withinScopes(
      { id, username, role, permissions, sessionId, keyId, ...(appId ? { appId } : {}), scopes },
      OperationTypeNode.QUERY,
    );
    const known = { identity: { viewer, issuedAt: askedAt, expiresAt: askedAt + lastsMs }, places: new KeyPlaces(grant), askedAt };
    this.known.set(hash, known);
    return known;
  }

  /** Whoever tries keys is stopped here: an owner is not asked for thousands of them. */
  private countGuess({ ip }: CalledFrom): void {
    if (ip === undefined) return;
    const network = networkOf(ip);
    let guesses = this.guesses.get(network);
    if (!guesses || guesses.until <= this.now()) {
      guesses = { count: 0, until: this.now() + GUESSES_FOR_MS };
      this.guesses.set(network, guesses);
    }
    if (++guesses.count > MAX_GUESSES) {
      guesses.count--;
      throw tooManyGuesses();
    }
  }

  private takeBackGuess({ ip }: CalledFrom): void {
    const guesses = ip === undefined ? undefined : this.guesses.get(networkOf(ip));
    if (guesses && guesses.count > 0) guesses.count--;
  }
}

const tooManyGuesses = () =>
  new GraphError('RATE_LIMITED', 'Too many unknown keys came from this network. Try again in a minute.', {
    retryable: true,
    retryAfter: 60,
  });
const notGood = () => unauthenticated('This key is not good: it is unknown, has ended or has run out.');
