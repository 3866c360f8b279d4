import { useApolloClient, useQuery } from '@apollo/client/react';
import {
  CancelOrderDocument,
  CompletePaymentActionDocument,
  ConfirmPaymentDocument,
  OrderOnItsWayDocument,
  type OrderOnItsWayQuery,
} from '@marquee/client/operations';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { money } from '../../parts/format';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { timeLeft } from './basket';

/** Until the processor has said what came of a payment that takes longer. */
const LOOK_AGAIN_MS = 2_000;
const TICK_MS = 1_000;
const OPEN = ['PENDING', 'AWAITING_PAYMENT'];

type Order = NonNullable<OrderOnItsWayQuery['order']>;

interface PayProps {
  readonly orderId: string;
  readonly eventId: string;
  readonly onAgain: () => void;
}

export function Pay({ orderId, eventId, onAgain }: PayProps) {
  const [isSlow, setSlow] = useState(false);
  const result = useQuery(OrderOnItsWayDocument, {
    variables: { id: orderId },
    fetchPolicy: 'cache-and-network',
    pollInterval: isSlow ? LOOK_AGAIN_MS : 0,
  });
  return (
    <Shown of={result}>
      {({ order }) => {
        if (!order) return <p>{text.checkout.gone}</p>;
        if (order.tickets.length > 0) return <Done order={order} />;
        if (!OPEN.includes(order.status))
          return (
            <div role="status">
              <p>{text.checkout.closed}</p>
              <button type="button" onClick={onAgain}>
                {text.checkout.again}
              </button>
            </div>
          );
        return <Open order={order} eventId={eventId} isSlow={isSlow} onSlow={() => setSlow(true)} onGone={() => void result.refetch()} />;
      }}
    </Shown>
  );
}

interface OpenProps {
  readonly order: Order;
  readonly eventId: string;
  readonly isSlow: boolean;
  readonly onSlow: () => void;
  readonly onGone: () => void;
}

function Open({ order, eventId, isSlow, onSlow, onGone }: OpenProps) {
  const apollo = useApolloClient();
  const confirm = useAction(ConfirmPaymentDocument, { refetch: ['OrderOnItsWay'] });
  const complete = useAction(CompletePaymentActionDocument, { refetch: ['OrderOnItsWay'] });
  const cancel = useAction(CancelOrderDocument, { refetch: ['OrderOnItsWay'] });
  const [needsBank, setNeedsBank] = useState(false);
  const left = useTimeLeft(order.expiresAt, onGone);
  const { payment } = order;
  // The lists of tickets and the numbers of the event are older than this.
  const forget = () => {
    apollo.cache.evict({ id: 'ROOT_QUERY', fieldName: 'me' });
    void apollo.refetchQueries({ include: 'active' });
  };
  const pay = async ({ method = '' }: Record<string, string>) => {
    const answer = await confirm.ask({ paymentId: payment!.id, paymentMethod: method });
    if (!answer || 'failure' in answer) return;
    if ('refusal' in answer) return setNeedsBank(answer.refusal.__typename === 'PaymentActionRequired');
    if (answer.success.order.tickets.length === 0) onSlow();
    else forget();
  };
  const approve = async (proof: string) => {
    if (await complete.run({ paymentId: payment!.id, proof })) forget();
    else setNeedsBank(false);
  };
  return (
    <>
      <Items order={order} />
      {left && <p role="timer">{text.checkout.held(left)}</p>}
      {isSlow && <p role="status">{text.checkout.slow}</p>}
      {!isSlow && needsBank && (
        <section aria-label={text.checkout.bank} role="alert">
          <p>{text.checkout.bankMore}</p>
          <div className="buttons">
            <button type="button" className="main" onClick={() => void approve('approve')}>
              {text.checkout.approve}
            </button>
            <button type="button" onClick={() => void approve('decline')}>
              {text.checkout.decline}
            </button>
          </div>
        </section>
      )}
      {!isSlow && !needsBank && payment && (
        <Form
          label={text.checkout.pay}
          busy={confirm.busy}
          problem={confirm.problem ?? complete.problem ?? cancel.problem}
          submit={text.checkout.payNow(money(order.total))}
          onSubmit={(values) => void pay(values)}
          others={
            <>
              <button type="button" onClick={() => void cancel.run({ orderId: order.id })}>
                {text.checkout.cancel}
              </button>
              <Link href={`/events/${eventId}`}>{text.checkout.back}</Link>
            </>
          }
        >
          <Field label={text.checkout.method} hint={text.checkout.methodHint}>
            <select name="method">
              {Object.entries(text.checkout.methods).map(([method, label]) => (
                <option key={method} value={method}>
                  {label}
                </option>
              ))}
            </select>
          </Field>
        </Form>
      )}
    </>
  );
}

const Items = ({ order: { items, total } }: { order: Order }) => (
  <ul className="list">
    {items.map(({ name, quantity, unitPrice }) => (
      <li key={name}>
        {quantity} × {name} <span className="soft">{money(unitPrice)}</span>
      </li>
    ))}
    <li>
      <b>{text.checkout.total(money(total))}</b>
    </li>
  </ul>
);

function Done({ order }: { order: Order }) {
  return (
    <div role="status">
      <h2>{text.checkout.done}</h2>
      <p>{text.checkout.doneMore(order.tickets.length, order.event?.title ?? '')}</p>
      <p>
        <Link className="button main" href="/tickets">
          {text.checkout.toTickets}
        </Link>
      </p>
    </div>
  );
}

function useTimeLeft(until: string | null, onGone: () => void): string | null {
  const [now, setNow] = useState(Date.now);
  const left = until ? timeLeft(until, now) : null;
  const isOver = until !== null && left === null;
  useEffect(() => {
    if (!until) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [until]);
  useEffect(() => {
    if (isOver) onGone();
    // Once, when the time is over.
  }, [isOver]);
  return left;
}
