import type { IncomingMessage } from 'node:http';
import type { Fields } from '../objects';
import { isFields } from '../objects';
import { isJson } from './body';

/** The request parameters of GraphQL over HTTP, with their types checked. */
export interface RequestParameters {
  readonly query: string | undefined;
  readonly documentId: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Fields;
  readonly extensions: Fields;
}

/** The request is not a well-formed GraphQL request; the status says in which way. */
export class RequestMalformed extends Error {
  constructor(
    message: string,
    readonly status: 400 | 405 | 415 = 400,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Reads the parameters of a GET or POST request; `body` is undefined when it is not JSON. Throws RequestMalformed. */
export function readParameters(request: IncomingMessage, body: unknown): RequestParameters {
  switch (request.method) {
    case 'POST':
      if (body === undefined) throw new RequestMalformed('Send a JSON object with a query, as content-type application/json.', 415);
      return parametersOf(body);
    case 'GET':
      // A GET has no body to describe, and browsers had faults that let pages of other sites set this header.
      if (!isJson(request.headers['content-type'] ?? JSON_TYPE)) throw new RequestMalformed('A GET has no content-type.', 415);
      return ofSearch(request.url ?? '/');
    default:
      throw new RequestMalformed('Use GET or POST.', 405, { allow: 'GET, POST' });
  }
}

const JSON_TYPE = 'application/json';

/** Reads the body of a POST request, or the payload of an operation on a socket. Throws RequestMalformed. */
export function parametersOf(body: unknown): RequestParameters {
  if (Array.isArray(body)) throw new RequestMalformed('Batches are not taken: send one operation in each request.');
  if (!isFields(body)) throw new RequestMalformed('Send a JSON object with a query, as content-type application/json.');
  return {
    // Some clients cannot leave the query out, and send an empty one with a hash.
    query: textOf(body, 'query') || undefined,
    documentId: textOf(body, 'documentId'),
    operationName: textOf(body, 'operationName'),
    variables: objectOf(body, 'variables'),
    extensions: objectOf(body, 'extensions'),
  };
}

function ofSearch(url: string): RequestParameters {
  const at = url.indexOf('?');
  const search = new URLSearchParams(at === -1 ? '' : url.slice(at));
  const given: Fields = {};
  for (const name of ['query', 'documentId', 'operationName', 'variables', 'extensions']) {
    const values = search.getAll(name);
    if (values.length > 1) throw new RequestMalformed(`The parameter ${name} is there more than once.`);
    // Forms send an empty operationName for none.
    if (values[0]) given[name] = name === 'variables' || name === 'extensions' ? parsed(name, values[0]) : values[0];
  }
  return parametersOf(given);
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestMalformed(`The parameter ${name} is not valid JSON.`);
  }
}

function textOf(body: Fields, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new RequestMalformed(`${name} must be a string.`);
  return value;
}

const NOTHING: Fields = Object.freeze({});

function objectOf(body: Fields, name: string): Fields {
  const value = body[name];
  if (value === undefined || value === null) return NOTHING;
  if (!isFields(value)) throw new RequestMalformed(`${name} must be a JSON object.`);
  return value;
}

const SIMPLE_TYPES: ReadonlySet<string> = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
const MIME_ESSENCE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+$/;

/**
 * Tells whether a page of another site could have made a browser send this without a preflight (CORS, "simple" requests): its user might
 * not know of it. The same rule as Apollo Server's, so that clients need nothing new.
 */
export function mayBeForged({ headers }: IncomingMessage): boolean {
  const essence = headers['content-type']?.split(';', 1)[0]!.trim().toLowerCase();
  if (essence && MIME_ESSENCE.test(essence) && !SIMPLE_TYPES.has(essence)) return false;
  return !headers['apollo-require-preflight'] && !headers['x-apollo-operation-name'];
}
