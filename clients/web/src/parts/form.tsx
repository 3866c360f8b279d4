import type { FormEvent, ReactNode } from 'react';
import { text } from '../text';

interface FormProps {
  readonly label: string;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly submit: string;
  readonly onSubmit: (values: Record<string, string>) => void;
  readonly children: ReactNode;
  readonly others?: ReactNode;
}

/** A form: its values by the names of its controls, its refusal above the button, and one request at a time. */
export function Form({ label, busy, problem, submit, onSubmit, children, others }: FormProps) {
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const values = [...new FormData(event.currentTarget)].map(([name, value]) => [name, typeof value === 'string' ? value : '']);
    onSubmit(Object.fromEntries(values) as Record<string, string>);
  };
  return (
    <form aria-label={label} onSubmit={send}>
      {children}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button type="submit" className="main" aria-disabled={busy}>
          {busy ? text.states.sending : submit}
        </button>
        {others}
      </div>
    </form>
  );
}
