import { useQuery } from '@apollo/client/react';
import { DecideAttendanceDocument, GuestListDocument, type AttendanceStatus } from '@marquee/client/operations';
import { useState } from 'react';
import { useAction } from '../../parts/action';
import { More } from '../../parts/more';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';

const PAGE = 50;
const STATUSES = ['GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'INTERESTED', 'MAYBE'] as const satisfies readonly AttendanceStatus[];

/** Who comes, who waits, and who asks. */
export function Guests({ eventId }: { eventId: string }) {
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('GOING');
  const { fetchMore, ...result } = useQuery(GuestListDocument, {
    variables: { id: eventId, status, first: PAGE },
    fetchPolicy: 'cache-and-network',
  });
  const decide = useAction(DecideAttendanceDocument, { refetch: ['GuestList'] });
  return (
    <section aria-label={text.desk.guests}>
      <h2>{text.desk.guests}</h2>
      <div className="buttons" role="group" aria-label={text.desk.guests}>
        {STATUSES.map((one) => (
          <button key={one} type="button" className="small" aria-pressed={status === one} onClick={() => setStatus(one)}>
            {text.desk.guestStatuses[one]}
          </button>
        ))}
      </div>
      {decide.problem && (
        <p className="problem" role="alert">
          {decide.problem}
        </p>
      )}
      <Shown of={result}>
        {({ event }) => (
          <>
            {!event?.attendees.nodes.length && <Empty>{text.desk.noGuests}</Empty>}
            <ul className="list">
              {event?.attendees.nodes.map(({ id, user, companions, companionNames, notes, admitted, guestName }) => (
                <li key={id} className="card">
                  <h3>{user?.displayName ?? guestName ?? text.event.somebody}</h3>
                  <p className="soft">
                    {[
                      companions > 0 && text.desk.companions(companions, companionNames ?? []),
                      admitted > 0 && text.desk.admitted(admitted),
                      notes,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                  {status === 'PENDING_APPROVAL' && (
                    <div className="buttons">
                      <button type="button" className="small" onClick={() => void decide.run({ attendanceId: id, decision: 'APPROVE' })}>
                        {text.desk.approve}
                      </button>
                      <button type="button" className="small" onClick={() => void decide.run({ attendanceId: id, decision: 'DECLINE' })}>
                        {text.desk.decline}
                      </button>
                    </div>
                  )}
                </li>
              ))}
            </ul>
            {event && <More after={event.attendees.pageInfo} load={(after) => fetchMore({ variables: { after } })} />}
          </>
        )}
      </Shown>
    </section>
  );
}
