import { unauthenticated } from '@marquee/platform';
import { bearerToken } from '../authenticate';
import type { Circumstances } from '../caller';

const MAX_NAME = 128;
const TOKEN_NAMES: ReadonlySet<string> = new Set(['authorization', 'token']);

/**
 * The access token in a payload of a socket (init, ping): `authorization: "Bearer …"` or `token: "…"`, whatever the case of the name.
 * Null when there is none; throws when there is something else than a token.
 */
export function credentials(payload: Record<string, unknown> | undefined): string | null {
  const authorization = lookUp(payload, 'authorization');
  const token = lookUp(payload, 'token');
  const found =
    authorization !== undefined && authorization !== null && authorization !== '' ? bearerToken(authorization) : plainToken(token);
  if (found === undefined) throw unauthenticated('The payload has no usable token.');
  return found;
}

/** Tells whether the payload has a field for a token. */
export function bringsToken(payload: Record<string, unknown> | undefined): payload is Record<string, unknown> {
  return Object.keys(payload ?? {}).some((key) => TOKEN_NAMES.has(key.toLowerCase()));
}

export function clientOf(payload: Record<string, unknown> | undefined): Pick<Circumstances, 'clientName' | 'clientVersion'> {
  const clientName = lookUp(payload, 'apollographql-client-name');
  const clientVersion = lookUp(payload, 'apollographql-client-version');
  return {
    ...(typeof clientName === 'string' ? { clientName: clientName.slice(0, MAX_NAME) } : {}),
    ...(typeof clientVersion === 'string' ? { clientVersion: clientVersion.slice(0, MAX_NAME) } : {}),
  };
}

function lookUp(payload: Record<string, unknown> | undefined, name: string): unknown {
  return Object.entries(payload ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

function plainToken(token: unknown): string | null | undefined {
  if (token === undefined || token === null || token === '') return null;
  return typeof token === 'string' ? token.replace(/^Bearer +/i, '') : undefined;
}
