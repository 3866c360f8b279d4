import { GraphError, type Caller } from '@marquee/platform';
import { BoundedMap } from '../bounded-map';
import { RequestMalformed, type RequestParameters } from '../http/request-parameters';
import { isFields } from '../objects';
import { sha256, withoutAlgorithm, type TrustedDocuments } from './trusted-documents';

const MAX_DOCUMENTS = 10_000;
/** For all together: a client could fill the memory with documents that are mostly white space. */
const MAX_CHARACTERS = 32_000_000;

/** The text of a document, and what is to be done when it has turned out to be valid. */
export interface FoundDocument {
  readonly query: string;
  readonly trusted: boolean;
  /** Remembers a text that the client wants to call by its hash. */
  keep(): void;
}

const NOTHING_TO_KEEP = () => {};

/**
 * Documents by the SHA-256 of their text: those that clients register (Apollo's automatic persisted queries, version 1), of which the
 * least used are forgotten, and those that the operator trusts, which stay.
 */
export class PersistedQueries {
  private readonly registered = new BoundedMap<string, string>(MAX_DOCUMENTS, {
    most: MAX_CHARACTERS,
    weigh: (_hash, text) => text.length,
  });

  constructor(private readonly trusted: TrustedDocuments) {}

  /**
   * Finds the document of a request. Throws RequestMalformed, FORBIDDEN when the client may send trusted documents only, or
   * PERSISTED_QUERY_NOT_FOUND, on which clients send the text, too.
   */
  find({ query, documentId, extensions }: RequestParameters, caller: Caller): FoundDocument {
    const held = this.trusted.holds(caller);
    const hash = documentId === undefined ? hashIn(extensions.persistedQuery) : withoutAlgorithm(documentId);
    if (query === undefined) {
      if (hash === undefined) throw new RequestMalformed('The request has no query.');
      return this.byHash(hash, held, documentId === undefined);
    }
    if (!query) throw new RequestMalformed('The request has no query.');
    if (this.trusted.includes(query)) return { query, trusted: true, keep: NOTHING_TO_KEEP };
    if (held) throw new GraphError('FORBIDDEN', 'Only documents that are registered with this gateway may be sent.');
    if (hash === undefined) return { query, trusted: false, keep: NOTHING_TO_KEEP };
    if (sha256(query) !== hash) throw new RequestMalformed('The hash is not the SHA-256 of the query.');
    return { query, trusted: false, keep: () => this.registered.set(hash, query) };
  }

  /** The text of a request's document, if it is there or known; what is wrong with the request is said by `find`. */
  textOf({ query, documentId, extensions }: RequestParameters): string | undefined {
    if (query !== undefined) return query;
    const { persistedQuery } = extensions;
    const hash = documentId ?? (isFields(persistedQuery) ? persistedQuery.sha256Hash : undefined);
    if (typeof hash !== 'string') return undefined;
    return this.trusted.find(withoutAlgorithm(hash)) ?? this.registered.get(withoutAlgorithm(hash));
  }

  private byHash(hash: string, held: boolean, automatic: boolean): FoundDocument {
    const trusted = this.trusted.find(hash);
    if (trusted !== undefined) return { query: trusted, trusted: true, keep: NOTHING_TO_KEEP };
    const registered = held ? undefined : this.registered.get(hash);
    if (registered !== undefined) return { query: registered, trusted: false, keep: NOTHING_TO_KEEP };
    // Apollo's clients depend on these very messages. One that may not register documents is told not to try.
    if (held && automatic) throw new GraphError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    throw new GraphError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
  }
}

function hashIn(persistedQuery: unknown): string | undefined {
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  if (!isFields(persistedQuery) || typeof persistedQuery.sha256Hash !== 'string')
    throw new RequestMalformed('extensions.persistedQuery must be { version: 1, sha256Hash: string }.');
  if (persistedQuery.version !== 1) throw new RequestMalformed('Persisted queries are known in version 1 only.');
  return withoutAlgorithm(persistedQuery.sha256Hash);
}
