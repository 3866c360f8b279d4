import { fetchRemote, RemoteFault, type InsideHosts } from '@marquee/platform';
import { ListingFault, type EventListing, type ListingPage, type ListingQuestion } from '../event-listing';
import { recordOfEvent, type EventbriteEvent } from './eventbrite-record';

const MOST_BYTES = 10_000_000;
const LONGEST_MS = 20_000;
/** Where a platform says too much, and not for how long. */
const USUAL_WAIT_MS = 60_000;

interface Answer {
  events?: EventbriteEvent[];
  pagination?: { has_more_items?: boolean; continuation?: string };
}

/** Eventbrite's API v3, or one that speaks it. */
export class EventbriteListing implements EventListing {
  readonly name = 'eventbrite';

  /** `api`: its address, without a slash at the end. */
  constructor(
    private readonly api: string,
    private readonly inside: InsideHosts,
  ) {}

  async page({ organization, token, at, signal }: ListingQuestion): Promise<ListingPage> {
    const query = new URLSearchParams({
      expand: 'venue,organizer,category,format,ticket_availability,logo',
      time_filter: 'current_future',
      status: 'live,started,canceled',
      order_by: 'start_asc',
      ...(at === null ? {} : { continuation: at }),
    });
    const address = `${this.api}/organizations/${encodeURIComponent(organization)}/events/?${query.toString()}`;
    const { status, headers, body } = await this.ask(address, token, signal);
    if (status === 429) throw new ListingFault('Eventbrite asks to wait: too many requests.', waitOf(headers['retry-after']));
    if (status === 401 || status === 403) throw new ListingFault('Eventbrite refuses the token.');
    if (status === 404) throw new ListingFault('Eventbrite knows no such organisation.');
    if (status >= 500) throw new ListingFault(`Eventbrite is not available at present (${status}).`);
    const answer = status === 200 ? answerIn(body) : null;
    if (!answer) throw new ListingFault(`Eventbrite answered what nobody understands here (${status}).`);
    const { has_more_items: hasMore, continuation } = answer.pagination ?? {};
    if (hasMore && (!continuation || continuation === at))
      throw new ListingFault('Eventbrite tells of more pages, and not where they are.');
    return {
      events: answer.events.flatMap((event) => recordOfEvent(event) ?? []),
      next: hasMore ? continuation! : null,
    };
  }

  private async ask(address: string, token: string, signal: AbortSignal | undefined) {
    try {
      return await fetchRemote(address, {
        inside: this.inside,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        maxBytes: MOST_BYTES,
        timeoutMs: LONGEST_MS,
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      throw error instanceof RemoteFault ? new ListingFault(error.message) : error;
    }
  }
}

function answerIn(body: Buffer): (Answer & { events: EventbriteEvent[] }) | null {
  try {
    const answer = JSON.parse(body.toString('utf8')) as Answer | null;
    return answer && Array.isArray(answer.events) ? (answer as Answer & { events: EventbriteEvent[] }) : null;
  } catch {
    return null;
  }
}

const waitOf = (retryAfter: string | undefined): number => (/^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : USUAL_WAIT_MS);
