import { useQuery } from '@apollo/client/react';
import {
  DeleteNotificationDocument,
  MarkAllNotificationsReadDocument,
  MarkNotificationsReadDocument,
  NotificationsDocument,
  type NotificationsQuery,
} from '@marquee/client/operations';
import { Link } from 'wouter';
import { useAction } from '../../parts/action';
import { moment } from '../../parts/format';
import { More } from '../../parts/more';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';
import { pathOf } from './where';

const PAGE = 30;

type Notification = NotificationsQuery['notifications']['nodes'][number];

export default function Notifications() {
  return (
    <NeedsSignIn title={text.notifications.title}>{({ unreadNotificationCount }) => <List unread={unreadNotificationCount} />}</NeedsSignIn>
  );
}

function List({ unread }: { unread: number }) {
  const { fetchMore, ...result } = useQuery(NotificationsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  const markAll = useAction(MarkAllNotificationsReadDocument, { refetch: ['Notifications', 'SignedIn'] });
  return (
    <Page
      title={text.notifications.title}
      actions={
        unread > 0 && (
          <button type="button" aria-disabled={markAll.busy} onClick={() => void markAll.run({})}>
            {text.notifications.readAll}
          </button>
        )
      }
    >
      {markAll.problem && (
        <p className="problem" role="alert">
          {markAll.problem}
        </p>
      )}
      <Shown of={result}>
        {({ notifications: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.notifications.none}</Empty>}
            <ul className="list">
              {nodes.map((notification) => (
                <Entry key={notification.id} notification={notification} />
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function Entry({ notification: { id, title, body, url, readAt, createdAt } }: { notification: Notification }) {
  const mark = useAction(MarkNotificationsReadDocument, { refetch: ['SignedIn'] });
  const remove = useAction(DeleteNotificationDocument, { refetch: ['Notifications', 'SignedIn'] });
  const path = pathOf(url);
  const read = () => void (readAt === null && mark.run({ ids: [id] }));
  const problem = mark.problem ?? remove.problem;
  return (
    <li className="card">
      <h2>
        {path ? (
          <Link href={path} onClick={read}>
            {title}
          </Link>
        ) : (
          title
        )}
        {readAt === null && <span className="count">{text.notifications.fresh}</span>}
      </h2>
      <p>{body}</p>
      <p className="soft">{moment(createdAt)}</p>
      <div className="buttons">
        {readAt === null && (
          <button type="button" className="small" onClick={read}>
            {text.notifications.read}
          </button>
        )}
        <button type="button" className="small quiet" onClick={() => void remove.run({ id })}>
          {text.notifications.delete}
        </button>
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </li>
  );
}
