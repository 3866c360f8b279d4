import { StepUpDocument } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { text } from '../../text';

/** Shows that it is them: what is sensitive may be done for a while then. */
export function StepUp({ needsCode, onDone }: { needsCode: boolean; onDone: () => void }) {
  const stepUp = useAction(StepUpDocument);
  const send = async ({ password = '', code = '' }: Record<string, string>) => {
    if (await stepUp.run({ password, code: code.trim() || null })) onDone();
  };
  return (
    <Form
      label={text.settings.stepUp}
      busy={stepUp.busy}
      problem={stepUp.problem}
      submit={text.settings.goOn}
      onSubmit={(values) => void send(values)}
    >
      <p>{text.settings.stepUp}</p>
      <Field label={text.settings.currentPassword}>
        <input name="password" type="password" autoComplete="current-password" required />
      </Field>
      {needsCode && (
        <Field label={text.signIn.code} hint={text.settings.codeHint}>
          <input name="code" autoComplete="one-time-code" required />
        </Field>
      )}
    </Form>
  );
}
