import { RequestPasswordResetDocument } from '@marquee/client/operations';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { Page } from '../../parts/page';
import { text } from '../../text';

export default function ForgotPassword() {
  const request = useAction(RequestPasswordResetDocument);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const send = async ({ email = '' }: Record<string, string>) => {
    const success = await request.run({ email: email.trim() });
    if (success) setSentTo(success.email);
  };
  return (
    <Page title={text.links.forgot}>
      {sentTo === null ? (
        <Form
          label={text.links.forgot}
          busy={request.busy}
          problem={request.problem}
          submit={text.links.forgotSend}
          onSubmit={(values) => void send(values)}
        >
          <Field label={text.signUp.email} hint={text.links.forgotHint}>
            <input name="email" type="email" autoComplete="email" required />
          </Field>
        </Form>
      ) : (
        <p role="status">{text.links.forgotSent(sentTo)}</p>
      )}
      <p>
        <Link href="/sign-in">{text.session.signIn}</Link>
      </p>
    </Page>
  );
}
