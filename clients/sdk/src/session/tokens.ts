/** What an app keeps to stay signed in; `session` of `LoginSuccess`, `RegisterSuccess` and `RefreshSessionSuccess`. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/**
 * Where tokens are kept between starts: memory, the keychain of a phone, a cookie that scripts cannot read behind a server of one's own.
 * Several tabs may share one; the tokens of a refresh are read from it again before anybody else refreshes.
 */
export interface TokenStore {
  get(): Tokens | null | Promise<Tokens | null>;
  set(tokens: Tokens | null): void | Promise<void>;
}

/** Gone with the page. */
export function memoryStore(tokens: Tokens | null = null): TokenStore {
  let kept = tokens;
  return {
    get: () => kept,
    set: (next) => {
      kept = next;
    },
  };
}

/** The part of the Web Storage API that is used, as `localStorage` has it. */
export interface KeyValues {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Kept in `localStorage` or something of its shape. Every script of the page can read it: use it where only your own run. */
export function storageStore(storage: KeyValues, key = 'marquee.session'): TokenStore {
  return {
    get: () => {
      const text = storage.getItem(key);
      try {
        return text ? (JSON.parse(text) as Tokens) : null;
      } catch {
        return null;
      }
    },
    set: (tokens) => (tokens ? storage.setItem(key, JSON.stringify(tokens)) : storage.removeItem(key)),
  };
}

/** How long an access token is good for, from when it was issued, in milliseconds; null for what is no JWT. The clock of the device does not matter. */
export function lifetimeOf(accessToken: string): number | null {
  const { iat, exp } = claimsOf(accessToken);
  return typeof iat === 'number' && typeof exp === 'number' ? (exp - iat) * 1_000 : null;
}

/** Whose an access token is; null for what is no JWT. */
export function personOf(accessToken: string): string | null {
  const { sub } = claimsOf(accessToken);
  return typeof sub === 'string' ? sub : null;
}

function claimsOf(accessToken: string): { readonly iat?: unknown; readonly exp?: unknown; readonly sub?: unknown } {
  try {
    const [, payload = ''] = accessToken.split('.');
    return (JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) ?? {}) as object;
  } catch {
    return {};
  }
}
