import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@marquee/platform';
import { correlationOf, respondError, respondJson } from './respond';

/** What is read at a path of the public address: at a subgraph's own address, or by a function where it runs in this process. */
export type PublicSource = URL | (() => Promise<unknown>);

const READ_WITHIN_MS = 3_000;
/** Many may ask for the same at once; the subgraph is asked once in this time. */
const KEPT_MS = 10_000;
const CACHEABLE = { 'cache-control': 'public, max-age=60', 'access-control-allow-origin': '*' };

/**
 * Resources of subgraphs that everybody may read beside the API, such as the keys of access tokens: JSON, with GET. The gateway knows the
 * paths and not what is there; nothing else of a subgraph is reachable.
 */
export class PublicRoutes {
  private readonly routes: ReadonlyMap<string, Resource>;

  constructor(
    sources: Readonly<Record<string, PublicSource>>,
    private readonly logger: Logger,
  ) {
    this.routes = new Map(Object.entries(sources).map(([path, source]) => [path, new Resource(source)]));
  }

  /** Returns false when there is nothing at the path. */
  async serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    const resource = this.routes.get(path);
    if (!resource) return false;
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
