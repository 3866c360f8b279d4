import { useQuery } from '@apollo/client/react';
import { PersonalSuggestionsDocument } from '@marquee/client/operations';
import { moment } from '../../parts/format';
import { More } from '../../parts/more';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { OwnList, OwnPage } from './own-list';

const PAGE = 20;
const words = text.own.suggestions;

export default function Suggestions() {
  return (
    <OwnPage title={words.title}>
      <List />
    </OwnPage>
  );
}

function List() {
  const { fetchMore, ...result } = useQuery(PersonalSuggestionsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ me }) =>
        me && (
          <>
            <OwnList
              none={words.none}
              items={me.personalSuggestions.nodes.map(({ id, text: said, createdAt }) => ({
                id,
                title: moment(createdAt),
                children: <p>{said}</p>,
              }))}
            />
            <More after={me.personalSuggestions.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )
      }
    </Shown>
  );
}
