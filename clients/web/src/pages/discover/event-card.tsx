import type { DiscoverQuery } from '@marquee/client/operations';
import { Link } from 'wouter';
import { money, when } from '../../parts/format';
import { text } from '../../text';

export type FoundEvent = DiscoverQuery['searchEvents']['nodes'][number];

export function EventCard({ event }: { event: FoundEvent }) {
  const { id, title, shortDescription, startsAt, timezone, venue, distanceKm, attendanceCounts } = event;
  const place = [venue?.name, venue?.city].filter(Boolean).join(', ');
  return (
    <li className="card">
      <h2>
        <Link href={`/events/${id}`}>{title}</Link>
      </h2>
      <p>
        <time dateTime={startsAt}>{when(startsAt, timezone)}</time>
      </p>
      {place && (
        <p className="soft">
          {place}
          {distanceKm !== null && ` · ${text.discover.kilometres(distanceKm)}`}
        </p>
      )}
      {shortDescription && <p>{shortDescription}</p>}
      <p className="soft">
        {[priceOf(event.price), text.discover.going(attendanceCounts.going), placesOf(attendanceCounts.available)]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}

/** Few places are worth telling; none is, too. */
const FEW = 10;
const placesOf = (available: number | null): string | null =>
  available === null || available > FEW ? null : available === 0 ? text.discover.full : text.discover.left(available);

export function priceOf({ type, min }: FoundEvent['price']): string | null {
  if (type === 'FREE') return text.discover.free;
  if (type === 'DONATION') return text.discover.donation;
  return min ? text.discover.from(money(min)) : null;
}
