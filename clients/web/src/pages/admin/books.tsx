import { useQuery } from '@apollo/client/react';
import { FailedRefundsDocument, LedgerHealthDocument, RetryRefundDocument } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { money, number } from '../../parts/format';
import { More } from '../../parts/more';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';

const PAGE = 20;

/** Whether the books are right, and the refunds that somebody has to see to. */
export function Books() {
  const ledger = useQuery(LedgerHealthDocument, { fetchPolicy: 'cache-and-network' });
  const { fetchMore, ...refunds } = useQuery(FailedRefundsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  const retry = useAction(RetryRefundDocument, { refetch: ['FailedRefunds'] });
  return (
    <section aria-label={text.admin.books}>
      <h2>{text.admin.books}</h2>
      <Shown of={ledger}>
        {({ ledgerHealth: { healthy, entryCount, breaks } }) => (
          <>
            <p className={healthy ? 'good' : 'problem'}>{healthy ? text.admin.healthy(number(entryCount)) : text.admin.broken}</p>
            <ul>
              {breaks.map(({ subjectId, message }) => (
                <li key={subjectId}>{message}</li>
              ))}
            </ul>
          </>
        )}
      </Shown>
      <h3>{text.admin.refunds}</h3>
      {retry.problem && (
        <p className="problem" role="alert">
          {retry.problem}
        </p>
      )}
      <Shown of={refunds}>
        {({ failedRefunds: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.admin.noRefunds}</Empty>}
            <ul className="list">
              {nodes.map(({ id, amount, lastError }) => (
                <li key={id} className="card">
                  <p>{[money(amount), lastError].filter(Boolean).join(' · ')}</p>
                  <button type="button" className="small" aria-disabled={retry.busy} onClick={() => void retry.run({ refundId: id })}>
                    {text.states.retry}
                  </button>
                </li>
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </section>
  );
}
