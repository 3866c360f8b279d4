import { RegisterDocument } from '@marquee/client/operations';
import { Link, useLocation, useSearch } from 'wouter';
import { marquee } from '../../marquee';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { nextOf } from '../../session/next';
import { text } from '../../text';

export default function SignUp() {
  const register = useAction(RegisterDocument);
  const search = useSearch();
  const [, navigate] = useLocation();
  const send = async ({ email = '', username = '', displayName = '', password = '' }: Record<string, string>) => {
    const success = await register.run({ email, username, displayName, password });
    if (!success) return;
    await marquee.signIn(success.session);
    tell(text.signUp.welcome);
    navigate(nextOf(search), { replace: true });
  };
  return (
    <Page title={text.signUp.title}>
      <Form
        label={text.signUp.title}
        busy={register.busy}
        problem={register.problem}
        submit={text.signUp.title}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.signUp.name}>
          <input name="displayName" autoComplete="name" maxLength={50} required />
        </Field>
        <Field label={text.signUp.username} hint={text.signUp.usernameHint}>
          <input name="username" autoComplete="username" autoCapitalize="none" pattern="[A-Za-z0-9_]+" required />
        </Field>
        <Field label={text.signUp.email}>
          <input name="email" type="email" autoComplete="email" required />
        </Field>
        <Field label={text.signIn.password} hint={text.signUp.passwordHint}>
          <input name="password" type="password" autoComplete="new-password" minLength={8} required />
        </Field>
      </Form>
      <p>
        {text.signUp.hasAccount} <Link href={`/sign-in?${search}`}>{text.session.signIn}</Link>
      </p>
    </Page>
  );
}
