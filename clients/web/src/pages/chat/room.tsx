import { useApolloClient, useQuery } from '@apollo/client/react';
import { followRoom } from '@marquee/client';
import { MarkReadDocument, RoomWithLogDocument, type RoomWithLogQuery } from '@marquee/client/operations';
import { useEffect, useRef, useState } from 'react';
import { Link, useParams } from 'wouter';
import { act } from '../../parts/action';
import { Page } from '../../parts/page';
import { Failure, Loading, messageOf } from '../../parts/states';
import { tell } from '../../parts/notices';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';
import { Message } from './message';
import { Typing, useTypingSignal } from './typing';
import { useOutbox } from './use-outbox';
import './room.css';

type Room = NonNullable<RoomWithLogQuery['chatRoom']>;

export default function RoomPage() {
  const { id } = useParams<{ id: string }>();
  return <NeedsSignIn title={text.chat.room}>{({ user }) => <Follow key={id} id={id} viewerId={user.id} />}</NeedsSignIn>;
}

/** The room as it is: loaded, and then followed from there. */
function Follow({ id, viewerId }: { id: string; viewerId: string }) {
  const apollo = useApolloClient();
  const [state, setState] = useState<{ error?: unknown; isLeft?: boolean }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setState({});
    const following = followRoom(apollo, id, viewerId).subscribe({
      error: (error: unknown) => setState({ error }),
      complete: () => setState({ isLeft: true }),
    });
    return () => following.unsubscribe();
  }, [apollo, id, viewerId, turn]);
  // `followRoom` loads it; this shows what it keeps.
  const { data, fetchMore } = useQuery(RoomWithLogDocument, { variables: { id }, fetchPolicy: 'cache-only' });
  const again = () => setTurn(turn + 1);
  if (state.isLeft)
    return (
      <Page title={text.chat.room}>
        <p>
          {text.chat.notYours} <Link href="/chat">{text.chat.title}</Link>
        </p>
      </Page>
    );
  if (!data?.chatRoom) return state.error ? <Failure error={state.error} onRetry={again} /> : <Loading />;
  const earlier = (before: string) => fetchMore({ variables: { before } });
  return (
    <Page title={data.chatRoom.name ?? text.chat.room}>
      {state.error !== undefined && <Failure error={state.error} onRetry={again} />}
      <Shows room={data.chatRoom} viewerId={viewerId} earlier={earlier} />
    </Page>
  );
}

interface ShowsProps {
  readonly room: Room;
  readonly viewerId: string;
  readonly earlier: (before: string) => Promise<unknown>;
}

function Shows({ room, viewerId, earlier }: ShowsProps) {
  const { id, messages, viewerRights } = room;
  const { outbox, unsent } = useOutbox(viewerId, id);
  const last = messages.nodes.at(-1);
  useMarkRead(id, last?.sequence ?? 0);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What it returns in new browsers is nothing to clean up by.
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [last?.id, unsent.length]);
  const load = () => earlier(messages.pageInfo.startCursor!).catch((error: unknown) => tell(messageOf(error)));
  return (
    <div className="room">
      {messages.pageInfo.hasPreviousPage && messages.pageInfo.startCursor && (
        <button type="button" onClick={() => void load()}>
          {text.chat.earlier}
        </button>
      )}
      <div className="log" role="log" aria-label={text.chat.messages} tabIndex={0}>
        <ol className="messages">
          {messages.nodes.map((message) => (
            <Message
              key={message.id}
              message={message}
              isOwn={message.sender?.id === viewerId}
              mayReact={viewerRights.mayReact}
              mayModerate={viewerRights.mayModerate}
            />
          ))}
          {unsent.map(({ clientMessageId, text: said, problem }) => (
            <li key={clientMessageId} className="own unsent">
              <p>{said}</p>
              <p className={problem ? 'problem' : 'soft'}>{problem ?? text.chat.waiting}</p>
              {problem !== undefined && (
                <div className="buttons">
                  <button type="button" className="small" onClick={() => outbox.retry(clientMessageId)}>
                    {text.states.retry}
                  </button>
                  <button type="button" className="small" onClick={() => outbox.drop(clientMessageId)}>
                    {text.chat.drop}
                  </button>
                </div>
              )}
            </li>
          ))}
        </ol>
        <div ref={end} />
      </div>
      {messages.nodes.length + unsent.length === 0 && <p className="soft">{text.chat.quiet}</p>}
      <Typing roomId={id} viewerId={viewerId} />
      {viewerRights.maySpeak ? (
        <Write roomId={id} onWritten={(said) => outbox.add(id, said)} />
      ) : (
        <p className="soft">{text.chat.mayNotSpeak}</p>
      )}
    </div>
  );
}

function Write({ roomId, onWritten }: { roomId: string; onWritten: (said: string) => void }) {
  const [said, setSaid] = useState('');
  const signal = useTypingSignal(roomId);
  const send = () => {
    if (said.trim() === '') return;
    onWritten(said.trim());
    setSaid('');
    signal(false);
  };
  return (
    <form
      aria-label={text.chat.write}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="row">
        <textarea
          aria-label={text.chat.write}
          value={said}
          rows={2}
          maxLength={4_000}
          onChange={({ target }) => {
            setSaid(target.value);
            signal(target.value !== '');
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" className="main">
          {text.chat.send}
        </button>
      </div>
    </form>
  );
}

/** What is on the screen is read. */
function useMarkRead(roomId: string, sequence: number): void {
  const apollo = useApolloClient();
  const told = useRef(0);
  useEffect(() => {
    if (sequence <= told.current) return;
    const mark = () => {
      if (document.visibilityState !== 'visible' || sequence <= told.current) return;
      told.current = sequence;
      void act(apollo, MarkReadDocument, { roomId, sequence });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [apollo, roomId, sequence]);
}
