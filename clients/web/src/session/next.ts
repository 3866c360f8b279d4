/** Where somebody wanted to go before they signed in: a path of this app, nothing else. */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-') ? next : '/';
}
