import { createHash } from 'node:crypto';
import { GraphError } from '@marquee/platform';
import { BoundedMap } from '../bounded-map';
import { isFields } from '../execution/names';
import { RequestMalformed, type RequestParameters } from './request-parameters';

const MAX_DOCUMENTS = 10_000;

/** The text of an operation, and what is to be done when it has turned out to be valid. */
export interface FoundDocument {
  readonly query: string;
  /** Remembers a text that the client wants to call by its hash. */
  keep(): void;
}

const NOTHING_TO_KEEP = () => {};

/**
 * Documents by the SHA-256 of their text: those that clients register (Apollo's automatic persisted queries, version 1), of which the
 * least used are forgotten, and those that whoever runs the gateway trusts, which stay.
 */
export class PersistedQueries {
  private readonly registered = new BoundedMap<string, string>(MAX_DOCUMENTS);
  private readonly trusted: ReadonlyMap<string, string>;

  constructor(trusted: readonly string[] = []) {
    this.trusted = new Map(trusted.map((document) => [sha256(document), document]));
  }

  /** Throws RequestMalformed, or PERSISTED_QUERY_NOT_FOUND, upon which clients send the text along. */
  find({ query, documentId, extensions }: RequestParameters): FoundDocument {
    const hash = documentId === undefined ? hashIn(extensions.persistedQuery) : hashOf(documentId);
    if (hash === undefined) {
      if (query === undefined) throw new RequestMalformed('The request has no query.');
      return { query, keep: NOTHING_TO_KEEP };
    }
    if (query === undefined) {
      const known = this.trusted.get(hash) ?? this.registered.get(hash);
      // Apollo's clients go by this very message.
      if (known === undefined) throw new GraphError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
      return { query: known, keep: NOTHING_TO_KEEP };
    }
    if (sha256(query) !== hash) throw new RequestMalformed('The hash is not the SHA-256 of the query.');
    return { query, keep: () => this.registered.set(hash, query) };
  }
}

function hashIn(persistedQuery: unknown): string | undefined {
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  if (!isFields(persistedQuery) || typeof persistedQuery.sha256Hash !== 'string')
    throw new RequestMalformed('extensions.persistedQuery must be { version: 1, sha256Hash: string }.');
  if (persistedQuery.version !== 1) throw new RequestMalformed('Persisted queries are known in version 1 only.');
  return persistedQuery.sha256Hash;
}

/** `sha256:<hex>`, as graphql-codegen's client preset writes it, or the digits alone. */
const hashOf = (documentId: string) => (documentId.startsWith('sha256:') ? documentId.slice('sha256:'.length) : documentId);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
