import { createHash } from 'node:crypto';
import { fetchRemote, RemoteFault, type Basics } from '@marquee/platform';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { ListingFault, type EventListing } from '../../ports/event-listing';
import { recordsOfDocument } from '../ingestion/document-records.store';
import type { FoundRecord } from '../ingestion/found-record.types';
import { UnreadableDocument } from '../ingestion/schema-org-document';
import { sourceFault, sourceWaits } from './source.refusals';
import type { SourceRow, Validators } from './source.types';

const MOST_BYTES = 20_000_000;
/** Of all its events, each with what it refers to. */
const MOST_CHARACTERS = 40_000_000;
const LONGEST_MS = 60_000;
const MOST_WAIT_MS = 3_600_000;

export interface SourcePage {
  found: FoundRecord[];
  next: string | null;
  validators: Validators;
}

const NO_VALIDATORS: Validators = { etag: null, lastModified: null, documentHash: null };

/** Reads what sources tell: documents at addresses, and listings page by page. */
export class SourceReader {
  private readonly inside: readonly string[];

  constructor(
    private readonly basics: Basics<PrismaClient, Settings>,
    private readonly listing: EventListing,
  ) {
    this.inside = basics.settings.SOURCES_INSIDE;
  }

  /** May it be read though it lies inside a network? */
  isInside({ host, hostname }: URL): boolean {
    return this.inside.includes(host) || this.inside.includes(hostname);
  }

  /**
   * One page; a document is one. Null where it says that nothing has changed since. `at`: null for the first, else the `next` before.
   *
   * @throws a refusal whose words the owner of the source may read
   */
  async read(source: SourceRow, at: string | null, whole: boolean, signal: AbortSignal): Promise<SourcePage | null> {
    try {
      return source.format === 'EVENTBRITE' ? await this.listed(source, at, signal) : await this.document(source, whole, signal);
    } catch (error) {
      if (error instanceof RemoteFault || error instanceof UnreadableDocument) throw sourceFault(error.message);
      if (!(error instanceof ListingFault)) throw error;
      if (error.retryAfterMs === null) throw sourceFault(error.message);
      const wait = Math.min(error.retryAfterMs, MOST_WAIT_MS);
      throw sourceWaits(error.message, new Date(this.basics.clock.now().getTime() + wait));
    }
  }

  private async listed(source: SourceRow, at: string | null, signal: AbortSignal): Promise<SourcePage> {
    const token = this.tokenOf(source);
    if (!token) throw sourceFault('The source has no token.');
    const { events, next } = await this.listing.page({ organization: source.address, token, at, signal });
    return { found: events.map((event) => ({ ...event, line: null, notes: [] })), next, validators: NO_VALIDATORS };
  }

  private async document(source: SourceRow, whole: boolean, signal: AbortSignal): Promise<SourcePage | null> {
    const token = this.tokenOf(source);
    const conditions = whole
      ? {}
      : {
          ...(source.etag ? { 'if-none-match': source.etag } : {}),
          ...(source.lastModified ? { 'if-modified-since': source.lastModified } : {}),
        };
    const { status, headers, body } = await fetchRemote(source.address, {
      inside: this.inside,
      headers: {
        accept: ACCEPT[source.format as keyof typeof ACCEPT],
        ...conditions,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      maxBytes: MOST_BYTES,
      timeoutMs: LONGEST_MS,
      signal,
    });
    if (status === 304 && Object.keys(conditions).length > 0) return null;
    if (status === 429 || status === 503) throw new ListingFault(`The address asks to wait (${status}).`, waitOf(headers['retry-after']));
    if (status !== 200) throw sourceFault(`The address answers ${status}${WORDS[status] ? `: ${WORDS[status]}` : ''}.`);
    const validators = {
      etag: headers.etag ?? null,
      lastModified: headers['last-modified'] ?? null,
      documentHash: createHash('sha256').update(body).digest('hex'),
    };
    if (!whole && validators.documentHash === source.documentHash && !mayRepeat(body)) return null;
    const found = await recordsOfDocument(
      this.basics as Kept,
      {
        format: source.format as 'SCHEMA_ORG',
        text: textOf(body, headers['content-type']),
        timezone: source.timezone,
        mapping: source.mapping,
        now: this.basics.clock.now(),
      },
      { mostCharacters: MOST_CHARACTERS, of: source.organizationId ?? source.ownerId, signal },
    );
    return { found, next: null, validators };
  }

  private tokenOf({ id, sealedToken }: SourceRow): string | null {
    return this.basics.fields.openOptional({ table: 'event_sources', column: 'sealed_token', id }, sealedToken);
  }
}

const ACCEPT = {
  SCHEMA_ORG: 'application/ld+json, application/json;q=0.9, text/html;q=0.8, */*;q=0.1',
  ICALENDAR: 'text/calendar, */*;q=0.1',
  CSV: 'text/csv, */*;q=0.1',
};

const WORDS: Readonly<Record<number, string>> = {
  401: 'it asks who we are',
  403: 'it refuses us',
  404: 'there is nothing',
  410: 'there is nothing any more',
};

/** What repeats tells more as time goes on, though the document stays the same. */
const mayRepeat = (body: Buffer): boolean => body.includes('RRULE') || body.includes('eventSchedule');

/** In the encoding that is told; what is none is UTF-8. */
function textOf(body: Buffer, type: string | undefined): string {
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/i.exec(type ?? '') ?? [];
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8');
  }
}

const waitOf = (retryAfter: string | undefined): number => (/^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 300_000);
