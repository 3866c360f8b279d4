import type { IncomingMessage, ServerResponse } from 'node:http';
import { silentLogger } from '@marquee/platform';
import { vi } from 'vitest';
import { readPublicOptions } from '../env';
import { Origins, type OriginSettings } from './origins';

const origins = (settings: Partial<OriginSettings> = {}) => {
  const warn = vi.fn<(...told: unknown[]) => void>();
  const logger = { ...silentLogger, warn } as never;
  return { warn, origins: new Origins({ allowedOrigins: [], localOrigins: false, allowedHeaders: [], ...settings }, logger) };
};
const from = (origin?: string) => ({ headers: { host: 'api.example', origin } }) as unknown as IncomingMessage;

function preflight(one: Origins, origin: string): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => void (headers[name] = value),
    hasHeader: (name: string) => name in headers,
    writeHead: () => ({ end: () => undefined }),
  };
  one.preflight(from(origin), response as unknown as ServerResponse);
  return headers;
}

test('pages of this machine may call where somebody develops one, at any port, and nobody who only looks like one', () => {
  const { origins: local } = origins({ localOrigins: true });
  for (const origin of ['http://localhost:5173', 'https://localhost', 'http://127.0.0.1:3000', 'http://[::1]:8080'])
    expect([origin, local.admits(from(origin)), preflight(local, origin)['access-control-allow-origin']]).toEqual([origin, true, origin]);
  for (const origin of ['http://localhost.evil.example', 'http://evil.example:3000', 'http://localhost:1/', 'null', 'file://'])
    expect([origin, local.admits(from(origin))]).toEqual([origin, false]);
  expect(origins().origins.admits(from('http://localhost:5173'))).toBe(false);
});

test('they may outside production, unless the operator says otherwise', () => {
  const may = (environment: Record<string, string>) => readPublicOptions(environment).settings.localOrigins;
  expect([may({}), may({ NODE_ENV: 'production' }), may({ LOCAL_ORIGINS: 'false' })]).toEqual([true, false, false]);
});

// bug-reports-gateway B11: with Sentry or OpenTelemetry in a page, its browser stopped every request.
test('pages may send what OpenTelemetry and Sentry add, and headers of the operator’s own', () => {
  const { allowedHeaders } = readPublicOptions({ ALLOWED_HEADERS: 'x-team, x-build' }).settings;
  const { origins: open } = origins({ allowedOrigins: ['https://app.example'], ...(allowedHeaders ? { allowedHeaders } : {}) });
  const headers = preflight(open, 'https://app.example')['access-control-allow-headers']!.split(', ');
  expect(headers).toEqual(expect.arrayContaining(['authorization', 'baggage', 'sentry-trace', 'tracestate', 'x-team', 'x-build']));
  expect(() => readPublicOptions({ ALLOWED_HEADERS: 'x-team, bad header' })).toThrow(/ALLOWED_HEADERS.*names of headers/);
});

test('an origin that may not call is told in the log, once, and whoever makes up more fills no log', () => {
  const { origins: closed, warn } = origins({ allowedOrigins: ['https://app.example'] });
  for (let n = 0; n < 3; n++) preflight(closed, 'https://other.example');
  expect(closed.admits(from('https://other.example'))).toBe(false);
  expect(warn.mock.calls).toEqual([[{ origin: 'https://other.example' }, expect.stringContaining('ALLOWED_ORIGINS')]]);
  for (let n = 0; n < 1_000; n++) closed.admits(from(`https://${n}.example`));
  expect(warn).toHaveBeenCalledTimes(100);
  expect([closed.admits(from('https://api.example')), closed.admits(from())]).toEqual([true, true]);
});
