import { useQuery } from '@apollo/client/react';
import { ConfirmErasureDocument, ErasureDocument, RequestErasureDocument, type ErasureQuery } from '@marquee/client/operations';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { marquee } from '../../marquee';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { Loading, Shown } from '../../parts/states';
import { text } from '../../text';
import { foreseen } from './erasure-parts';

const LOOK_EVERY_MS = 1_000;

/** The way out: what it would do, what stands in its way, and then yes. */
export function Erasing({ needsCode }: { needsCode: boolean }) {
  const request = useAction(RequestErasureDocument);
  const [token, setToken] = useState<string | null>(null);
  const ask = async ({ password = '', code = '' }: Record<string, string>) => {
    const success = await request.run({ password, code: code.trim() || null });
    if (success) setToken(success.token);
  };
  return (
    <section aria-label={text.settings.erasing}>
      <h2>{text.settings.erasing}</h2>
      <p>{text.settings.erasingMore}</p>
      {token === null ? (
        <details>
          <summary>{text.settings.erasingLook}</summary>
          <Form
            label={text.settings.erasing}
            busy={request.busy}
            problem={request.problem}
            submit={text.settings.erasingAsk}
            onSubmit={(values) => void ask(values)}
          >
            <Field label={text.settings.currentPassword}>
              <input name="password" type="password" autoComplete="current-password" required />
            </Field>
            {needsCode && (
              <Field label={text.signIn.code} hint={text.settings.codeHint}>
                <input name="code" autoComplete="one-time-code" required />
              </Field>
            )}
          </Form>
        </details>
      ) : (
        <Foreseen token={token} onBack={() => setToken(null)} />
      )}
    </section>
  );
}

function Foreseen({ token, onBack }: { token: string; onBack: () => void }) {
  const { startPolling, stopPolling, ...result } = useQuery(ErasureDocument, { variables: { token } });
  const isWaiting = result.data?.erasure?.blockers.some(({ kind }) => kind === 'UNANSWERED') ?? true;
  useEffect(() => {
    if (isWaiting) startPolling(LOOK_EVERY_MS);
    else stopPolling();
    return stopPolling;
  }, [isWaiting, startPolling, stopPolling]);
  return (
    <Shown of={result}>
      {({ erasure }) =>
        erasure === null ? (
          <p role="alert">{text.links.none}</p>
        ) : isWaiting ? (
          <Loading />
        ) : (
          <Decide token={token} erasure={erasure} onBack={onBack} />
        )
      }
    </Shown>
  );
}

interface DecideProps {
  readonly token: string;
  readonly erasure: NonNullable<ErasureQuery['erasure']>;
  readonly onBack: () => void;
}

function Decide({ token, erasure: { parts, blockers }, onBack }: DecideProps) {
  const confirm = useAction(ConfirmErasureDocument);
  const [givesUp, setGivesUp] = useState(false);
  const [, navigate] = useLocation();
  const owesNothing = blockers.every(({ kind }) => kind === 'BALANCE' && givesUp);
  const erase = async () => {
    if (!(await confirm.run({ token, giveUpBalance: givesUp }))) return;
    await marquee.signOut();
    tell(text.settings.erasingBegun);
    navigate('/');
  };
  return (
    <div className="card">
      <h3>{text.settings.erasingDoes}</h3>
      <ul>
        {foreseen(parts).map(({ subject, fate, count }) => (
          <li key={`${subject} ${fate}`}>
            {text.settings.subjects[subject]} ({count}): {text.settings.fates[fate]}
          </li>
        ))}
      </ul>
      {blockers.map(({ kind, message }) => (
        <p key={kind} className="problem">
          {message}
        </p>
      ))}
      {blockers.some(({ kind }) => kind === 'BALANCE') && (
        <label className="check">
          <input type="checkbox" checked={givesUp} onChange={() => setGivesUp(!givesUp)} />
          {text.settings.giveUp}
        </label>
      )}
      {confirm.problem && (
        <p className="problem" role="alert">
          {confirm.problem}
        </p>
      )}
      <div className="buttons">
        {owesNothing && (
          <button type="button" className="bad" aria-disabled={confirm.busy} onClick={() => void erase()}>
            {text.settings.eraseNow}
          </button>
        )}
        <button type="button" onClick={onBack}>
          {text.links.keepAccount}
        </button>
      </div>
    </div>
  );
}
