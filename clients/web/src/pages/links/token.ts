/** What of the browser is needed. */
interface Browser {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
}

/**
 * The token behind `#token=` in a mailed link; null where there is none. It goes out of the address at once, so that it is in no history, no
 * bookmark and no address that somebody copies; this tab keeps it for a reload, and for a sign-in on the way.
 */
export function takeToken({ location, history, sessionStorage }: Browser = globalThis): string | null {
  const key = `marquee.link.${location.pathname}`;
  const [, token] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
  if (token === undefined) return sessionStorage.getItem(key);
  sessionStorage.setItem(key, token);
  history.replaceState(null, '', location.pathname + location.search);
  return token;
}
