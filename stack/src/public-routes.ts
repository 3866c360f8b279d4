import { writeRoute, type DeclaredRoute, type GatewayOptions } from '@marquee/gateway';
import type { Subgraph } from '@marquee/platform';

/** What of the subgraphs is at the public address beside the API, by path: what everybody may read, and routes whose requests are passed on. */
export const PUBLIC_ROUTES: Readonly<Record<string, DeclaredRoute>> = { '/.well-known/jwks.json': 'users' };

/** As gateways of their own read it. */
export const publicRoutesText = (): string =>
  Object.entries(PUBLIC_ROUTES)
    .map(([path, route]) => writeRoute(path, route))
    .join(',');

/** As a gateway in the subgraphs' process takes it. */
export function publicRoutesOf(subgraphs: readonly Subgraph[]): NonNullable<GatewayOptions['publicRoutes']> {
  const named = (name: string) => subgraphs.find((one) => one.name === name)!;
  return Object.fromEntries(
    Object.entries(PUBLIC_ROUTES).map(([path, route]) => [
      path,
      typeof route === 'string' ? named(route).resources![path]! : { ...route, to: named(route.subgraph).publicHandlers![path]! },
    ]),
  );
}
