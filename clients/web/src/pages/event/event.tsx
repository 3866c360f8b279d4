import { useQuery, useSubscription } from '@apollo/client/react';
import { AttendanceChangedDocument, EventViewDocument, EventUpdatedDocument, type EventViewQuery } from '@marquee/client/operations';
import { Link, useParams } from 'wouter';
import { money, when, words } from '../../parts/format';
import { Page } from '../../parts/page';
import { Failure, Loading } from '../../parts/states';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';
import { Answer } from './answer';
import { EntryPasses } from './entry-passes';
import { Flag } from './flag';
import { Reviews } from './reviews';

export type ShownEvent = NonNullable<EventViewQuery['event']>;

export default function Event() {
  const { id } = useParams<{ id: string }>();
  const { data, loading, error, refetch } = useQuery(EventViewDocument, { variables: { id } });
  // What arrives goes into the cache, and the page shows it: no request follows.
  const isShown = Boolean(data?.event);
  useSubscription(AttendanceChangedDocument, { variables: { eventId: id }, ignoreResults: true, skip: !isShown });
  useSubscription(EventUpdatedDocument, { variables: { eventId: id }, ignoreResults: true, skip: !isShown });
  if (!data) return error && !loading ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />;
  if (!data.event)
    return (
      <Page title={text.event.none}>
        <p>{text.event.noneMore}</p>
      </Page>
    );
  return <Whole event={data.event} reload={() => void refetch()} />;
}

function Whole({ event, reload }: { event: ShownEvent; reload: () => void }) {
  const { viewer } = useViewer();
  const { id, title, status, description, startsAt, endsAt, timezone, venue, category, creator, curation, tags } = event;
  return (
    <Page
      title={title}
      actions={
        event.viewerMay.some((right) => right !== 'SEE') && (
          <Link className="button" href={`/desk/${id}`}>
            {text.event.organise}
          </Link>
        )
      }
    >
      {status !== 'PUBLISHED' && (
        <p className="failure" role="status">
          {text.event.statuses[status] ?? words(status)}
        </p>
      )}
      <div className="sides even">
        <div>
          <dl className="facts">
            <dt>{text.event.when}</dt>
            <dd>
              <time dateTime={startsAt}>{when(startsAt, timezone)}</time> – <time dateTime={endsAt}>{when(endsAt, timezone)}</time>
            </dd>
            {venue && (
              <>
                <dt>{text.event.where}</dt>
                <dd>{[venue.name, venue.address, venue.city].filter(Boolean).join(', ')}</dd>
              </>
            )}
            <dt>{text.event.kind}</dt>
            <dd>
              <Link href={`/?category=${category.slug}`}>{category.name}</Link>
            </dd>
            {event.performers.length > 0 && (
              <>
                <dt>{text.event.performers}</dt>
                <dd>
                  <ul className="chips">
                    {event.performers.map(({ name, url }) => (
                      <li key={name}>
                        <Link href={`/?q=${encodeURIComponent(name)}`}>{name}</Link>
                        {url && (
                          <>
                            {' '}
                            <a href={url} rel="noreferrer nofollow">
                              {text.event.theirPage}
                            </a>
                          </>
                        )}
                      </li>
                    ))}
                  </ul>
                </dd>
              </>
            )}
            {event.onlineUrl && (
              <>
                <dt>{text.event.online}</dt>
                <dd>
                  <a href={event.onlineUrl} rel="noreferrer">
                    {event.onlineUrl}
                  </a>
                </dd>
              </>
            )}
            {event.minAge !== null && (
              <>
                <dt>{text.event.age}</dt>
                <dd>{text.event.from(event.minAge)}</dd>
              </>
            )}
            {creator && (
              <>
                <dt>{text.event.by}</dt>
                <dd>
                  <Link href={`/people/${creator.id}`}>{creator.displayName}</Link>
                </dd>
              </>
            )}
          </dl>
          {event.imageUrl && <Picture url={event.imageUrl} />}
          <p className="prose">{description}</p>
          <ul className="chips" aria-label={text.event.tags}>
            {(curation?.badges ?? []).map((badge) => (
              <li key={badge} className="chip">
                {text.event.badges[badge]}
              </li>
            ))}
            {tags.map((tag) => (
              <li key={tag} className="chip">
                <Link href={`/?tag=${encodeURIComponent(tag)}`}>{tag}</Link>
              </li>
            ))}
          </ul>
        </div>
        <aside aria-label={text.event.people}>
          <Numbers event={event} />
          <Answer event={event} reload={reload} />
          <Tickets event={event} />
          {viewer && <EntryPasses id={id} status={event.viewerAttendance?.status ?? null} />}
          {event.chatRoom && (
            <p>
              <Link className="button" href={`/chat/${event.chatRoom.id}`}>
                {text.event.chat}
              </Link>
            </p>
          )}
        </aside>
      </div>
      <Reviews id={id} mayReview={Boolean(event.viewerAttendance?.checkedInAt)} />
      {viewer && <Flag eventId={id} />}
    </Page>
  );
}

/** Pictures of this origin alone: others would tell elsewhere who looks. */
const Picture = ({ url }: { url: string }) => {
  const { origin } = new URL(url, location.href);
  return origin === location.origin ? <img src={url} alt="" loading="lazy" /> : null;
};

/** How many come, as it is now. */
function Numbers({ event: { attendanceCounts, friendsAttending } }: { event: ShownEvent }) {
  const { going, interested, available, waitlisted } = attendanceCounts;
  const { nodes, totalCount } = friendsAttending;
  const friends = nodes.flatMap((friend) => (friend ? [friend.displayName] : []));
  return (
    <>
      <ul className="numbers" aria-live="polite">
        <li>
          <b data-count="going">{going}</b> {text.event.going}
        </li>
        <li>
          <b>{interested}</b> {text.event.interested}
        </li>
        {available !== null && (
          <li>
            <b data-count="available">{available}</b> {text.event.left}
          </li>
        )}
        {waitlisted > 0 && (
          <li>
            <b>{waitlisted}</b> {text.event.waiting}
          </li>
        )}
      </ul>
      {totalCount > 0 && <p>{text.event.friends(friends, totalCount)}</p>}
    </>
  );
}

function Tickets({ event: { id, ticketTiers, status } }: { event: ShownEvent }) {
  if (!ticketTiers || ticketTiers.length === 0 || status !== 'PUBLISHED') return null;
  const isSoldOut = ticketTiers.every(({ remaining }) => remaining === 0);
  return (
    <section aria-label={text.event.tickets}>
      <h2>{text.event.tickets}</h2>
      <ul className="list">
        {ticketTiers.map(({ id: tierId, name, price, remaining }) => (
          <li key={tierId}>
            {name}: {money(price)} <span className="soft">{remaining === 0 ? text.event.soldOut : text.event.remaining(remaining)}</span>
          </li>
        ))}
      </ul>
      {!isSoldOut && (
        <p>
          <Link className="button main" href={`/events/${id}/checkout`}>
            {text.event.buy}
          </Link>
        </p>
      )}
    </section>
  );
}
