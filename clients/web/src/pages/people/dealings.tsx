import {
  BlockUserDocument,
  EndConnectionDocument,
  FollowDocument,
  OpenDirectRoomDocument,
  RequestConnectionDocument,
  UnfollowDocument,
} from '@marquee/client/operations';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAction } from '../../parts/action';
import { tell } from '../../parts/notices';
import { text } from '../../text';
import type { ShownPerson } from './person';
import { relationTo } from './relation';
import { Respond } from './respond';

const REFETCH = { refetch: ['PersonPage'] };

/** What the viewer may have to do with somebody: ask, accept, follow, write, block. */
export function Dealings({ person, viewerId }: { person: ShownPerson; viewerId: string }) {
  const { id, displayName, viewerConnection, viewerFollows, viewerMayWrite } = person;
  const relation = relationTo(id, viewerId, viewerConnection);
  const request = useAction(RequestConnectionDocument, REFETCH);
  const end = useAction(EndConnectionDocument, REFETCH);
  const follow = useAction(FollowDocument);
  const unfollow = useAction(UnfollowDocument);
  const open = useAction(OpenDirectRoomDocument);
  const [, navigate] = useLocation();
  if (relation === 'SELF')
    return (
      <p>
        <Link className="button" href="/settings/profile">
          {text.people.editOwn}
        </Link>
      </p>
    );
  const write = async () => {
    const success = await open.run({ userId: id });
    if (success) navigate(`/chat/${success.room.id}`);
  };
  const problem = request.problem ?? end.problem ?? follow.problem ?? unfollow.problem ?? open.problem;
  return (
    <section aria-label={text.people.dealings(displayName)}>
      {relation === 'FRIENDS' && <p className="good">{text.people.isFriend}</p>}
      {relation === 'ASKED' && <p className="soft">{text.people.isAsked}</p>}
      {relation === 'ASKS' && viewerConnection && (
        <>
          <p>{text.people.asks(displayName)}</p>
          <Respond connectionId={viewerConnection.id} />
        </>
      )}
      <div className="buttons">
        {relation === 'NONE' && (
          <button type="button" className="main" aria-disabled={request.busy} onClick={() => void request.run({ userId: id })}>
            {text.people.ask}
          </button>
        )}
        {(relation === 'FRIENDS' || relation === 'ASKED') && viewerConnection && (
          <button type="button" aria-disabled={end.busy} onClick={() => void end.run({ connectionId: viewerConnection.id })}>
            {relation === 'FRIENDS' ? text.people.endFriendship : text.people.takeBack}
          </button>
        )}
        <button
          type="button"
          aria-pressed={viewerFollows === true}
          onClick={() => void (viewerFollows ? unfollow : follow).run({ userId: id })}
        >
          {viewerFollows ? text.people.following : text.people.follow}
        </button>
        {viewerMayWrite && (
          <button type="button" aria-disabled={open.busy} onClick={() => void write()}>
            {text.people.write}
          </button>
        )}
        <Block id={id} name={displayName} />
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

function Block({ id, name }: { id: string; name: string }) {
  const block = useAction(BlockUserDocument);
  const [isSure, setSure] = useState(false);
  const [, navigate] = useLocation();
  const send = async () => {
    if (!(await block.run({ userId: id }))) return;
    tell(text.people.isBlocked(name));
    navigate('/people');
  };
  return (
    <>
      {isSure ? (
        <>
          <button type="button" className="bad" aria-disabled={block.busy} onClick={() => void send()}>
            {text.people.blockNow(name)}
          </button>
          <button type="button" onClick={() => setSure(false)}>
            {text.states.back}
          </button>
        </>
      ) : (
        <button type="button" className="quiet" onClick={() => setSure(true)}>
          {text.people.block}
        </button>
      )}
      {block.problem && (
        <span className="problem" role="alert">
          {block.problem}
        </span>
      )}
    </>
  );
}
