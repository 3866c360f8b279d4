import { useQuery } from '@apollo/client/react';
import { MyEventsDocument } from '@marquee/client/operations';
import { Link } from 'wouter';
import { moment, words } from '../../parts/format';
import { More } from '../../parts/more';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';

const PAGE = 30;

export default function Desk() {
  return <NeedsSignIn title={text.desk.title}>{() => <List />}</NeedsSignIn>;
}

function List() {
  const { fetchMore, ...result } = useQuery(MyEventsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <Page
      title={text.desk.title}
      actions={
        <span className="buttons">
          <Link className="button" href="/organizations">
            {text.organizations.own}
          </Link>
          <Link className="button main" href="/desk/new">
            {text.desk.create}
          </Link>
        </span>
      }
    >
      <Shown of={result}>
        {({ myEvents: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.desk.none}</Empty>}
            <ul className="list">
              {nodes.map(({ id, title, status, startsAt, organization, viewerRoles }) => (
                <li key={id} className="card">
                  <h2>
                    <Link href={`/desk/${id}`}>{title}</Link>
                  </h2>
                  <p>
                    {text.desk.statuses[status] ?? words(status)} · {moment(startsAt)}
                  </p>
                  <p className="soft">{[organization?.name, ...viewerRoles.map(words)].filter(Boolean).join(' · ')}</p>
                </li>
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </Page>
  );
}
