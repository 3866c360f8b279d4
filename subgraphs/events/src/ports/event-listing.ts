/**
 * A platform that lists an organisation's events page by page. Adapters stand behind this interface: `eventbrite/` speaks Eventbrite's API. It
 * needs the token of each organisation and no account of this installation's own.
 */
export interface EventListing {
  readonly name: string;
  /**
   * One page. `at`: null for the first, else the `next` of the page before.
   *
   * @throws ListingFault, and nothing else, but the reason of `signal`
   */
  page(question: ListingQuestion): Promise<ListingPage>;
}

export interface ListingQuestion {
  /** The id of the organisation there. */
  organization: string;
  token: string;
  at: string | null;
  signal?: AbortSignal;
}

export interface ListingPage {
  /** In the words of schema.org; `dropped` as the platform calls it. */
  events: { record: Record<string, unknown>; dropped: string[] }[];
  /** Where the next page begins; null after the last. */
  next: string | null;
}

/** No page came. The message is for the owner of the source. */
export class ListingFault extends Error {
  override name = 'ListingFault';

  constructor(
    message: string,
    /** The platform asks to wait for so long; null where it does not. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}
