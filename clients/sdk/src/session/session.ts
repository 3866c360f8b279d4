import { lifetimeOf, memoryStore, personOf, type Tokens, type TokenStore } from './tokens.js';

export interface SessionOptions {
  /** The API's address, `https://…/graphql`. */
  readonly url: string;
  /** In memory when left out. */
  readonly store?: TokenStore;
  readonly fetch?: typeof fetch;
  /** Sent with a refresh: `apollographql-client-name` and the like. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The session has ended, and not by `end()`: the refresh token was refused. Time to show the sign-in. */
  readonly onEnd?: () => void;
  /** For tests: milliseconds that pass evenly, whatever the date is. */
  readonly now?: () => number;
}

const REFRESH = `mutation RefreshSession($input: RefreshSessionInput!) {
  refreshSession(input: $input) {
    __typename
    ... on RefreshSessionSuccess { session { accessToken refreshToken } }
    ... on UserError { code message retryable }
  }
}`;

/** Refreshed so long before it expires, so that no request meets an expired token on its way. */
const EARLY_MS = 30_000;

/** The session could not be refreshed just now (the network, a gateway that stops): the tokens stay, and later it may succeed. */
export class RefreshFailed extends Error {
  override readonly name = 'RefreshFailed';
}

/**
 * Who the app is signed in as. However many requests meet an expired token at once, one refresh is sent, also across tabs where the
 * browser has Web Locks.
 */
export class Session {
  private readonly store: TokenStore;
  private refreshing: Promise<string | null> | null = null;
  private known: { readonly token: string; readonly since: number } | null = null;

  constructor(private readonly options: SessionOptions) {
    this.store = options.store ?? memoryStore();
  }

  /** After a sign-in: from now on requests are this person's. */
  async begin({ accessToken, refreshToken }: Tokens): Promise<void> {
    this.refreshing = null;
    await this.keep({ accessToken, refreshToken });
  }

  /** After a sign-out: from now on requests are a visitor's. */
  async end(): Promise<void> {
    this.refreshing = null;
    this.known = null;
    await this.store.set(null);
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.store.get()) !== null;
  }

  /** A token that is good for a while; null for a visitor. */
  async accessToken(): Promise<string | null> {
    const tokens = await this.store.get();
    if (!tokens) return null;
    const token = tokens.accessToken;
    if (this.known?.token !== token) this.known = { token, since: this.now() };
    const lifetime = lifetimeOf(token);
    if (lifetime === null || this.now() - this.known.since < lifetime - EARLY_MS) return token;
    // A refresh that fails leaves a token that may still be good; the API says so if it is not.
    return this.refresh(token).catch(() => token);
  }

  /**
   * Another access token in the place of `stale`; null when the session has ended. Whoever comes while a refresh is under way gets its
   * token, and whoever comes later with an old token gets the present one, if it is the same person's. Rejects with `RefreshFailed` when that
   * cannot be told just now.
   */
  refresh(stale: string | null): Promise<string | null> {
    if (this.refreshing) return this.refreshing;
    const refreshing = this.alone(() => this.renew(stale)).finally(() => {
      if (this.refreshing === refreshing) this.refreshing = null;
    });
    return (this.refreshing = refreshing);
  }

  private async renew(stale: string | null): Promise<string | null> {
    const tokens = await this.store.get();
    if (!tokens) return null;
    if (stale !== null && tokens.accessToken !== stale) return presentFor(stale, tokens);
    const outcome = await this.ask(tokens.refreshToken);
    // Who signed out meanwhile stays signed out, and who signed in stays who they are: here, or in another tab.
    const present = await this.store.get();
    if (present?.refreshToken !== tokens.refreshToken) return presentFor(tokens.accessToken, present);
    if (outcome.session) {
      await this.keep(outcome.session);
      return outcome.session.accessToken;
    }
    if (outcome.retryable) throw new RefreshFailed(outcome.message);
    await this.end();
    this.options.onEnd?.();
    return null;
  }

  private async ask(refreshToken: string): Promise<{ session?: Tokens; retryable?: boolean; message?: string }> {
    const { url, headers, fetch: send = fetch } = this.options;
    try {
      const response = await send(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json;q=0.9', ...headers },
        body: JSON.stringify({ operationName: 'RefreshSession', query: REFRESH, variables: { input: { refreshToken } } }),
      });
      const { data } = (await response.json()) as {
        data?: { refreshSession?: { session?: Tokens; retryable?: boolean; message?: string } };
      };
      // Errors in the place of an outcome: too many requests, a part that is away. They say nothing about the session.
      return data?.refreshSession ?? { retryable: true, message: `The session could not be refreshed (${response.status}).` };
    } catch (error) {
      return { retryable: true, message: error instanceof Error ? error.message : String(error) };
    }
  }

  private async keep({ accessToken, refreshToken }: Tokens): Promise<void> {
    this.known = { token: accessToken, since: this.now() };
    await this.store.set({ accessToken, refreshToken });
  }

  private now(): number {
    return (this.options.now ?? (() => performance.now()))();
  }

  /** One tab at a time: a refresh token is good once. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const locks = (globalThis as { navigator?: { locks?: { request<T>(name: string, work: () => Promise<T>): Promise<T> } } }).navigator
      ?.locks;
    return locks ? locks.request('marquee.refresh', work) : work();
  }
}

/** The present token for a request that was made with this one; null where it would be sent in somebody else's name. */
const presentFor = (before: string, present: Tokens | null): string | null =>
  present && personOf(present.accessToken) === personOf(before) ? present.accessToken : null;
