import { useQuery } from '@apollo/client/react';
import { RefundOrderDocument, RefundTermsDocument } from '@marquee/client/operations';
import { useState } from 'react';
import { useAction } from '../../parts/action';
import { money, moment } from '../../parts/format';
import { tell } from '../../parts/notices';
import { text } from '../../text';

/** What would go back now, and until when; given back only when somebody says so twice. */
export function Refund({ orderId }: { orderId: string }) {
  const { data } = useQuery(RefundTermsDocument, { variables: { orderId }, fetchPolicy: 'cache-and-network' });
  const refund = useAction(RefundOrderDocument, { refetch: ['MyTickets', 'RefundTerms'] });
  const [isSure, setSure] = useState(false);
  const { goesBackNow, refundableUntil } = data?.order ?? {};
  if (!goesBackNow || goesBackNow.amountMinor === 0) return <p className="soft">{text.tickets.notRefundable}</p>;
  const giveBack = async () => {
    const success = await refund.run({ orderId, reason: text.tickets.reason, atLeastMinor: goesBackNow.amountMinor });
    setSure(false);
    if (success) tell(text.tickets.refunded(money(goesBackNow)));
  };
  return (
    <div>
      {refundableUntil && <p className="soft">{text.tickets.refundableUntil(moment(refundableUntil))}</p>}
      {refund.problem && (
        <p className="problem" role="alert">
          {refund.problem}
        </p>
      )}
      {isSure ? (
        <div className="buttons">
          <button type="button" className="bad" aria-disabled={refund.busy} onClick={() => void giveBack()}>
            {text.tickets.refundNow(money(goesBackNow))}
          </button>
          <button type="button" onClick={() => setSure(false)}>
            {text.tickets.keep}
          </button>
        </div>
      ) : (
        <button type="button" onClick={() => setSure(true)}>
          {text.tickets.refund}
        </button>
      )}
    </div>
  );
}
