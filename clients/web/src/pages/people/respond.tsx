import { RespondToConnectionDocument } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { tell } from '../../parts/notices';
import { text } from '../../text';

/** A request of somebody who wants to be the viewer's friend. */
export function Respond({ connectionId }: { connectionId: string }) {
  const respond = useAction(RespondToConnectionDocument, { refetch: ['Connections', 'PersonPage'] });
  const answer = async (response: 'ACCEPT' | 'DECLINE') => {
    if (await respond.run({ connectionId, response })) tell(text.people.responded[response]);
  };
  return (
    <>
      <div className="buttons">
        <button type="button" className="main" aria-disabled={respond.busy} onClick={() => void answer('ACCEPT')}>
          {text.links.accept}
        </button>
        <button type="button" aria-disabled={respond.busy} onClick={() => void answer('DECLINE')}>
          {text.links.decline}
        </button>
      </div>
      {respond.problem && (
        <p className="problem" role="alert">
          {respond.problem}
        </p>
      )}
    </>
  );
}
