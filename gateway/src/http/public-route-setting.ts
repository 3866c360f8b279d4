import type { PublicRoute } from './public-forward';

/** A public route as it is declared, before its subgraph has an address; a name alone is a resource that everybody may read with GET. */
export type DeclaredRoute = string | Omit<PublicRoute, 'to'>;

const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE)(\|(GET|HEAD|POST|PUT|PATCH|DELETE))*$/;
const PATH = /^\/[\w./~-]*\*?$/;
const NAME = /^[\w-]+$/;
const NUMBER = /^\d{1,9}$/;

/**
 * Reads one route: `/path=subgraph`, or `POST /path=subgraph;body=65536;raw;rate=60` (methods with `|` between them, `/path/*` for all below,
 * bytes of the body, requests in a minute from one address). Null when it is none.
 */
export function readRoute(text: string): readonly [path: string, route: DeclaredRoute] | null {
  const [, methods, path = '', subgraph = '', more = ''] = /^(?:(\S+) )?([^\s=;]+)=([^;]*)(?:;(.*))?$/.exec(text) ?? [];
  if (!PATH.test(path) || !NAME.test(subgraph) || (path.includes('*') && !path.endsWith('/*'))) return null;
  if (methods === undefined) return more ? null : [path, subgraph];
  const given = new Map(
    more.split(';').map((part): [string, string | undefined] => {
      const [name = '', value] = part.trim().split('=', 2);
      return [name, value];
    }),
  );
  const [body, rate] = [given.get('body') ?? '0', given.get('rate')];
  const known = [...given.keys()].every((name) => ['', 'body', 'raw', 'rate'].includes(name));
  if (!METHODS.test(methods) || !known || !NUMBER.test(body) || rate === undefined || !NUMBER.test(rate) || rate === '0') return null;
  return [path, { subgraph, methods: methods.split('|'), maxBodyBytes: Number(body), raw: given.has('raw'), perMinute: Number(rate) }];
}

/** The same the other way round, for who starts gateways. */
export function writeRoute(path: string, route: DeclaredRoute): string {
  if (typeof route === 'string') return `${path}=${route}`;
  const { subgraph, methods, maxBodyBytes, raw, perMinute } = route;
  return `${methods.join('|')} ${path}=${subgraph};body=${maxBodyBytes}${raw ? ';raw' : ''};rate=${perMinute}`;
}
