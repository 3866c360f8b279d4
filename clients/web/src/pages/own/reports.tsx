import { useQuery } from '@apollo/client/react';
import { ActivityReportsDocument } from '@marquee/client/operations';
import { day } from '../../parts/format';
import { More } from '../../parts/more';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { OwnList, OwnPage } from './own-list';

const PAGE = 20;
const words = text.own.reports;
const FACTS = Object.keys(words.facts) as (keyof typeof words.facts)[];

export default function Reports() {
  return (
    <OwnPage title={words.title}>
      <List />
    </OwnPage>
  );
}

function List() {
  const { fetchMore, ...result } = useQuery(ActivityReportsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ me }) =>
        me && (
          <>
            <OwnList
              none={words.none}
              items={me.activityReports.nodes.map((report) => ({
                id: report.id,
                title: `${words.periods[report.period]}, ${words.span(day(report.startDate), day(report.endDate))}`,
                children: (
                  <>
                    <dl>
                      {FACTS.filter((fact) => report[fact] !== null).map((fact) => (
                        <div key={fact}>
                          <dt>{words.facts[fact]}</dt>
                          <dd>{Number(report[fact]).toLocaleString(text.locale, { maximumFractionDigits: 1 })}</dd>
                        </div>
                      ))}
                    </dl>
                    {report.file?.downloadUrl && <a href={report.file.downloadUrl}>{words.download}</a>}
                  </>
                ),
              }))}
            />
            <More after={me.activityReports.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )
      }
    </Shown>
  );
}
