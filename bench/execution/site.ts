import path from 'node:path';
import { print } from 'graphql';
import { operation } from '../../stack/journeys/operations';
import { buildFile } from '../measure/build';
import type { Cores } from '../measure/cores';
import { Worker } from '../measure/worker';
import type { LoadAnswer, LoadBegun, LoadQuestion } from './load';
import type { ByHandInput } from './servers/by-hand';
import { columnsIn } from './servers/page-statements';
import type { RecordQuestion, SentStatement } from './servers/statements';
import type { Kept } from './world/keep';

/** As many as the product opens to each of its databases. */
const POOL_SIZE = 10;
const DATABASES = ['users', 'events', 'curation', 'social', 'payments'];
const PAGE = print(operation('EventPage'));
const LOGIN = print(operation('Login'));

type Recorded = { url: string } | { statements: readonly SentStatement[] };

/** One of the two servers that are compared, in a process of its own. */
export interface Server {
  readonly title: string;
  readonly worker: Worker<RecordQuestion, Recorded>;
  readonly url: string;
}

/** Everything that runs while it is measured. */
export interface Site {
  readonly kept: Kept;
  /** Postgres is a child of it. */
  readonly keeper: Worker<object, Kept>;
  readonly load: Worker<LoadQuestion, LoadAnswer | LoadBegun>;
  readonly product: Server;
  readonly byHand: Server;
}

export async function startSite(cores: Cores): Promise<Site> {
  const file = (name: string) => path.join(__dirname, name);
  const keeper = Worker.start<object, Kept>(file('world/keep.ts'), cores.rest);
  const kept = await keeper.next();
  const load = Worker.start<LoadQuestion, LoadAnswer | LoadBegun>(file('load.ts'), cores.rest);
  await load.next();
  const start = async (title: string, name: string, input: object): Promise<Server> => {
    const worker = Worker.start<RecordQuestion, Recorded>(buildFile(file(name)), cores.measured, input);
    return { title, worker, url: ((await worker.next()) as { url: string }).url };
  };
  const product = await start('the product', 'servers/product.ts', kept.environment);
  const urls = Object.fromEntries(DATABASES.map((name) => [name, databaseOf(kept, name)]));
  const columns = columnsIn(await sentFor(product, kept.world.full[0]!, await signIn({ product, kept })));
  const byHand = await start('by hand', 'servers/by-hand.ts', { poolSize: POOL_SIZE, urls, keys: kept.keys, columns } as ByHandInput);
  return { kept, keeper, load, product, byHand };
}

/** The statements that a server sends for a page, and those of jobs that run beside it. */
export async function sentFor({ worker, url }: Server, id: string, token: string | null): Promise<readonly SentStatement[]> {
  await worker.ask({ record: 'begin' });
  await post(url, pageRequest(id), token);
  return ((await worker.ask({ record: 'end' })) as { statements: readonly SentStatement[] }).statements;
}

function databaseOf({ environment }: Kept, name: string): string {
  const url = new URL(environment.DATABASE_URL!);
  url.pathname = `/marquee_${name}`;
  return url.toString();
}

/** What a client sends for a page. The server by hand takes the id from it and leaves the rest alone. */
export const pageRequest = (id: string): string => JSON.stringify({ query: PAGE, operationName: 'EventPage', variables: { id } });

export async function post(url: string, body: string, token: string | null): Promise<{ status: number; text: string }> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

/** Signs the member in at the product; both servers know the token then. Good for 15 minutes. */
export async function signIn({ product, kept }: Pick<Site, 'product' | 'kept'>): Promise<string> {
  const { text } = await post(product.url, JSON.stringify({ query: LOGIN, variables: { input: kept.world.member } }), null);
  const { data } = JSON.parse(text) as { data?: { login?: { session?: { accessToken: string } } } };
  const token = data?.login?.session?.accessToken;
  if (!token) throw new Error(`The member of the world cannot sign in: ${text}`);
  return token;
}
