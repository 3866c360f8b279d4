import { useQuery } from '@apollo/client/react';
import { EligibilityDocument, OwnWaitlistDocument, RsvpDocument, type RsvpStatus } from '@marquee/client/operations';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { useAction } from '../../parts/action';
import { moment } from '../../parts/format';
import { tell } from '../../parts/notices';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';
import type { ShownEvent } from './event';

const ANSWERS: readonly RsvpStatus[] = ['GOING', 'INTERESTED', 'MAYBE', 'NOT_GOING'];
/** The room opens for a guest a moment after the answer. */
const ROOM_LOOKS = 5;
const ROOM_PAUSE_MS = 1_000;

/** Whether one comes: where one stands, what stands in the way, and the answers that one can give. */
export function Answer({ event, reload }: { event: ShownEvent; reload: () => void }) {
  const { viewer } = useViewer();
  const rsvp = useAction(RsvpDocument, { refetch: ['EventView', 'Eligibility'] });
  const { data } = useQuery(EligibilityDocument, { variables: { eventId: event.id, purpose: 'GOING' }, skip: !viewer });
  const status = event.viewerAttendance?.status ?? null;
  const lacksRoom = status === 'GOING' && event.chatRoom === null;
  useEffect(() => {
    if (!lacksRoom) return;
    let looks = 0;
    const timer = setInterval(() => (looks++ < ROOM_LOOKS ? reload() : clearInterval(timer)), ROOM_PAUSE_MS);
    return () => clearInterval(timer);
  }, [lacksRoom, reload]);
  if (event.status !== 'PUBLISHED') return null;
  if (!viewer)
    return (
      <p>
        <Link className="button main" href={`/sign-in?next=${encodeURIComponent(`/events/${event.id}`)}`}>
          {text.event.signInToCome}
        </Link>
      </p>
    );
  const answer = async (next: RsvpStatus) => {
    const success = await rsvp.run({ eventId: event.id, status: next });
    if (success) tell(text.event.answered[success.attendance.status]);
  };
  const { eligibility } = data ?? {};
  return (
    <section aria-label={text.event.answer}>
      <div className="buttons" role="group" aria-label={text.event.answer}>
        {ANSWERS.map((one) => (
          <button key={one} type="button" aria-pressed={status === one} aria-disabled={rsvp.busy} onClick={() => void answer(one)}>
            {text.event.answers[one]}
          </button>
        ))}
      </div>
      {status === 'WAITLISTED' && <Waiting id={event.id} />}
      {status === 'PENDING_APPROVAL' && <p>{text.event.answered.PENDING_APPROVAL}</p>}
      {rsvp.problem && (
        <p className="problem" role="alert">
          {rsvp.problem}
        </p>
      )}
      {status !== 'GOING' && status !== 'WAITLISTED' && eligibility && eligibility.code !== 'ELIGIBLE' && (
        <p className="soft">{eligibility.message}</p>
      )}
    </section>
  );
}

function Waiting({ id }: { id: string }) {
  const { data } = useQuery(OwnWaitlistDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  const { waitlist, offerExpiresAt } = data?.event?.viewerAttendance ?? {};
  if (!waitlist) return <p>{text.event.answered.WAITLISTED}</p>;
  return (
    <p role="status">
      {text.event.position(waitlist.position)} {offerExpiresAt && text.event.offered(moment(offerExpiresAt))}
    </p>
  );
}
