import { writeRoute, type DeclaredRoute, type GatewayOptions } from '@marquee/gateway';
import type { Subgraph } from '@marquee/platform';

/** What of the subgraphs is at the public address beside the API, by path: what everybody may read, and routes whose requests are passed on. */
export const PUBLIC_ROUTES: Readonly<Record<string, DeclaredRoute>> = {
  '/.well-known/jwks.json': 'users',
  '/.well-known/entry-passes.json': 'events',
  '/.well-known/oauth-authorization-server': 'users',
  // Forms of people and of programs; a program with many people is at one address.
  '/oauth/*': { subgraph: 'users', methods: ['GET', 'HEAD', 'POST'], maxBodyBytes: 16_384, raw: true, perMinute: 600 },
  '/calendars/*': { subgraph: 'events', methods: ['GET', 'HEAD'], maxBodyBytes: 0, raw: false, perMinute: 120 },
  // Raw, for the signature. Processors send from few addresses, many at once after they could not.
  '/webhooks/stripe': { subgraph: 'payments', methods: ['POST'], maxBodyBytes: 262_144, raw: true, perMinute: 6_000 },
  // By a token in the path: mail programs send what RFC 8058 says, and people press the button of the page.
  '/unsubscribe/*': { subgraph: 'users', methods: ['GET', 'HEAD', 'POST'], maxBodyBytes: 1024, raw: true, perMinute: 120 },
};

/** For developers alone: the mails, short messages and pushes that were sent, where no provider takes them. */
const FOLDER: DeclaredRoute = { subgraph: 'users', methods: ['GET', 'HEAD'], maxBodyBytes: 0, raw: false, perMinute: 600 };
const DEVELOPMENT_ROUTES: typeof PUBLIC_ROUTES = Object.fromEntries(
  ['/dev/mail', '/dev/messages', '/dev/pushes'].flatMap((path) => [
    [path, FOLDER],
    [`${path}/*`, FOLDER],
  ]),
);

const routesFor = (mode: string | undefined): typeof PUBLIC_ROUTES =>
  mode === 'production' ? PUBLIC_ROUTES : { ...PUBLIC_ROUTES, ...DEVELOPMENT_ROUTES };

/** As gateways of their own read it. `mode`: what NODE_ENV says. */
export const publicRoutesText = (mode: string | undefined): string =>
  Object.entries(routesFor(mode))
    .map(([path, route]) => writeRoute(path, route))
    .join(',');

/** As a gateway in the subgraphs' process takes it. */
export function publicRoutesOf(subgraphs: readonly Subgraph[], mode: string | undefined): NonNullable<GatewayOptions['publicRoutes']> {
  const named = (name: string) => subgraphs.find((one) => one.name === name)!;
  return Object.fromEntries(
    Object.entries(routesFor(mode)).map(([path, route]) => [
      path,
      typeof route === 'string' ? named(route).resources![path]! : { ...route, to: named(route.subgraph).publicHandlers![path]! },
    ]),
  );
}
