import { BoundedNames, type Meter } from '@marquee/platform';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EXPLORER_PATH, GRAPHQL_PATH } from './paths';

const BOUNDS = [0.1, 0.5, 1, 2, 5];
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];
const ROUTES = [GRAPHQL_PATH, '/', '/livez', '/readyz', '/health', '/schema.graphql'];
/** Whatever lies below them. */
const FOLDERS = [EXPLORER_PATH, '/files'];
const STREAM = /^(multipart\/|text\/event-stream)/;

/** How long requests take, by what they ask for (X127). Streams are not in it: they last as long as their client wants. */
export class RequestTimes {
  private readonly durations;
  private readonly methods = new BoundedNames(0, METHODS);
  private readonly routes: BoundedNames;

  constructor(meter: Meter, publicPaths: Iterable<string>) {
    this.routes = new BoundedNames(0, [...ROUTES, ...FOLDERS, ...publicPaths]);
    this.durations = meter.duration(
      'http_request_duration_seconds',
      'One request over HTTP, from its first byte to the whole answer; streams are not in it.',
      BOUNDS,
      ...['method', 'route', 'status_code'],
    );
  }

  took({ method = '' }: IncomingMessage, response: ServerResponse, path: string, startedAt: number): void {
    const type = response.getHeader('content-type');
    if (typeof type === 'string' && STREAM.test(type)) return;
    const folder = FOLDERS.find((one) => path.startsWith(`${one}/`));
    this.durations
      .with(this.methods.of(method), this.routes.of(folder ?? path), String(response.statusCode))
      .took(performance.now() - startedAt);
  }
}
