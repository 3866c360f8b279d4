import { DeleteMessageDocument, ReactToMessageDocument, RemoveReactionDocument, type RoomWithLogQuery } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { moment } from '../../parts/format';
import { text } from '../../text';

const LIKE = '👍';

interface MessageProps {
  readonly message: NonNullable<RoomWithLogQuery['chatRoom']>['messages']['nodes'][number];
  readonly isOwn: boolean;
  readonly mayReact: boolean;
  readonly mayModerate: boolean;
}

/** What the room tells of itself. */
function Notice({ notice, sentAt }: { readonly notice: NonNullable<MessageProps['message']['notice']>; readonly sentAt: string }) {
  const people = notice.people.map((person) => person?.displayName ?? text.event.somebody).join(', ') || text.event.somebody;
  const names = { people, actor: notice.actor?.displayName ?? null, name: notice.name, event: notice.event?.title ?? null };
  return (
    <li className="soft">
      {text.chat.notice[notice.kind](names)} · <time dateTime={sentAt}>{moment(sentAt)}</time>
    </li>
  );
}

export function Message({ message, isOwn, mayReact, mayModerate }: MessageProps) {
  const { id, sender, sentAt, editedAt, replyTo, reactions, viewerReactions } = message;
  const react = useAction(ReactToMessageDocument);
  const unreact = useAction(RemoveReactionDocument);
  const remove = useAction(DeleteMessageDocument);
  const problem = react.problem ?? unreact.problem ?? remove.problem;
  const likes = viewerReactions.includes(LIKE);
  const isGone = message.deletedAt !== null;
  const count = reactions.find(({ emoji }) => emoji === LIKE)?.count ?? 0;
  if (message.notice) return <Notice notice={message.notice} sentAt={sentAt} />;
  const toggle = () => void (likes ? unreact : react).run({ messageId: id, emoji: LIKE });
  return (
    <li className={isOwn ? 'own' : undefined}>
      <p className="soft">
        {sender?.displayName ?? text.event.somebody} · <time dateTime={sentAt}>{moment(sentAt)}</time>{' '}
        {editedAt && !isGone && text.chat.edited}
      </p>
      {replyTo && <blockquote>{replyTo.text ?? text.chat.deleted}</blockquote>}
      <p className={isGone ? 'soft' : 'prose'}>{isGone ? text.chat.deleted : message.text}</p>
      {!isGone && (
        <div className="signs">
          {reactions
            .filter(({ emoji }) => emoji !== LIKE)
            .map(({ emoji, count: others }) => (
              <span key={emoji} className="chip">
                {emoji} {others}
              </span>
            ))}
          {mayReact && (
            <button type="button" className="small" aria-pressed={likes} aria-label={text.chat.like(count)} onClick={toggle}>
              {LIKE} {count > 0 && count}
            </button>
          )}
          {(isOwn || mayModerate) && (
            <button type="button" className="small quiet" onClick={() => void remove.run({ messageId: id })}>
              {text.chat.delete}
            </button>
          )}
        </div>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </li>
  );
}
