import { FlagEventDocument, type FlagReason } from '@marquee/client/operations';
import { useRef } from 'react';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { text } from '../../text';

/** Something is wrong with the event: curators are told. */
export function Flag({ eventId }: { eventId: string }) {
  const flag = useAction(FlagEventDocument);
  const details = useRef<HTMLDetailsElement>(null);
  const send = async ({ reason = '', more = '' }: Record<string, string>) => {
    if (!(await flag.run({ eventId, reason: reason as FlagReason, ...(more.trim() ? { details: more.trim() } : {}) }))) return;
    tell(text.flag.thanks);
    details.current!.open = false;
  };
  return (
    <details ref={details}>
      <summary>{text.flag.title}</summary>
      <Form
        label={text.flag.title}
        busy={flag.busy}
        problem={flag.problem}
        submit={text.flag.send}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.flag.reason}>
          <select name="reason">
            {Object.entries(text.flag.reasons).map(([reason, label]) => (
              <option key={reason} value={reason}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        <Field label={text.flag.more}>
          <textarea name="more" maxLength={1_000} />
        </Field>
      </Form>
    </details>
  );
}
