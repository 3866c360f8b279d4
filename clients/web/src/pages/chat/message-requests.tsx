import { useQuery } from '@apollo/client/react';
import { MessageRequestsDocument, RespondToMessageRequestDocument, type MessageRequestsQuery } from '@marquee/client/operations';
import { Link } from 'wouter';
import { useAction } from '../../parts/action';
import { More } from '../../parts/more';
import { text } from '../../text';

const PAGE = 20;

type Asking = MessageRequestsQuery['chatRooms']['nodes'][number];

/** Rooms of people whom the viewer does not know: they wait until they are accepted. */
export function MessageRequests() {
  const { data, fetchMore } = useQuery(MessageRequestsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  if (!data || data.chatRooms.nodes.length === 0) return null;
  const { nodes, pageInfo } = data.chatRooms;
  return (
    <section aria-label={text.chat.requests}>
      <h2>{text.chat.requests}</h2>
      <ul className="list">
        {nodes.map((room) => (
          <Request key={room.id} room={room} />
        ))}
      </ul>
      <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
    </section>
  );
}

function Request({ room: { id, otherPerson, lastMessage } }: { room: Asking }) {
  const respond = useAction(RespondToMessageRequestDocument, { refetch: ['MessageRequests', 'ChatRooms'] });
  return (
    <li className="card">
      <h3>{otherPerson ? <Link href={`/people/${otherPerson.id}`}>{otherPerson.displayName}</Link> : text.chat.room}</h3>
      {lastMessage && <p>{lastMessage.text ?? text.chat.deleted}</p>}
      <div className="buttons">
        {(['ACCEPT', 'DECLINE', 'BLOCK'] as const).map((response) => (
          <button
            key={response}
            type="button"
            className={response === 'ACCEPT' ? 'main' : undefined}
            aria-disabled={respond.busy}
            onClick={() => void respond.run({ roomId: id, response })}
          >
            {text.chat.responses[response]}
          </button>
        ))}
      </div>
      {respond.problem && (
        <p className="problem" role="alert">
          {respond.problem}
        </p>
      )}
    </li>
  );
}
