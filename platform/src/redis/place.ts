import type { RedisOptions } from 'ioredis';

/** Where a Redis is, by its address. */
export interface RedisPlace {
  readonly isCluster: boolean;
  /** One, or those of a cluster by which the others are found. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly account: Pick<RedisOptions, 'username' | 'password' | 'db' | 'tls'>;
}

const USUAL_PORT = 6379;

/** `redis://user:password@host:6379/0`; a cluster is `redis://host:7000?cluster`, with more of its nodes as `?cluster=host:7001,host:7002`. */
export function placeOfRedis(url: string): RedisPlace {
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  const others = (searchParams.get('cluster') ?? '').split(',').filter(Boolean);
  const db = Number(pathname.slice(1)) || undefined;
  return {
    isCluster: searchParams.has('cluster'),
    nodes: [
      { host: bare(hostname), port: Number(port) || USUAL_PORT },
      ...others.map((one) => {
        const other = new URL(`redis://${one}`);
        return { host: bare(other.hostname), port: Number(other.port) || USUAL_PORT };
      }),
    ],
    account: {
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(db === undefined ? {} : { db }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  };
}

/** Without the brackets of an IPv6 address. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '') || 'localhost';
