import { BeginTotpDocument, ConfirmTotpDocument, DisableTotpDocument } from '@marquee/client/operations';
import { lazy, Suspense, useState } from 'react';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { Loading } from '../../parts/states';
import { text } from '../../text';

const QrCode = lazy(() => import('../../parts/qr-code').then((module) => ({ default: module.QrCode })));
const REFETCH = ['AccountSecurity', 'SignedIn'];

/** A second factor by an authenticator app: begun by the password, on with its first code. */
export function SecondFactor({ methods, codesLeft }: { methods: readonly string[]; codesLeft: number }) {
  const [backupCodes, setBackupCodes] = useState<readonly string[] | null>(null);
  return (
    <>
      {backupCodes && <BackupCodes codes={backupCodes} onKept={() => setBackupCodes(null)} />}
      {methods.includes('TOTP') ? <On codesLeft={codesLeft} /> : <Off onCodes={setBackupCodes} />}
    </>
  );
}

function Off({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const begin = useAction(BeginTotpDocument);
  const confirm = useAction(ConfirmTotpDocument, { refetch: REFETCH });
  const [begun, setBegun] = useState<{ readonly secret: string; readonly uri: string } | null>(null);
  const ask = async ({ password = '' }: Record<string, string>) => setBegun(await begin.run({ password }));
  const turnOn = async ({ code = '' }: Record<string, string>) => {
    const success = await confirm.run({ code: code.trim() });
    if (success) onCodes(success.backupCodes);
  };
  if (!begun)
    return (
      <>
        <p>{text.settings.factorOff}</p>
        <Form
          label={text.settings.factor}
          busy={begin.busy}
          problem={begin.problem}
          submit={text.settings.factorBegin}
          onSubmit={(values) => void ask(values)}
        >
          <Field label={text.settings.currentPassword}>
            <input name="password" type="password" autoComplete="current-password" required />
          </Field>
        </Form>
      </>
    );
  return (
    <>
      <p>{text.settings.factorScan}</p>
      <Suspense fallback={<Loading />}>
        <QrCode code={begun.uri} label={text.settings.factorQr} />
      </Suspense>
      <p>
        {text.settings.factorSecret} <code>{begun.secret}</code>
      </p>
      <Form
        label={text.settings.factorConfirm}
        busy={confirm.busy}
        problem={confirm.problem}
        submit={text.settings.factorTurnOn}
        onSubmit={(values) => void turnOn(values)}
        others={
          <button type="button" className="quiet" onClick={() => setBegun(null)}>
            {text.states.back}
          </button>
        }
      >
        <Field label={text.signIn.code}>
          <input name="code" inputMode="numeric" autoComplete="one-time-code" required />
        </Field>
      </Form>
    </>
  );
}

function On({ codesLeft }: { codesLeft: number }) {
  const disable = useAction(DisableTotpDocument, { refetch: REFETCH });
  const send = async ({ password = '', code = '' }: Record<string, string>) => {
    if (await disable.run({ password, code: code.trim() })) tell(text.settings.factorIsOff);
  };
  return (
    <>
      <p className="good">{text.settings.factorOn(codesLeft)}</p>
      <details>
        <summary>{text.settings.factorDisable}</summary>
        <Form
          label={text.settings.factorDisable}
          busy={disable.busy}
          problem={disable.problem}
          submit={text.settings.factorTurnOff}
          onSubmit={(values) => void send(values)}
        >
          <Field label={text.settings.currentPassword}>
            <input name="password" type="password" autoComplete="current-password" required />
          </Field>
          <Field label={text.signIn.code} hint={text.settings.codeHint}>
            <input name="code" autoComplete="one-time-code" required />
          </Field>
        </Form>
      </details>
    </>
  );
}

function BackupCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  return (
    <section className="card" aria-label={text.settings.backupCodes} role="status">
      <h3>{text.settings.backupCodes}</h3>
      <p>{text.settings.backupHint}</p>
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <button type="button" className="main" onClick={onKept}>
        {text.settings.backupKept}
      </button>
    </section>
  );
}
