import { useQuery } from '@apollo/client/react';
import {
  AccountSecurityDocument,
  ChangePasswordDocument,
  OwnProfileDocument,
  ResendVerificationDocument,
  SignInHistoryDocument,
} from '@marquee/client/operations';
import { useRef } from 'react';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { moment } from '../../parts/format';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { SecondFactor } from './second-factor';
import { Sessions } from './sessions';
import { SettingsPage } from './settings-page';

export default function Security() {
  return (
    <SettingsPage of="security">
      {() => (
        <>
          <Address />
          <Password />
          <Factor />
          <Sessions />
          <History />
        </>
      )}
    </SettingsPage>
  );
}

function Address() {
  const result = useQuery(OwnProfileDocument, { fetchPolicy: 'cache-and-network' });
  const resend = useAction(ResendVerificationDocument);
  const send = async () => {
    const success = await resend.run({});
    if (success) tell(text.settings.mailSent(success.email));
  };
  return (
    <section aria-label={text.settings.address}>
      <h2>{text.settings.address}</h2>
      <Shown of={result}>
        {({ me }) =>
          me && (
            <>
              <p>
                {me.email}{' '}
                <b className={me.emailVerified ? 'good' : 'soft'}>
                  {me.emailVerified ? text.settings.addressVerified : text.settings.addressUnverified}
                </b>
              </p>
              {me.pendingEmail && <p className="soft">{text.settings.pending(me.pendingEmail)}</p>}
              {(!me.emailVerified || me.pendingEmail) && (
                <button type="button" aria-disabled={resend.busy} onClick={() => void send()}>
                  {text.settings.resend}
                </button>
              )}
              {resend.problem && (
                <p className="problem" role="alert">
                  {resend.problem}
                </p>
              )}
            </>
          )
        }
      </Shown>
    </section>
  );
}

function Password() {
  const change = useAction(ChangePasswordDocument, { refetch: ['Sessions'] });
  const box = useRef<HTMLDetailsElement>(null);
  const send = async ({ currentPassword = '', newPassword = '' }: Record<string, string>) => {
    if (!(await change.run({ currentPassword, newPassword }))) return;
    tell(text.settings.passwordChanged);
    if (box.current) box.current.open = false;
  };
  return (
    <details ref={box}>
      <summary>{text.settings.changePassword}</summary>
      <Form
        label={text.settings.changePassword}
        busy={change.busy}
        problem={change.problem}
        submit={text.settings.savePassword}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.settings.currentPassword}>
          <input name="currentPassword" type="password" autoComplete="current-password" required />
        </Field>
        <Field label={text.links.newPassword} hint={text.signUp.passwordHint}>
          <input name="newPassword" type="password" autoComplete="new-password" minLength={8} required />
        </Field>
      </Form>
    </details>
  );
}

function Factor() {
  const result = useQuery(AccountSecurityDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <section aria-label={text.settings.factor}>
      <h2>{text.settings.factor}</h2>
      <Shown of={result}>
        {({ me }) => me && <SecondFactor methods={me.security.secondFactorMethods} codesLeft={me.backupCodesLeft} />}
      </Shown>
    </section>
  );
}

const PAGE = 10;

function History() {
  const { fetchMore, ...result } = useQuery(SignInHistoryDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <section aria-label={text.settings.history}>
      <h2>{text.settings.history}</h2>
      <Shown of={result}>
        {({ me }) =>
          me && (
            <>
              <ul className="list">
                {me.signInHistory.nodes.map(({ id, at, outcome, device, newDevice, attempts }) => (
                  <li key={id}>
                    {moment(at)} · {text.settings.outcomes[outcome]}
                    {attempts > 1 && ` (${attempts})`} {device && <span className="soft">{device}</span>}{' '}
                    {newDevice && <span className="chip">{text.settings.newDevice}</span>}
                  </li>
                ))}
              </ul>
              <More after={me.signInHistory.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
            </>
          )
        }
      </Shown>
    </section>
  );
}
