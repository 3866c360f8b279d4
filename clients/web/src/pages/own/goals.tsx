import { useQuery } from '@apollo/client/react';
import { GoalsDocument } from '@marquee/client/operations';
import { day } from '../../parts/format';
import { More } from '../../parts/more';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { OwnList, OwnPage } from './own-list';

const PAGE = 30;
const words = text.own.goals;

export default function Goals() {
  return (
    <OwnPage title={words.title}>
      <List />
    </OwnPage>
  );
}

function List() {
  const { fetchMore, ...result } = useQuery(GoalsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ me }) =>
        me && (
          <>
            <OwnList
              none={words.none}
              items={me.goals.nodes.map(({ id, title, description, currentProgress, targetValue, status, endDate }) => ({
                id,
                title,
                children: (
                  <>
                    {description && <p>{description}</p>}
                    <p>
                      <progress max={targetValue} value={Math.min(currentProgress, targetValue)} aria-label={title} />{' '}
                      {words.reached(currentProgress, targetValue)}
                    </p>
                    <p className="soft">
                      {words.statuses[status]}, {words.until(day(endDate))}
                    </p>
                  </>
                ),
              }))}
            />
            <More after={me.goals.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )
      }
    </Shown>
  );
}
