import {
  JoinGroupDocument,
  LeaveGroupDocument,
  RequestToJoinGroupDocument,
  WithdrawGroupRequestDocument,
} from '@marquee/client/operations';
import { useLocation } from 'wouter';
import { useAction } from '../../parts/action';
import { tell } from '../../parts/notices';
import { text } from '../../text';
import type { ShownGroup } from './group';

const REFETCH = { refetch: ['Group', 'MyGroups'] };

/** Whether one is in a group, and the ways in and out. */
export function Membership({ group: { id, name, privacy, viewerMembership, viewerRequested } }: { group: ShownGroup }) {
  const join = useAction(JoinGroupDocument, REFETCH);
  const ask = useAction(RequestToJoinGroupDocument, REFETCH);
  const withdraw = useAction(WithdrawGroupRequestDocument, REFETCH);
  const leave = useAction(LeaveGroupDocument, { refetch: ['MyGroups'] });
  const [, navigate] = useLocation();
  const goIn = async () => {
    const answer = await join.ask({ groupId: id });
    if (answer && 'success' in answer) tell(text.groups.joined(name));
  };
  const goOut = async () => {
    if (!(await leave.run({ groupId: id }))) return;
    tell(text.groups.left(name));
    navigate('/groups');
  };
  const problem = join.problem ?? ask.problem ?? withdraw.problem ?? leave.problem;
  return (
    <section aria-label={text.groups.membership}>
      {viewerMembership && <p>{text.groups.role(text.groups.roles[viewerMembership.role])}</p>}
      <div className="buttons">
        {!viewerMembership && !viewerRequested && (
          <>
            <button
              type="button"
              className={privacy === 'INVITE_ONLY' ? undefined : 'main'}
              aria-disabled={join.busy}
              onClick={() => void goIn()}
            >
              {text.groups.join}
            </button>
            {/* Who was removed asks, too, where others join. */}
            {(privacy === 'INVITE_ONLY' || join.problem !== null) && (
              <button type="button" aria-disabled={ask.busy} onClick={() => void ask.run({ groupId: id })}>
                {text.groups.ask}
              </button>
            )}
          </>
        )}
        {viewerRequested && (
          <>
            <span>{text.groups.asked}</span>
            <button type="button" aria-disabled={withdraw.busy} onClick={() => void withdraw.run({ groupId: id })}>
              {text.people.takeBack}
            </button>
          </>
        )}
        {viewerMembership && (
          <button type="button" className="quiet" aria-disabled={leave.busy} onClick={() => void goOut()}>
            {text.groups.leave}
          </button>
        )}
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
