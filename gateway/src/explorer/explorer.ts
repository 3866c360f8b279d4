import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { getDistDirectory, isSandboxFrame, renderAltair, renderInitialOptions, SANDBOX_FRAME_CSP, type RenderOptions } from 'altair-static';
import { EXPLORER_PATH, GRAPHQL_PATH, type Pages } from '../http/paths';
import { respond, redirect } from '../http/respond';
import type { ExplorerExample, ExplorerOptions } from './explorer-pages';

const BASE = `${EXPLORER_PATH}/`;
const OPTIONS_SCRIPT = 'initial_options.js';
/** All examples as a file that Altair's collections import. */
const COLLECTION_FILE = 'operations.agc';
const WEEK_SECONDS = 7 * 24 * 60 * 60;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/** The page may talk to its own origin only, whatever the code in it tries. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'self'",
  "form-action 'none'",
].join('; ');

const FIRST_QUERY = `# The schema is behind "Docs".
# To be signed in, set "token" to an access token in the global environment (top right): headers and sockets use it.
{
  __typename
}
`;

/**
 * An explorer of the API that loads nothing from outside: Altair, served from its npm package. It has headers, variables and
 * subscriptions over graphql-ws, and keeps its windows in the browser.
 */
export const createExplorer =
  (shown: ExplorerOptions): Pages =>
  async (request, response, path) => {
    const name = path.slice(BASE.length);
    const page = (type: string, text: string) => (respond(response, 200, type, text, { 'cache-control': 'no-cache' }), true);
    if (path === EXPLORER_PATH) return (redirect(response, BASE), true);
    // A user's scripts run in a frame of their own, which has no origin.
    response.setHeader('content-security-policy', isSandboxFrame(path) ? SANDBOX_FRAME_CSP : CONTENT_SECURITY_POLICY);
    response.setHeader('x-frame-options', 'SAMEORIGIN');
    if (name === '' || name === 'index.html') return page(TYPES['.html']!, named(renderAltair(options(request, shown)), shown));
    if (name === COLLECTION_FILE && shown.examples) return page(TYPES['.json']!, collection(request, shown, shown.examples()));
    if (name === OPTIONS_SCRIPT) return page(TYPES['.js']!, renderInitialOptions(options(request, shown)));
    return serveFile(name, response);
  };

const SIGNED_IN: Required<Pick<ExplorerOptions, 'headers' | 'variables'>> = {
  headers: { Authorization: 'Bearer {{token}}' },
  variables: { token: '' },
};

const named = (html: string, { name }: ExplorerOptions): string =>
  name ? html.replace('<title>Altair</title>', () => `<title>${name.replace(/[<&]/g, '')}</title>`) : html;

/** Where the API is, as the browser reached the explorer. */
function addressesFor(request: IncomingMessage) {
  const secure = 'encrypted' in request.socket || request.headers['x-forwarded-proto'] === 'https';
  const host = request.headers.host ?? 'localhost';
  return {
    endpointURL: `${secure ? 'https' : 'http'}://${host}${GRAPHQL_PATH}`,
    subscriptionsEndpoint: `${secure ? 'wss' : 'ws'}://${host}${GRAPHQL_PATH}`,
  };
}

function collection(request: IncomingMessage, shown: ExplorerOptions, examples: readonly ExplorerExample[]): string {
  const { endpointURL, subscriptionsEndpoint } = addressesFor(request);
  const { headers } = { ...SIGNED_IN, ...shown };
  const queries = examples.map(({ name, query, variables = '{}' }) => ({
    version: 1,
    type: 'window',
    windowName: name,
    query,
    variables,
    apiUrl: endpointURL,
    subscriptionUrl: subscriptionsEndpoint,
    subscriptionRequestHandlerId: 'graphql-ws',
    headers: Object.entries(headers).map(([key, value]) => ({ key, value, enabled: true })),
  }));
  return JSON.stringify({ version: 1, type: 'collection', title: shown.name ?? 'Operations', queries });
}

function options(request: IncomingMessage, shown: ExplorerOptions): RenderOptions {
  const { firstQuery = FIRST_QUERY, headers, variables, examples } = { ...SIGNED_IN, ...shown };
  const window = {
    ...addressesFor(request),
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    initialHeaders: headers,
    initialSubscriptionsPayload: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
  const open = examples?.().filter(({ isOpen }) => isOpen) ?? [];
  return {
    baseURL: BASE,
    serveInitialOptionsInSeperateRequest: OPTIONS_SCRIPT,
    ...window,
    initialQuery: firstQuery,
    initialWindows: open.map(({ name, query, variables: given = '{}' }) => ({
      ...window,
      initialName: name,
      initialQuery: query,
      initialVariables: given,
    })),
    initialEnvironments: { base: { title: 'Environment', variables } },
    disableAccount: true,
    initialSettings: {
      'alert.disableUpdateNotification': true,
      'banners.disable': true,
      'schema.reloadOnStart': true,
      disablePushNotification: true,
    },
    preserveState: true,
  } as RenderOptions;
}

function serveFile(name: string, response: ServerResponse): boolean {
  const file = fileOf(name);
  if (!file) return false;
  response.writeHead(200, {
    'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
    'content-length': file.size,
    'cache-control': `public, max-age=${WEEK_SECONDS}`,
  });
  createReadStream(file.path).pipe(response);
  return true;
}

/** A file of the package, never one outside of it. */
function fileOf(name: string): { path: string; size: number } | null {
  const root = getDistDirectory();
  try {
    const path = normalize(join(root, decodeURIComponent(name)));
    const stats = path.startsWith(root + sep) ? statSync(path, { throwIfNoEntry: false }) : undefined;
    return stats?.isFile() ? { path, size: stats.size } : null;
  } catch {
    // The name cannot be one of a file: a broken escape, a null byte.
    return null;
  }
}
