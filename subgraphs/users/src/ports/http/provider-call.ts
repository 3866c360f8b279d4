/** What a provider answered: the body as JSON, or null where it is none. */
export interface ProviderAnswer {
  status: number;
  body: unknown;
  /** What `Retry-After` asks for; null without. */
  retryAfterMs: number | null;
}

/** Nobody answered. It says nothing of what was asked: addresses, tokens and texts are in no log. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';

  constructor(
    /** `timeout`, or the name of what was wrong with the connection. */
    readonly code: string,
  ) {
    super(`The provider did not answer (${code}).`);
  }
}

/** More than any answer of a provider has. */
const MOST_BYTES = 1_000_000;

interface Call {
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  now: Date;
}

/** One POST to a provider. Follows no redirect, which would take the credentials elsewhere. Throws NoAnswer, and nothing else. */
export async function callProvider(url: string, { headers, body, timeoutMs, now }: Call): Promise<ProviderAnswer> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    return {
      status: response.status,
      body: text.length > MOST_BYTES ? null : jsonOf(text),
      retryAfterMs: retryAfterOf(response.headers.get('retry-after'), now),
    };
  } catch (error) {
    const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
    const code = typeof cause?.code === 'string' ? cause.code : 'unreachable';
    throw new NoAnswer(name === 'TimeoutError' ? 'timeout' : code);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfterOf(value: string | null, now: Date): number | null {
  if (value === null) return null;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
