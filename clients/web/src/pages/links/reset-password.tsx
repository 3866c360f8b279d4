import { ResetPasswordDocument } from '@marquee/client/operations';
import { useState } from 'react';
import { Link } from 'wouter';
import { marquee } from '../../marquee';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';
import { LinkPage } from './link-page';

export default function ResetPassword() {
  return <LinkPage title={text.links.reset}>{(token) => <Choosing token={token} />}</LinkPage>;
}

function Choosing({ token }: { token: string }) {
  const { viewer } = useViewer();
  const reset = useAction(ResetPasswordDocument);
  const [isDone, setDone] = useState(false);
  const send = async ({ newPassword = '' }: Record<string, string>) => {
    if (!(await reset.run({ token, newPassword }))) return;
    // Every session of the account has ended; one of this browser may be among them.
    if (viewer) await marquee.signOut();
    setDone(true);
  };
  if (isDone)
    return (
      <>
        <p role="status">{text.links.resetDone}</p>
        <p>
          <Link className="button main" href="/sign-in">
            {text.session.signIn}
          </Link>
        </p>
      </>
    );
  return (
    <>
      <Form
        label={text.links.reset}
        busy={reset.busy}
        problem={reset.problem}
        submit={text.links.resetSend}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.links.newPassword} hint={text.signUp.passwordHint}>
          <input name="newPassword" type="password" autoComplete="new-password" minLength={8} required />
        </Field>
      </Form>
      <p>
        <Link href="/forgot-password">{text.links.again}</Link>
      </p>
    </>
  );
}
