import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { PassThrough } from 'node:stream';
import { createLogger } from '../logger';
import { openErrorTracking, type ErrorTracking } from '.';
import { withoutPersonal } from './without-personal';

interface SentEvent {
  level: string;
  message?: string;
  environment: string;
  release?: string;
  server_name?: string;
  tags: Record<string, string>;
  extra: Record<string, unknown>;
  exception?: { values: { type: string; value: string; stacktrace: { frames: { function?: string; filename?: string }[] } }[] };
}

/** Takes envelopes as Sentry does: lines of JSON, a header, then pairs of an item's header and the item. */
class SentryDouble {
  readonly events: SentEvent[] = [];
  readonly paths: string[] = [];
  text = '';
  private constructor(private readonly server: Server) {}

  static async start(): Promise<SentryDouble> {
    const server = createServer();
    const double = new SentryDouble(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        double.take(request.url!, (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString());
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  get dsn(): string {
    return `http://publickey@127.0.0.1:${(this.server.address() as AddressInfo).port}/42`;
  }

  private take(path: string, body: string): void {
    this.paths.push(path.split('?')[0]!);
    this.text += body;
    const lines = body.split('\n').slice(1);
    for (let at = 0; at + 1 < lines.length; at += 2)
      if ((JSON.parse(lines[at]!) as { type: string }).type === 'event') this.events.push(JSON.parse(lines[at + 1]!) as SentEvent);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('errors that are logged', () => {
  let sentry: SentryDouble;
  let tracking: ErrorTracking;
  beforeEach(async () => {
    sentry = await SentryDouble.start();
    tracking = await openErrorTracking({ SENTRY_DSN: sentry.dsn, SENTRY_RELEASE: 'marquee@1.2.3', NODE_ENV: 'production' });
  });
  afterEach(() => sentry.stop());
  const logger = () => createLogger('users', 'info', new PassThrough(), tracking);

  test('are reported with their stack, where they were, and the release (X131)', async () => {
    const failed = new TypeError('cannot read names', { cause: new Error('the disk is full') });
    logger().child({ correlationId: 'c-1' }).error({ err: failed, job: 'expire-holds' }, 'job failed');
    logger().warn({ err: failed }, 'only a warning');
    logger().info('nothing');
    await tracking.close();
    expect(sentry.paths).toEqual(['/api/42/envelope/']);
    const [event, ...others] = sentry.events;
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      level: 'error',
      environment: 'production',
      release: 'marquee@1.2.3',
      tags: { service: 'users', correlationId: 'c-1', job: 'expire-holds' },
      extra: { line: 'job failed' },
    });
    expect(event!.exception!.values.map(({ type, value }) => [type, value])).toEqual([
      ['Error', 'the disk is full'],
      ['TypeError', 'cannot read names'],
    ]);
    expect(event!.exception!.values[1]!.stacktrace.frames.at(-1)!.filename).toContain('error-tracking.test.ts');
  });

  test('tell nothing about people', async () => {
    const err = Object.assign(new Error('duplicate key: Key (email)=(ada@example.org) of 9e107d9d-372b-4f6b-8f1d-2a0f1c7b9e11 exists'), {
      detail: 'Key (email)=(ada@example.org)',
      email: 'ada@example.org',
    });
    logger().error(
      { err, userId: 'user-17', account: 'ada', ip: '203.0.113.7', variables: { name: 'Ada Lovelace' } },
      'failed for ada@example.org',
    );
    logger().error({ userId: 'user-17' }, 'no error, but from 203.0.113.7');
    await tracking.close();
    expect(sentry.events).toHaveLength(2);
    for (const secret of ['ada@', 'user-17', '203.0.113.7', 'Lovelace', '9e107d9d']) expect(sentry.text).not.toContain(secret);
    expect(sentry.events[1]!.message).toBe('no error, but from [address]');
    expect(sentry.events.every(({ server_name }) => server_name === undefined)).toBe(true);
  });

  test('are told in a flood as far as it helps', async () => {
    for (let n = 0; n < 200; n++) logger().error({ err: new Error(`fault ${n}`) }, 'failed');
    await tracking.close();
    expect(sentry.events.length).toBeGreaterThan(10);
    expect(sentry.events.length).toBeLessThanOrEqual(60);
  });
});

test('a tracker that is away costs nothing but the report', async () => {
  const tracking = await openErrorTracking({ SENTRY_DSN: 'http://key@127.0.0.1:9/1' });
  createLogger('users', 'info', new PassThrough(), tracking).error({ err: new Error('failed') }, 'failed');
  await tracking.close();
});

test.each([
  ['write to Ada.Lovelace+x@mail.example.org', 'write to [e-mail]'],
  ['token eyJhbGciOi.eyJzdWIi.c2ln is over', 'token [token] is over'],
  ['call +44 20 7946 0958 now', 'call [number] now'],
  ['invalid input syntax for type uuid: "Ada"', 'invalid input syntax for type uuid: [value]'],
  ['column "users.name" does not exist', 'column "users.name" does not exist'],
  [
    '\nInvalid `prisma.user.create()` invocation:\n{ data: { name: "Ada" } }\n\nArgument `email` is missing.',
    'Argument `email` is missing.',
  ],
  ['from 2001:db8:85a3:8d3:1319:8a2e:370:7348', 'from [address]'],
  ['took 1200 ms at 12:30:05', 'took 1200 ms at 12:30:05'],
])('%j is told as %j', (text, told) => expect(withoutPersonal(text)).toBe(told));
