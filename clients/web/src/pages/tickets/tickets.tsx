import { useQuery } from '@apollo/client/react';
import { AssignTicketDocument, MyTicketsDocument, type MyTicketsQuery } from '@marquee/client/operations';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { when } from '../../parts/format';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { Empty, Loading, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';
import { Refund } from './refund';

const QrCode = lazy(() => import('../../parts/qr-code').then((module) => ({ default: module.QrCode })));

const PAGE = 20;

type Ticket = NonNullable<MyTicketsQuery['me']>['user']['tickets'] extends infer List
  ? List extends { nodes: (infer Node)[] }
    ? Node
    : never
  : never;

export default function Tickets() {
  return <NeedsSignIn title={text.tickets.title}>{() => <Mine />}</NeedsSignIn>;
}

function Mine() {
  const { fetchMore, ...result } = useQuery(MyTicketsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <Page title={text.tickets.title}>
      <Shown of={result}>
        {({ me }) => {
          const tickets = me?.user.tickets;
          if (!tickets || tickets.nodes.length === 0)
            return (
              <Empty>
                {text.tickets.none} <Link href="/">{text.shell.places.discover}</Link>
              </Empty>
            );
          return (
            <>
              <ul className="list cards">
                {tickets.nodes.map((ticket) => (
                  <Shows key={ticket.id} ticket={ticket} />
                ))}
              </ul>
              <More after={tickets.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

function Shows({ ticket: { id, version, status, code, attendeeName, tier, event, order } }: { ticket: Ticket }) {
  const [isOpen, setOpen] = useState(false);
  const place = [event?.venue?.name, event?.venue?.city].filter(Boolean).join(', ');
  return (
    <li className="card">
      <h2>{event ? <Link href={`/events/${event.id}`}>{event.title}</Link> : text.tickets.gone}</h2>
      {event && <p>{when(event.startsAt, event.timezone)}</p>}
      {place && <p className="soft">{place}</p>}
      <p>
        {[tier?.name, attendeeName].filter(Boolean).join(' · ')}{' '}
        <b className={status === 'VALID' ? 'good' : 'soft'}>{text.tickets.statuses[status]}</b>
      </p>
      {status === 'VALID' && (
        <div className="buttons">
          <button type="button" className="main" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? text.tickets.hide : text.tickets.show}
          </button>
        </div>
      )}
      {isOpen && code && (
        <>
          <Suspense fallback={<Loading />}>
            <QrCode code={code} label={text.tickets.code(code)} />
          </Suspense>
          <p>
            <code>{code}</code>
          </p>
          <Name ticketId={id} version={version} name={attendeeName} />
          {order && <Refund orderId={order.id} />}
        </>
      )}
    </li>
  );
}

/** Whom the ticket lets in: the door reads the name. */
function Name({ ticketId, version, name }: { ticketId: string; version: number; name: string | null }) {
  const assign = useAction(AssignTicketDocument);
  const send = async ({ attendeeName = '' }: Record<string, string>) => {
    if (await assign.run({ ticketId, version, attendeeName: attendeeName.trim() || null })) tell(text.tickets.named);
  };
  return (
    <Form
      label={text.tickets.name}
      busy={assign.busy}
      problem={assign.problem}
      submit={text.tickets.save}
      onSubmit={(values) => void send(values)}
    >
      <Field label={text.tickets.name}>
        <input name="attendeeName" defaultValue={name ?? ''} maxLength={100} autoComplete="name" />
      </Field>
    </Form>
  );
}
