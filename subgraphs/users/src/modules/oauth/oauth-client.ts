import { invalidClient, invalidRequest } from './oauth-fault';

/** As whom a program says it comes. `secret` null: it keeps none. */
export interface ClientCredentials {
  id: string;
  secret: string | null;
}

/** Reads them from the header of HTTP Basic, or from the form; of the two ways a request may use one. */
export function readCredentials(authorization: string | undefined, form: URLSearchParams): ClientCredentials {
  const id = form.get('client_id');
  const secret = form.get('client_secret');
  if (authorization === undefined) {
    if (!id) throw invalidRequest('`client_id` is missing.');
    return { id, secret };
  }
  const [, encoded = ''] = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization) ?? [];
  const [name, word] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 2).map(readFormWord);
  if (!name || word === undefined) throw invalidClient();
  if (secret !== null || (id !== null && id !== name)) throw invalidRequest('Say who you are in one way.');
  return { id: name, secret: word };
}

/** RFC 6749 encodes both as forms are before they go into the header. */
function readFormWord(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

/** A parameter that stands there once; null where it does not. Twice is a mistake or an attack (RFC 6749, 3.1). */
export function one(params: URLSearchParams, name: string): string | null {
  const values = params.getAll(name);
  if (values.length > 1) throw invalidRequest(`\`${name}\` stands there twice.`);
  return values[0] || null;
}
