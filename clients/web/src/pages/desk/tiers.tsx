import { CreateTicketTierDocument, UpdateTicketTierDocument } from '@marquee/client/operations';
import { useState } from 'react';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { minorUnits, money } from '../../parts/format';
import { tell } from '../../parts/notices';
import { Empty } from '../../parts/states';
import { text } from '../../text';
import type { DeskEvent } from './event-desk';

const CURRENCIES = ['CAD', 'USD', 'EUR', 'GBP', 'JPY'];

/** What is sold, how much of it, and what is left. */
export function Tiers({ event: { id, ticketTiers } }: { event: DeskEvent }) {
  const update = useAction(UpdateTicketTierDocument, { refetch: ['EventDesk'] });
  return (
    <section aria-label={text.event.tickets}>
      <h2>{text.event.tickets}</h2>
      {!ticketTiers?.length && <Empty>{text.desk.noTiers}</Empty>}
      {update.problem && (
        <p className="problem" role="alert">
          {update.problem}
        </p>
      )}
      <ul className="list">
        {ticketTiers?.map(({ id: tierId, version, name, price, quantity, sold, remaining, onSale }) => (
          <li key={tierId} className="card">
            <h3>
              {name}: {money(price)}
            </h3>
            <p>{text.desk.sold(sold ?? quantity - remaining, quantity)}</p>
            <button type="button" className="small" onClick={() => void update.run({ tierId, version, onSale: !onSale })}>
              {onSale ? text.desk.stopSale : text.desk.startSale}
            </button>
          </li>
        ))}
      </ul>
      <NewTier eventId={id} />
    </section>
  );
}

function NewTier({ eventId }: { eventId: string }) {
  const create = useAction(CreateTicketTierDocument, { refetch: ['EventDesk'] });
  const [turn, setTurn] = useState(0);
  const [fault, setFault] = useState<string | null>(null);
  const send = async ({ name = '', price = '', currency = 'CAD', quantity = '' }: Record<string, string>) => {
    const amountMinor = minorUnits(price, currency);
    setFault(amountMinor === null ? text.desk.badPrice : null);
    if (
      amountMinor === null ||
      !(await create.run({ eventId, name: name.trim(), price: { amountMinor, currency }, quantity: Number(quantity) }))
    )
      return;
    tell(text.desk.tierCreated);
    setTurn(turn + 1);
  };
  return (
    <details key={turn}>
      <summary>{text.desk.newTier}</summary>
      <Form
        label={text.desk.newTier}
        busy={create.busy}
        problem={fault ?? create.problem}
        submit={text.desk.newTier}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.desk.tierName}>
          <input name="name" maxLength={100} required />
        </Field>
        <div className="row">
          <Field label={text.desk.price}>
            <input name="price" inputMode="decimal" required />
          </Field>
          <Field label={text.desk.currency}>
            <select name="currency">
              {CURRENCIES.map((currency) => (
                <option key={currency}>{currency}</option>
              ))}
            </select>
          </Field>
          <Field label={text.desk.quantity}>
            <input name="quantity" type="number" min={1} required />
          </Field>
        </div>
      </Form>
    </details>
  );
}
