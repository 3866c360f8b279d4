import { useQuery } from '@apollo/client/react';
import { EventOrdersDocument } from '@marquee/client/operations';
import { moment, money, words } from '../../parts/format';
import { More } from '../../parts/more';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';

const PAGE = 20;

export function Sales({ eventId }: { eventId: string }) {
  const { fetchMore, ...result } = useQuery(EventOrdersDocument, {
    variables: { id: eventId, first: PAGE },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <section aria-label={text.desk.sales}>
      <h2>{text.desk.sales}</h2>
      <Shown of={result}>
        {({ event }) => {
          if (!event?.orders || event.orders.nodes.length === 0) return <Empty>{text.desk.noSales}</Empty>;
          const { nodes, totalCount, pageInfo } = event.orders;
          return (
            <>
              <p>{text.desk.orders(totalCount)}</p>
              <div className="scroll" tabIndex={0} role="region" aria-label={text.desk.orders(totalCount)}>
                <table>
                  <thead>
                    <tr>
                      {text.desk.orderColumns.map((column) => (
                        <th key={column} scope="col">
                          {column}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map(({ id, createdAt, buyer, items, total, status }) => (
                      <tr key={id}>
                        <td>{moment(createdAt)}</td>
                        <td>{buyer?.displayName ?? text.event.somebody}</td>
                        <td>{items.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')}</td>
                        <td>{money(total)}</td>
                        <td>{words(status)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}
