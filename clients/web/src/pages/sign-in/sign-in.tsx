import { CompleteLoginDocument, LoginDocument, SendLoginCodeDocument } from '@marquee/client/operations';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { marquee } from '../../marquee';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { nextOf } from '../../session/next';
import { text } from '../../text';

interface Challenge {
  readonly challengeToken: string;
  readonly methods: readonly string[];
}

export default function SignIn() {
  const login = useAction(LoginDocument);
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const search = useSearch();
  const [, navigate] = useLocation();
  const enter = async (session: { accessToken: string; refreshToken: string }) => {
    await marquee.signIn(session);
    navigate(nextOf(search), { replace: true });
  };
  if (challenge) return <SecondFactor challenge={challenge} onEnter={enter} onBack={() => setChallenge(null)} />;
  const send = async ({ emailOrUsername = '', password = '' }: Record<string, string>) => {
    const answer = await login.ask({ emailOrUsername, password });
    if (!answer) return;
    if ('success' in answer) await enter(answer.success.session);
    else if ('refusal' in answer && answer.refusal.__typename === 'SecondFactorRequired') setChallenge(answer.refusal);
  };
  return (
    <Page title={text.signIn.title}>
      <Form
        label={text.signIn.title}
        busy={login.busy}
        problem={login.problem}
        submit={text.session.signIn}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.signIn.who}>
          <input name="emailOrUsername" autoComplete="username" required />
        </Field>
        <Field label={text.signIn.password}>
          <input name="password" type="password" autoComplete="current-password" required />
        </Field>
      </Form>
      <p>
        <Link href="/forgot-password">{text.links.forgot}</Link>
      </p>
      <p>
        {text.signIn.noAccount} <Link href={`/sign-up?${search}`}>{text.signUp.title}</Link>
      </p>
    </Page>
  );
}

interface FactorProps {
  readonly challenge: Challenge;
  readonly onEnter: (session: { accessToken: string; refreshToken: string }) => Promise<void>;
  readonly onBack: () => void;
}

/** A sign-in that waits for a code: of an app, a backup code, or one that is sent. */
function SecondFactor({ challenge: { challengeToken, methods }, onEnter, onBack }: FactorProps) {
  const complete = useAction(CompleteLoginDocument);
  const sending = useAction(SendLoginCodeDocument);
  const enter = async ({ code = '' }: Record<string, string>) => {
    const success = await complete.run({ challengeToken, code: code.trim() });
    if (success) await onEnter(success.session);
  };
  const sendCode = async (method: 'SMS' | 'EMAIL') => {
    if (await sending.run({ challengeToken, method })) tell(text.signIn.codeSent);
  };
  const sent = (['SMS', 'EMAIL'] as const).filter((method) => methods.includes(method));
  return (
    <Page title={text.signIn.factor}>
      <p>{text.signIn.factorMore(methods)}</p>
      <Form
        label={text.signIn.factor}
        busy={complete.busy}
        problem={complete.problem ?? sending.problem}
        submit={text.session.signIn}
        onSubmit={(values) => void enter(values)}
        others={
          <>
            {sent.map((method) => (
              <button key={method} type="button" onClick={() => void sendCode(method)}>
                {text.signIn.sendCode[method]}
              </button>
            ))}
            <button type="button" className="quiet" onClick={onBack}>
              {text.states.back}
            </button>
          </>
        }
      >
        <Field label={text.signIn.code}>
          <input name="code" autoComplete="one-time-code" inputMode="text" autoFocus required />
        </Field>
      </Form>
    </Page>
  );
}
