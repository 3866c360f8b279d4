import { useQuery } from '@apollo/client/react';
import { CancelErasureDocument, ErasureDocument } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { moment } from '../../parts/format';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { LinkPage } from './link-page';

export default function Erasure() {
  return <LinkPage title={text.links.erasure}>{(token) => <Standing token={token} />}</LinkPage>;
}

function Standing({ token }: { token: string }) {
  const result = useQuery(ErasureDocument, { variables: { token } });
  const cancel = useAction(CancelErasureDocument);
  return (
    <Shown of={result}>
      {({ erasure }) =>
        erasure === null ? (
          <p role="alert">{text.links.none}</p>
        ) : (
          <>
            <p role="status">{text.links.erasureStates[erasure.state]}</p>
            {erasure.state === 'CONFIRMED' && erasure.erasedFrom && (
              <>
                <p>{text.links.erasedFrom(moment(erasure.erasedFrom))}</p>
                <button type="button" className="main" aria-disabled={cancel.busy} onClick={() => void cancel.run({ token })}>
                  {text.links.keepAccount}
                </button>
              </>
            )}
            {cancel.problem && (
              <p className="problem" role="alert">
                {cancel.problem}
              </p>
            )}
          </>
        )
      }
    </Shown>
  );
}
