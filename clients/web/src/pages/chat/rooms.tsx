import { useQuery, useSubscription } from '@apollo/client/react';
import { ChatRoomsDocument, RoomsChangedDocument, type ChatRoomsQuery } from '@marquee/client/operations';
import { Link } from 'wouter';
import { moment } from '../../parts/format';
import { More } from '../../parts/more';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';
import { MessageRequests } from './message-requests';

const PAGE = 30;

type Room = ChatRoomsQuery['chatRooms']['nodes'][number];

export default function Rooms() {
  return <NeedsSignIn title={text.chat.title}>{() => <List />}</NeedsSignIn>;
}

function List() {
  const { fetchMore, ...result } = useQuery(ChatRoomsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  const known = result.data?.chatRooms.nodes ?? [];
  useSubscription(RoomsChangedDocument, {
    ignoreResults: true,
    onData: ({ data }) => {
      // Rooms that are on the screen change where they stand; others come or go with the list.
      const { rooms, goneIds } = data.data?.roomsChanged ?? { rooms: [], goneIds: [] };
      const isKnown = ({ id }: { id: string }) => known.some((room) => room.id === id);
      if (goneIds.length > 0 || !rooms.every(isKnown)) void result.refetch();
    },
  });
  return (
    <Page title={text.chat.title}>
      <MessageRequests />
      <Shown of={result}>
        {({ chatRooms: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.chat.none}</Empty>}
            <ul className="list">
              {[...nodes].sort(byLastSaid).map((room) => (
                <Entry key={room.id} room={room} />
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </Page>
  );
}

const byLastSaid = (one: Room, other: Room): number => (other.lastMessage?.sentAt ?? '').localeCompare(one.lastMessage?.sentAt ?? '');

const Entry = ({ room: { id, name, otherPerson, unreadCount, lastMessage } }: { room: Room }) => (
  <li className="card">
    <h2>
      <Link href={`/chat/${id}`}>{name ?? otherPerson?.displayName ?? text.chat.room}</Link>
      {unreadCount > 0 && <span className="count">{text.shell.unread(unreadCount)}</span>}
    </h2>
    {lastMessage && (
      <p className="soft">
        {lastMessage.sender?.displayName ?? text.event.somebody}: {lastMessage.text ?? text.chat.deleted} · {moment(lastMessage.sentAt)}
      </p>
    )}
  </li>
);
