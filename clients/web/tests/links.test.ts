import { takeToken } from '../src/pages/links/token';
import { isPage } from '../src/paths';

function aTab(address: string) {
  const kept = new Map<string, string>();
  const at = new URL(address, 'https://marquee.example');
  const addresses: string[] = [];
  const tab = (url: URL) => ({
    location: { hash: url.hash, pathname: url.pathname, search: url.search },
    history: { replaceState: (_: unknown, __: string, next?: string | URL | null) => void addresses.push(String(next)) },
    sessionStorage: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) },
  });
  return { opened: () => takeToken(tab(at)), later: (path: string) => takeToken(tab(new URL(path, at))), addresses };
}

describe('the token of a mailed link', () => {
  test('goes out of the address at once, and the tab keeps it for its page alone', () => {
    const tab = aTab('/organization-invitation?a=b#token=abc_D-1');
    expect(tab.opened()).toBe('abc_D-1');
    expect(tab.addresses).toEqual(['/organization-invitation?a=b']);
    expect(tab.later('/organization-invitation')).toBe('abc_D-1');
    expect(tab.later('/erasure')).toBeNull();
  });

  test('a newer link takes the place of the former one', () => {
    const tab = aTab('/reset-password#token=first');
    tab.opened();
    expect(tab.later('/reset-password#token=second')).toBe('second');
    expect(tab.later('/reset-password')).toBe('second');
  });

  test.each(['/verify-email', '/verify-email#', '/verify-email#token=', '/verify-email#token=<b>', '/verify-email#other=1'])(
    'there is none in %s',
    (path) => expect(aTab(path).opened()).toBeNull(),
  );
});

test.each([
  ['/', true],
  ['/events/5e1f', true],
  ['/events/5e1f/checkout', true],
  ['/verify-email', true],
  ['/events', false],
  ['/events/a/b', false],
  ['/no-such', false],
  ['/events/<b>', false],
])('whether there is a page at %s: %s', (path, there) => expect(isPage(path)).toBe(there));
