import { useQuery, useSubscription } from '@apollo/client/react';
import {
  AttendanceChangedDocument,
  CurationStatusChangedDocument,
  DeleteEventDocument,
  EventDeskDocument,
  SubmitEventDocument,
  UpdateEventDocument,
  type EventDeskQuery,
} from '@marquee/client/operations';
import { Link, useLocation, useParams } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { when, words } from '../../parts/format';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';
import { momentOf, wallOf, type FormValues } from './event-form';
import { Guests } from './guests';
import { Sales } from './sales';
import { Tiers } from './tiers';

export type DeskEvent = NonNullable<EventDeskQuery['event']>;

/** What waits for its organiser, and not for a curator. */
const OPEN = ['DRAFT', 'NEEDS_REVISION'];

export default function EventDesk() {
  const { id } = useParams<{ id: string }>();
  return <NeedsSignIn title={text.desk.title}>{() => <Loaded id={id} />}</NeedsSignIn>;
}

function Loaded({ id }: { id: string }) {
  const result = useQuery(EventDeskDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  const isShown = Boolean(result.data?.event);
  useSubscription(AttendanceChangedDocument, { variables: { eventId: id }, ignoreResults: true, skip: !isShown });
  // The notes of a curator are asked for when there are new ones.
  useSubscription(CurationStatusChangedDocument, {
    variables: { eventId: id },
    ignoreResults: true,
    skip: !isShown,
    onData: () => void result.refetch(),
  });
  return (
    <Shown of={result}>
      {({ event }) =>
        event ? (
          <Whole event={event} />
        ) : (
          <Page title={text.event.none}>
            <p>{text.event.noneMore}</p>
          </Page>
        )
      }
    </Shown>
  );
}

function Whole({ event }: { event: DeskEvent }) {
  const { id, title, status, startsAt, timezone, viewerMay, curation, attendanceCounts } = event;
  const submit = useAction(SubmitEventDocument, { refetch: ['EventDesk'] });
  const remove = useAction(DeleteEventDocument, { refetch: ['MyEvents'] });
  const [, navigate] = useLocation();
  const may = (right: DeskEvent['viewerMay'][number]) => viewerMay.includes(right);
  const send = async () => {
    if (await submit.run({ eventId: id })) tell(text.desk.submitted);
  };
  const throwAway = async () => {
    if (await remove.run({ eventId: id })) navigate('/desk', { replace: true });
  };
  const problem = submit.problem ?? remove.problem;
  return (
    <Page title={title} actions={<Link href={`/events/${id}`}>{text.desk.toPage}</Link>}>
      <p role="status">
        <b>{text.desk.statuses[status] ?? words(status)}</b> · {when(startsAt, timezone)}
      </p>
      {curation?.notes && status === 'NEEDS_REVISION' && <p className="failure">{text.desk.notes(curation.notes)}</p>}
      <ul className="numbers">
        <li>
          <b>{attendanceCounts.going}</b> {text.event.going}
        </li>
        <li>
          <b>{attendanceCounts.waitlisted}</b> {text.event.waiting}
        </li>
        <li>
          <b>{attendanceCounts.checkedIn}</b> {text.desk.cameIn}
        </li>
      </ul>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        {may('EDIT') && OPEN.includes(status) && (
          <button type="button" className="main" aria-disabled={submit.busy} onClick={() => void send()}>
            {text.desk.submit}
          </button>
        )}
        {may('ADMIT') && status === 'PUBLISHED' && (
          <Link className="button main" href={`/desk/${id}/door`}>
            {text.door.title}
          </Link>
        )}
        {may('RUN') && status === 'DRAFT' && (
          <button type="button" className="bad" aria-disabled={remove.busy} onClick={() => void throwAway()}>
            {text.desk.delete}
          </button>
        )}
      </div>
      {may('EDIT') && <Edit key={event.version} event={event} />}
      {may('SELL') && <Tiers event={event} />}
      {may('SELL') && <Sales eventId={id} />}
      {may('GUESTS') && <Guests eventId={id} />}
    </Page>
  );
}

/** Of a published event some of it waits for a curator; the API says so. */
function Edit({ event: { id, version, title, description, startsAt, endsAt, timezone, attendanceCounts } }: { event: DeskEvent }) {
  const update = useAction(UpdateEventDocument, { refetch: ['EventDesk'] });
  const send = async (values: FormValues) => {
    const [begins, ends] = [values.startsAt, values.endsAt].map((wall) => momentOf(wall ?? '', timezone));
    const capacity = Number.parseInt(values.capacity ?? '', 10);
    const changed = {
      ...(values.title !== title ? { title: values.title!.trim() } : {}),
      ...(values.description !== description ? { description: values.description!.trim() } : {}),
      ...(begins && begins !== new Date(startsAt).toISOString() ? { startsAt: begins } : {}),
      ...(ends && ends !== new Date(endsAt).toISOString() ? { endsAt: ends } : {}),
      ...(!Number.isNaN(capacity) && capacity !== attendanceCounts.capacity ? { capacity } : {}),
    };
    if (await update.run({ eventId: id, version, ...changed })) tell(text.desk.saved);
  };
  return (
    <details>
      <summary>{text.desk.edit}</summary>
      <Form
        label={text.desk.edit}
        busy={update.busy}
        problem={update.problem}
        submit={text.desk.save}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.desk.name}>
          <input name="title" defaultValue={title} maxLength={200} required />
        </Field>
        <Field label={text.desk.description}>
          <textarea name="description" defaultValue={description} rows={8} required />
        </Field>
        <div className="row">
          <Field label={text.desk.begins} hint={timezone}>
            <input name="startsAt" type="datetime-local" defaultValue={wallOf(startsAt, timezone)} required />
          </Field>
          <Field label={text.desk.ends} hint={timezone}>
            <input name="endsAt" type="datetime-local" defaultValue={wallOf(endsAt, timezone)} required />
          </Field>
        </div>
        <Field label={text.desk.capacity} hint={text.desk.capacityHint}>
          <input name="capacity" type="number" min={1} defaultValue={attendanceCounts.capacity ?? ''} />
        </Field>
      </Form>
    </details>
  );
}
