import { useQuery } from '@apollo/client/react';
import { CheckoutDocument, TicketPricesDocument, type TicketPricesQuery } from '@marquee/client/operations';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { money } from '../../parts/format';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';
import { depositOf, itemsOf, totalOf } from './basket';
import { Pay } from './pay';

const MOST = 10;

type Priced = NonNullable<TicketPricesQuery['event']>;

/** First how many of which, then the payment, then the tickets. */
export default function Checkout() {
  const { id } = useParams<{ id: string }>();
  const [orderId, setOrderId] = useState<string | null>(null);
  return (
    <NeedsSignIn title={text.checkout.title}>
      {() => (
        <Page title={text.checkout.title}>
          {orderId ? <Pay orderId={orderId} eventId={id} onAgain={() => setOrderId(null)} /> : <Choose eventId={id} onHeld={setOrderId} />}
        </Page>
      )}
    </NeedsSignIn>
  );
}

function Choose({ eventId, onHeld }: { eventId: string; onHeld: (orderId: string) => void }) {
  const result = useQuery(TicketPricesDocument, { variables: { eventId }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ event }) =>
        event?.ticketTiers?.length ? (
          <Basket tiers={event.ticketTiers} onHeld={onHeld} />
        ) : (
          <Empty>
            {text.checkout.none} <Link href={`/events/${eventId}`}>{text.checkout.back}</Link>
          </Empty>
        )
      }
    </Shown>
  );
}

function Basket({ tiers, onHeld }: { tiers: NonNullable<Priced['ticketTiers']>; onHeld: (orderId: string) => void }) {
  const checkout = useAction(CheckoutDocument);
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({});
  const items = itemsOf(chosen);
  const total = totalOf(tiers, chosen);
  const send = async (values: Record<string, string>) => {
    if (items.length === 0) return;
    const codes = (values.codes ?? '').split(/[\s,]+/).filter(Boolean);
    const success = await checkout.run({ items, ...(codes.length > 0 ? { promoCodes: codes } : {}) });
    if (success) onHeld(success.order.id);
  };
  return (
    <Form
      label={text.checkout.title}
      busy={checkout.busy}
      problem={checkout.problem}
      submit={total ? text.checkout.hold(money(total)) : text.checkout.choose}
      onSubmit={(values) => void send(values)}
    >
      {tiers.map((tier) => (
        <Field key={tier.id} label={`${tier.name}: ${money(tier.priceWithTax)}`} hint={termsOf(tier)}>
          <select value={chosen[tier.id] ?? 0} onChange={({ target }) => setChosen({ ...chosen, [tier.id]: Number(target.value) })}>
            {Array.from({ length: MOST + 1 }, (_, count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </Field>
      ))}
      <Field label={text.checkout.codes} hint={text.checkout.codesHint}>
        <input name="codes" autoComplete="off" autoCapitalize="characters" />
      </Field>
    </Form>
  );
}

/** What is deposited for a place, and when it comes back. */
function termsOf(tier: NonNullable<Priced['ticketTiers']>[number]): string | undefined {
  const due = depositOf(tier);
  return due ? text.checkout.deposit(money(due)) : undefined;
}
