import type { IncomingMessage, ServerResponse } from 'node:http';
import { routeAt, type Caller, type Logger } from '@marquee/platform';
import { PublicForward, type ForwardOptions, type PublicRoute } from './public-forward';
import type { Origins } from './origins';
import { correlationOf, respondError, respondJson } from './respond';

/** What is read at a path of the public address: at a subgraph's own address, or by a function where it runs in this process. */
export type PublicSource = URL | (() => Promise<unknown>);

const READ_WITHIN_MS = 3_000;
/** Many may ask for the same at once; the subgraph is asked once in this time. */
const KEPT_MS = 10_000;
const CACHEABLE = { 'cache-control': 'public, max-age=60', 'access-control-allow-origin': '*' };

/**
 * What of subgraphs is at the public address beside the API. Resources that everybody may read, such as the keys of access tokens (JSON,
 * with GET), are read once for many; other routes have their requests passed on. The gateway knows the paths and not what is there; nothing
 * else of a subgraph is reachable. Pages of the origins that may use the API may use these, too.
 */
export class PublicRoutes {
  private readonly routes: Readonly<Record<string, Resource | PublicForward>>;
  private readonly logger: Logger;

  constructor(
    sources: Readonly<Record<string, PublicSource | PublicRoute>>,
    private readonly origins: Origins,
    options: ForwardOptions,
  ) {
    this.logger = options.logger;
    this.routes = Object.fromEntries(
      Object.entries(sources).map(([path, source]) => [path, isRoute(source) ? new PublicForward(source, options) : new Resource(source)]),
    );
  }

  /** Returns false when there is nothing at the path. */
  async serve(request: IncomingMessage, response: ServerResponse, path: string, caller: Caller): Promise<boolean> {
    const resource = routeAt(this.routes, path);
    if (!resource) return false;
    const methods = resource instanceof PublicForward ? resource.methods : ['GET', 'HEAD'];
    if (request.method === 'OPTIONS' && request.headers.origin !== undefined) {
      this.origins.preflight(request, response, methods.join(', '));
      return true;
    }
    this.origins.decorate(request, response);
    if (resource instanceof PublicForward) {
      await resource.serve(request, response, path, caller);
      return true;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      respondError(request, response, 405, 'BAD_USER_INPUT', 'Use GET.', { allow: 'GET, HEAD' });
      return true;
    }
    try {
      respondJson(response, 200, await resource.read(), CACHEABLE);
    } catch (error) {
      this.logger.warn({ err: error, path, correlationId: correlationOf(response) }, 'a public resource could not be read');
      respondError(request, response, 503, 'SUBGRAPH_UNAVAILABLE', 'This is not available at the moment.', { 'retry-after': '5' });
    }
    return true;
  }
}

const isRoute = (source: PublicSource | PublicRoute): source is PublicRoute => 'methods' in source;

class Resource {
  private last: { readonly value: unknown; readonly until: number } | null = null;
  private reading: Promise<unknown> | null = null;

  constructor(private readonly source: PublicSource) {}

  /** While the subgraph is away, what was read last stays. */
  async read(): Promise<unknown> {
    if (this.last && Date.now() < this.last.until) return this.last.value;
    this.reading ??= readSource(this.source).finally(() => (this.reading = null));
    try {
      const value = await this.reading;
      this.last = { value, until: Date.now() + KEPT_MS };
      return value;
    } catch (error) {
      if (this.last) return this.last.value;
      throw error;
    }
  }
}

async function readSource(source: PublicSource): Promise<unknown> {
  if (!(source instanceof URL)) return source();
  const response = await fetch(source, { signal: AbortSignal.timeout(READ_WITHIN_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}
