import { useQuery, useSubscription } from '@apollo/client/react';
import { ModerationQueueDocument, QueueChangedDocument, type ModerationQueueQuery, type SubjectKind } from '@marquee/client/operations';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { moment, words } from '../../parts/format';
import { More } from '../../parts/more';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { mayReview } from '../../session/rights';
import { text } from '../../text';

const PAGE = 30;
/** Many changes at once are one look. */
const LOOK_AFTER_MS = 500;

type Entry = ModerationQueueQuery['moderationQueue']['nodes'][number];

export default function Queue() {
  return (
    <NeedsSignIn title={text.curation.title} may={mayReview}>
      {({ user }) => <Waiting viewerId={user.id} />}
    </NeedsSignIn>
  );
}

function Waiting({ viewerId }: { viewerId: string }) {
  const [filter, setFilter] = useState<{ unclaimed?: boolean; urgent?: boolean }>({});
  const { fetchMore, ...result } = useQuery(ModerationQueueDocument, {
    variables: { first: PAGE, filter },
    fetchPolicy: 'cache-and-network',
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useSubscription(QueueChangedDocument, {
    ignoreResults: true,
    onData: () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void result.refetch(), LOOK_AFTER_MS);
    },
  });
  return (
    <Page title={text.curation.title}>
      <div className="row">
        {(['unclaimed', 'urgent'] as const).map((name) => (
          <label key={name} className="check">
            <input
              type="checkbox"
              checked={filter[name] ?? false}
              onChange={({ target }) => setFilter({ ...filter, [name]: target.checked || undefined })}
            />
            {text.curation.filters[name]}
          </label>
        ))}
      </div>
      <Shown of={result}>
        {({ moderationQueue: { nodes, totalCount, pageInfo } }) => (
          <>
            <p role="status">{text.curation.waiting(totalCount)}</p>
            {nodes.length === 0 && <Empty>{text.curation.none}</Empty>}
            <ul className="list">
              {nodes.map((entry) => (
                <Card key={entry.id} entry={entry} viewerId={viewerId} />
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function Card({ entry, viewerId }: { entry: Entry; viewerId: string }) {
  const { kind, urgent, queuedAt, category, city, author, claimer } = entry;
  const path = pathOf(entry);
  const title = text.curation.kinds[kind as SubjectKind] ?? words(kind);
  const who = author ? text.curation.by(author.displayName) : title;
  return (
    <li className="card">
      <h2>
        {path ? <Link href={path}>{`${title} ${who}`}</Link> : title} {urgent && <span className="count">{text.curation.urgent}</span>}
      </h2>
      <p className="soft">{[category && words(category), city, text.curation.since(moment(queuedAt))].filter(Boolean).join(' · ')}</p>
      {claimer && <p>{claimer.id === viewerId ? text.curation.yours : text.curation.claimed(claimer.displayName)}</p>}
    </li>
  );
}

function pathOf({ workflow, case: reported }: Entry): string | null {
  if (workflow) return `/curation/review/${workflow.id}`;
  return reported ? `/curation/cases/${reported.id}` : null;
}
