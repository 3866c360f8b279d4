import pg from 'pg';
import { DEMO_PASSWORD } from '../src/welcome';
import { DATABASES, manyProcesses, oneProcess, type DatabaseName, type Ground, type Sabotage } from './ground';
import { nextCode } from './factor';
import { Known, type Person, type Staff } from './known';
import { post, type Answer } from './post';
import { startWeb, type Web } from './web';

export interface CityOptions {
  people: number;
  /** Addresses of five empty databases; without them an embedded Postgres is started for this city alone. */
  databaseUrls?: Record<DatabaseName, string>;
  /** As separate processes, with Redis between them. */
  services?: boolean;
  sabotage?: Sabotage;
  /** Settings of the product, in one process. */
  settings?: Readonly<Record<string, string>>;
}

const REGISTER = `mutation($input: RegisterInput!) { register(input: $input) { __typename ... on UserError { code message }
  ... on RegisterSuccess { viewer { user { id } } session { accessToken } } } }`;
const LOGIN = `mutation($input: LoginInput!) { login(input: $input) { __typename ... on UserError { code message }
  ... on LoginSuccess { session { accessToken } viewer { user { id } } }
  ... on SecondFactorRequired { challengeToken } } }`;
const COMPLETE = `mutation($input: CompleteLoginInput!) { completeLogin(input: $input) { __typename ... on UserError { code message }
  ... on CompleteLoginSuccess { session { accessToken } } } }`;

const SETTLED_WITHIN_MS = 60_000;
/** Access tokens last 15 minutes. */
const RENEWED_AFTER_MS = 5 * 60_000;

/** The product with people in it, and a way into its five databases for the invariants. */
export class City {
  private constructor(
    readonly ground: Ground,
    private readonly pools: Record<DatabaseName, pg.Pool>,
    readonly known: Known,
    readonly web: Web,
  ) {}

  static async start({ people, databaseUrls, services = false, sabotage = {}, settings = {} }: CityOptions): Promise<City> {
    const prepare = async (urls: Record<DatabaseName, string>, sql: Partial<Record<DatabaseName, string>>) => {
      const pools = poolsOf(urls);
      for (const name of DATABASES) if (sql[name]) await pools[name].query(sql[name]);
      await closeAll(pools);
    };
    const ground = services
      ? await manyProcesses(sabotage, prepare)
      : await oneProcess(sabotage, prepare, { given: databaseUrls, settings });
    const pools = poolsOf(ground.databaseUrls);
    const web = await startWeb();
    try {
      const known = new Known(await staffOf(ground.urls[0]!));
      const city = new City(ground, pools, known, web);
      for (let number = 0; number < people; number++) known.people.push(await city.register(number));
      return city;
    } catch (error) {
      await Promise.all([closeAll(pools), web.stop()]);
      await ground.stop();
      throw error;
    }
  }

  /** The time for the subgraphs. */
  now(): Date {
    return this.ground.clock?.now() ?? new Date();
  }

  post(person: Person | null, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const { urls } = this.ground;
    return post(urls[Math.abs(person?.number ?? 0) % urls.length]!, person?.token ?? null, query, variables);
  }

  async rows<Row>(database: DatabaseName, text: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.pools[database].query(text, values);
    return rows as Row[];
  }

  /** Signs in again, when the token is gone. False for who may not. */
  async signIn(person: Person): Promise<boolean> {
    const { factor } = person;
    const asked = factor && !factor.ending;
    const { data } = await this.post({ ...person, token: null }, LOGIN, {
      input: { emailOrUsername: person.username, password: person.password },
    });
    person.token = data?.login?.session?.accessToken ?? null;
    if (person.token && asked && person.factor === factor && !factor.ending)
      this.known.faults.push(`${person.username}: the password alone signed in, though a second factor is on`);
    const challengeToken = data?.login?.challengeToken as string | undefined;
    if (challengeToken && factor) {
      const input = { challengeToken, code: nextCode(factor, this.now()) };
      const answer = await this.post({ ...person, token: null }, COMPLETE, { input });
      person.token = answer.data?.completeLogin?.session?.accessToken ?? null;
    }
    person.tokenSince = Date.now();
    return person.token !== null;
  }

  /** Who is signed in stays so: what is asked at a quiet point is not refused because a run is longer than a token lasts. */
  async renewSignIns(): Promise<void> {
    const { people, staff } = this.known;
    const old = [...people, staff.admin, staff.curator].filter(
      ({ token, tokenSince, suspended }) => token && !suspended && Date.now() - tokenSince > RENEWED_AFTER_MS,
    );
    for (const person of old) await this.signIn(person);
  }

