import { useQuery } from '@apollo/client/react';
import { MyWebhooksDocument } from '@marquee/client/operations';
import { More } from '../../parts/more';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { OwnList, OwnPage } from './own-list';

const PAGE = 20;
const words = text.own.webhooks;

export default function Webhooks() {
  return (
    <OwnPage title={words.title}>
      <List />
    </OwnPage>
  );
}

function List() {
  const { fetchMore, ...result } = useQuery(MyWebhooksDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ webhooks: { nodes, pageInfo } }) => (
        <>
          <OwnList
            none={words.none}
            items={nodes.map(({ id, name, url, status, disabledReason, organization }) => ({
              id,
              title: name,
              children: (
                <>
                  <p>{url}</p>
                  <p className="soft">{[words.statuses[status], disabledReason, organization?.name].filter(Boolean).join(', ')}</p>
                </>
              ),
            }))}
          />
          <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
        </>
      )}
    </Shown>
  );
}
