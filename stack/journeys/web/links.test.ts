import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isPage } from '../../../clients/web/src/paths';
import { readStackSettings } from '../../src/env';
import { webUrlOf } from '../../src/web-app';

const USERS = join(__dirname, '../../../subgraphs/users/src');

/** Pages that links with a token lead to, as they stand in the code that writes mails. */
function mailedPages(): string[] {
  return readdirSync(USERS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('generated'))
    .flatMap((name) => [...readFileSync(join(USERS, name), 'utf8').matchAll(/linkWithToken\([\w.]+, '([\w-]+)'\)/g)])
    .map(([, page]) => `/${page}`);
}

test('every page that a mail leads to is in the web app', () => {
  const pages = mailedPages();
  expect(pages).toEqual(
    expect.arrayContaining(['/verify-email', '/reset-password', '/organization-invitation', '/erasure', '/data-export']),
  );
  expect(pages.filter((page) => !isPage(page))).toEqual([]);
});

test('every page that a notification leads to is in the web app', () => {
  const source = readFileSync(join(USERS, 'modules/notification/notification-link.ts'), 'utf8');
  const pages = [...source.matchAll(/(?:: |\?\? |=> )['`](\/[\w/${}-]*)['`]/g)].map(([, page]) => page!.replace('${id}', 'an-id'));
  expect(pages).toEqual(expect.arrayContaining(['/events/an-id', '/goals', '/settings/webhooks', '/notifications']));
  expect(pages.filter((page) => !isPage(page))).toEqual([]);
});

test.each([
  [{}, 'http://localhost:4000'],
  [{ PORT: '4117' }, 'http://localhost:4117'],
  [{ HOST: '0.0.0.0' }, 'http://localhost:4000'],
  [{ HOST: '192.168.1.5' }, 'http://192.168.1.5:4000'],
])('links lead to the app that `npm start` serves (%j): %s', (environment, address) =>
  expect(webUrlOf(readStackSettings(environment))).toBe(address),
);