  /** Lets what is due become so and every fact arrive. After it nothing moves until somebody acts. */
  async settle(): Promise<void> {
    const deadline = Date.now() + SETTLED_WITHIN_MS;
    for (let quiet = 0; quiet < 2;) {
      await this.ground.runJobs();
      quiet = (await this.waiting()) === 0 ? quiet + 1 : 0;
      if (Date.now() > deadline) throw new Error(`These do not come to rest within a minute: ${await this.unrest()}.`);
      if (quiet < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** What waits, by database and topic, for whoever looks for the reason. */
  private async unrest(): Promise<string> {
    const told = await Promise.all(
      DATABASES.map(async (name) => {
        const rows = await this.rows<{ topic: string; n: number; tries: number }>(
          name,
          'SELECT topic, count(*)::int AS n, max(attempts)::int AS tries FROM outbox WHERE published_at IS NULL GROUP BY topic',
        );
        const dead = await this.rows<{ consumer: string; topic: string; error: string }>(
          name,
          'SELECT consumer, topic, error FROM dead_letters',
        );
        return [
          ...rows.map(({ topic, n, tries }) => `${n} ${topic} of ${name}, tried ${tries} times`),
          ...dead.map(({ consumer, topic, error }) => `${topic} not taken in by ${consumer}: ${error}`),
        ];
      }),
    );
    return told.flat().join('; ') || 'refunds or long work';
  }

  stop = (): Promise<void> => (this.stopped ??= this.end());
  private stopped: Promise<void> | undefined;

  private async end(): Promise<void> {
    await Promise.all([closeAll(this.pools), this.web.stop()]);
    await this.ground.stop();
  }

  /**
   * Facts that are not published, or not taken in by everybody who keeps a copy, refunds that the processor has not made, and long work
   * that is due. Cash waits for people to hand it back.
   */
  private async waiting(): Promise<number> {
    const counts = await Promise.all([
      ...DATABASES.map((name) => this.rows<{ n: number }>(name, 'SELECT count(*)::int AS n FROM outbox WHERE published_at IS NULL')),
      this.rows<{ n: number }>('payments', `SELECT count(*)::int AS n FROM refunds WHERE status = 'PROMISED' AND NOT by_seller`),
      this.rows<{ n: number }>(
        'events',
        `SELECT count(*)::int AS n FROM long_work WHERE state = 'RUNNING' OR state = 'QUEUED' AND (run_at IS NULL OR run_at <= $1)`,
        [this.now()],
      ),
    ]);
    return counts.reduce((sum, [row]) => sum + row!.n, await this.ground.backlog());
  }

  private async register(number: number): Promise<Person> {
    const username = `walker${number}`;
    const password = `a long walk through town ${number}`;
    const input = { email: `${username}@sweep.test`, username, password, displayName: `Walker ${number}` };
    const { data, errors } = await this.post(null, REGISTER, { input });
    const { viewer, session } = data?.register ?? {};
    if (!session) throw new Error(`Nobody could be registered: ${JSON.stringify(errors ?? data)}`);
    return {
      number,
      id: viewer.user.id,
      username,
      password,
      ...{ token: session.accessToken, tokenSince: Date.now() },
      suspended: false,
      secret: null,
      factor: null,
    };
  }
}

async function staffOf(url: string): Promise<Staff> {
  const person = async (name: string, number: number): Promise<Person> => {
    const username = `${name}@demo.test`;
    const { data } = await post(url, null, LOGIN, { input: { emailOrUsername: username, password: DEMO_PASSWORD } });
    const { session, viewer } = data.login;
    return {
      number,
      id: viewer.user.id,
      username,
      password: DEMO_PASSWORD,
      ...{ token: session.accessToken, tokenSince: Date.now() },
      ...{ suspended: false, secret: null, factor: null },
    };
  };
  return { curator: await person('curator', -1), admin: await person('admin', -2) };
}

const poolsOf = (urls: Record<DatabaseName, string>) =>
  Object.fromEntries(DATABASES.map((name) => [name, poolOf(urls[name])])) as Record<DatabaseName, pg.Pool>;

/** A pool has ended before its last connections are closed: that their server stops meanwhile is nobody's error. */
export function poolOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 2 });
  return pool.on('error', () => undefined);
}

const closeAll = (pools: Record<DatabaseName, pg.Pool>) => Promise.all(Object.values(pools).map((pool) => pool.end()));
