import { request as send, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { GraphError, isMeantAsTestKey, unauthenticated, type Logger } from '@marquee/platform';
import { bearerToken } from '../authenticate';
import { callerOf, CORRELATION_HEADER, type Circumstances } from '../caller';
import type { Origins } from '../http/origins';
import { refuse } from '../http/refusals';
import type { ApiKeys } from '../keys/api-keys';
import type { KeyUsage } from '../keys/key-usage';
import { concerns, type Revocations } from '../sessions/revocations';
import { TEST_KEY_HEADER, type TestCaller, type TestMode } from './test-mode';

export interface TestDoorParts {
  /** Null where there is no test mode. */
  readonly testMode: TestMode | null;
  readonly keys: Pick<ApiKeys, 'verifyTestKey'>;
  readonly keyUsage: KeyUsage;
  readonly revocations: Revocations;
  readonly origins: Origins;
  readonly logger: Logger;
}

/** What belongs to one connection, and what this gateway says of origins by itself. */
const OF_CONNECTION = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'host'];
const OWN = ['vary', 'strict-transport-security', CORRELATION_HEADER];

/**
 * Where requests with a key of test mode leave this gateway: it looks whether the key is good, and hands them on as they are to the world of
 * the key's developer. Nothing of them is executed here.
 */
export class TestDoor {
  private readonly open = new Set<{ readonly caller: TestCaller; end(): void }>();

  constructor(private readonly parts: TestDoorParts) {
    parts.revocations.onRevoked((notice) => {
      for (const one of this.open) if (concerns(notice, one.caller.identity)) one.end();
    });
  }

  /** The key of test mode that a request brings; null where it brings none. */
  keyIn({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
    const key = headers[TEST_KEY_HEADER];
    if (typeof key === 'string') return key.trim();
    const token = bearerToken(headers.authorization);
    return token && isMeantAsTestKey(token) ? token : null;
  }

  async serve(request: IncomingMessage, response: ServerResponse, key: string, given: Circumstances): Promise<void> {
    const { origins, keyUsage } = this.parts;
    if (request.method === 'OPTIONS') return origins.preflight(request, response);
    origins.decorate(request, response);
    let caller: TestCaller | null = null;
    try {
      caller = await this.verify(key, { ip: given.ip, origin: request.headers.origin });
      await this.pass(request, response, await this.reach(caller), caller, given);
    } catch (error) {
      refuse(request, response, error, { codes: [] });
    } finally {
      const keyId = caller && callerOf(caller.identity.viewer, given).viewer?.keyId;
      if (keyId) keyUsage.finished(keyId, response.statusCode >= 400);
    }
  }

  async verify(key: string, from: { ip?: string | undefined; origin?: string | undefined }): Promise<TestCaller> {
    if (!isMeantAsTestKey(key)) throw unauthenticated(`${TEST_KEY_HEADER} must be a key of test mode, which begins with mqt_.`);
    if (!this.parts.testMode) throw unauthenticated('There is no test mode here.');
    return { secret: key, identity: await this.parts.keys.verifyTestKey(key, from) };
  }

  reach(caller: TestCaller): Promise<URL> {
    return this.parts.testMode!.reach(caller);
  }

  /** What stays open for a key ends with it. Returns how to say that it is over. */
  watch(caller: TestCaller, end: () => void): () => void {
    const one = { caller, end };
    this.open.add(one);
    return () => void this.open.delete(one);
  }

  private pass(request: IncomingMessage, response: ServerResponse, to: URL, caller: TestCaller, given: Circumstances): Promise<void> {
    return new Promise((resolve, reject) => {
      const { host, hostname, port } = to;
      const headers = { ...without(request.headers, OF_CONNECTION), ...forwarded(given), host, [CORRELATION_HEADER]: given.correlationId };
      const onward = send({ hostname, port, path: request.url, method: request.method, headers });
      const over = this.watch(caller, () => response.destroy());
      response.once('close', () => {
        over();
        onward.destroy();
        resolve();
      });
      onward.once('error', (error) => {
        if (response.destroyed) return;
        this.parts.logger.warn({ err: error, correlationId: given.correlationId }, 'a world of test mode did not answer');
        if (response.headersSent) response.destroy();
        else reject(away());
      });
      onward.once('response', (answer) => {
        const { statusCode = 502 } = answer;
        const passed = Object.entries(without(answer.headers, [...OF_CONNECTION, ...OWN]));
        response.writeHead(statusCode, Object.fromEntries(passed.filter(([name]) => !name.startsWith('access-control-'))));
        // Streams begin with their headers.
        response.flushHeaders();
        answer.once('error', () => response.destroy());
        answer.pipe(response);
      });
      request.pipe(onward);
    });
  }
}

/** The world knows by it how many come from one address. */
export const forwarded = ({ ip }: Circumstances): Record<string, string> => (ip === undefined ? {} : { 'x-forwarded-for': ip });

const away = () => new GraphError('SUBGRAPH_UNAVAILABLE', 'Test mode does not answer at the moment. Try again.', { retryable: true });

const without = (headers: IncomingMessage['headers'], names: readonly string[]): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
