import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../db';
import { silentLogger } from '../logger';
import { afterTests, eventually, PRIMARY_SETTINGS, streamingReplica } from '../testing';
import { StatementCounts } from '../watching';
import { Replica } from './replica';

const MAX_LAG_MS = 2_000;

describe('a replica of Postgres', () => {
  let primary: EmbeddedPostgres;
  let standby: EmbeddedPostgres;
  let home: pg.Pool;
  const open: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'marquee-primary-'));
    afterTests(() => rm(dataDir, { recursive: true, force: true }));
    primary = await startEmbeddedPostgres({ dataDir, ephemeral: true, settings: PRIMARY_SETTINGS });
    afterTests(() => primary.stop());
    standby = await streamingReplica(primary, dataDir);
    afterTests(() => standby.stop());
    home = poolOf(primary.url('postgres'));
    afterTests(() => home.end());
    await home.query('CREATE TABLE things (n int)');
  }, 120_000);
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
  });

  function poolOf(connectionString: string): pg.Pool {
    const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 2_000 });
    pool.on('error', () => undefined);
    return pool;
  }

  /** Whose clock the test moves: `late` milliseconds ahead. */
  async function aReplica(url = standby.url('postgres')) {
    const pool = poolOf(url);
    const db = { pool, statements: new StatementCounts(), close: () => pool.end() };
    const time = { late: 0 };
    const now = () => performance.now() + time.late;
    const replica = new Replica({ db: db as never, home, maxLagMs: MAX_LAG_MS, logger: silentLogger, now });
    open.push(replica);
    await replica.start();
    return { replica, pool, time };
  }

  test('is read from when it has what was committed, also where nothing happens', async () => {
    const { replica, pool, time } = await aReplica();
    await eventually(() => expect(replica.isUsable).toBe(true));
    time.late += 10 * MAX_LAG_MS;
    // Nobody has looked for so long.
    expect(replica.isUsable).toBe(false);
    await eventually(() => expect(replica.isUsable).toBe(true));
    await home.query('INSERT INTO things VALUES (1)');
    await eventually(async () => expect((await pool.query('SELECT n FROM things')).rows).toEqual([{ n: 1 }]));
    expect(replica.health).toEqual({ ok: true, lagSeconds: expect.any(Number) as number });
  });

  test('is left out while it is behind, and read from again when it is not', async () => {
    const { replica, pool, time } = await aReplica();
    await eventually(() => expect(replica.isUsable).toBe(true));
    await pool.query('SELECT pg_wal_replay_pause()');
    await eventually(async () => {
      const { rows } = await pool.query<{ state: string }>('SELECT pg_get_wal_replay_pause_state() AS state');
      expect(rows[0]!.state).toBe('paused');
    });
    await home.query('INSERT INTO things VALUES (2)');
    const behindSince = performance.now();
    await eventually(() => {
      time.late += 100;
      expect(replica.isUsable).toBe(false);
    });
    // However often it is looked at: it stays behind.
    for (let looks = 0; looks < 5; looks++) await (replica as unknown as { look(): Promise<void> }).look();
    expect(replica.health).toMatchObject({ ok: false });
    expect(replica.health.lagSeconds! * 1000).toBeGreaterThan(Math.min(MAX_LAG_MS, performance.now() - behindSince));
    await pool.query('SELECT pg_wal_replay_resume()');
    await eventually(() => expect(replica.isUsable).toBe(true));
  });

  test('that is no replica is never read from, and neither is one that is away', async () => {
    const itself = await aReplica(primary.url('postgres'));
    const away = await aReplica('postgres://nobody@127.0.0.1:1/nothing');
    for (const { replica } of [itself, away]) expect(replica.health).toEqual({ ok: false, lagSeconds: null });
  });

  test('whose address leads to another server later is left out at once, and read from again when it leads back', async () => {
    const elsewhere = await anotherCluster();
    const address = await switchable(standby.port);
    const url = new URL(standby.url('postgres'));
    url.search = '';
    url.port = String(address.port);
    const { replica, pool } = await aReplica(url.href);
    await eventually(() => expect(replica.isUsable).toBe(true));
    const looks = () => (replica as unknown as { look(): Promise<void> }).look();

    address.leadTo(elsewhere.port);
    // Who reads at the same moment opens another connection, while the older one still reaches ours.
    await Promise.all([pool.query('SELECT pg_sleep(0.1)'), pool.query('SELECT 1')]);
    await eventually(() => expect(replica.health).toEqual({ ok: false, lagSeconds: null }));
    // The older connection alone does not bring it back.
    for (let n = 0; n < 3; n++) await looks();
    expect(replica.isUsable).toBe(false);

    address.leadTo(standby.port);
    address.cut();
    await eventually(async () => {
      await looks();
      expect(replica.isUsable).toBe(true);
    });
  });

  /** Another server, into which the same password lets. */
  async function anotherCluster(): Promise<EmbeddedPostgres> {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'marquee-elsewhere-'));
    await writeFile(path.join(dataDir, 'password'), new URL(primary.url('postgres')).password, { mode: 0o644 });
    const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
    afterTests(() => server.stop());
    return server;
  }

  /** An address that can be made to lead elsewhere, as a name does: connections that are open stay where they are. */
  async function switchable(to: number) {
    let port = to;
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      const there = connect(port, '127.0.0.1');
      for (const one of [socket, there]) {
        sockets.add(one);
        one.on('error', () => undefined);
      }
      socket.pipe(there).pipe(socket);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const cut = () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    };
    afterTests(async () => {
      cut();
      await new Promise((done) => server.close(done));
    });
    return { port: (server.address() as AddressInfo).port, leadTo: (other: number) => (port = other), cut };
  }
});
