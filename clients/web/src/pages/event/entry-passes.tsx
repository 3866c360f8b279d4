import { useQuery } from '@apollo/client/react';
import { EntryPassesDocument, type AttendanceStatus } from '@marquee/client/operations';
import { lazy, Suspense } from 'react';
import { Loading } from '../../parts/states';
import { text } from '../../text';

const QrCode = lazy(() => import('../../parts/qr-code').then((module) => ({ default: module.QrCode })));

/** What the door reads, for who goes. */
export function EntryPasses({ id, status }: { id: string; status: AttendanceStatus | null }) {
  const { data } = useQuery(EntryPassesDocument, { variables: { id }, skip: status !== 'GOING', fetchPolicy: 'cache-and-network' });
  const passes = status === 'GOING' ? (data?.event?.viewerAttendance?.entryPasses ?? []) : [];
  if (passes.length === 0) return null;
  return (
    <details>
      <summary>{text.event.passes(passes.length)}</summary>
      <Suspense fallback={<Loading />}>
        {passes.map(({ code, people }) => (
          <figure key={code}>
            <QrCode code={code} label={text.event.pass(people)} />
            <figcaption>{text.event.pass(people)}</figcaption>
          </figure>
        ))}
      </Suspense>
    </details>
  );
}
