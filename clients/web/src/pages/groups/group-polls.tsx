import { useQuery } from '@apollo/client/react';
import { CreatePollDocument, GroupPollsDocument } from '@marquee/client/operations';
import { useRef, useState } from 'react';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { More } from '../../parts/more';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';
import { Poll } from './poll';
import { optionsIn } from './poll-options';

const PAGE = 5;

/** What the members are asked. */
export function GroupPolls({ groupId }: { groupId: string }) {
  const { fetchMore, ...result } = useQuery(GroupPollsDocument, { variables: { groupId, first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <section aria-label={text.groups.polls}>
      <h2>{text.groups.polls}</h2>
      <Shown of={result}>
        {({ group }) => {
          const polls = group?.polls;
          if (!polls || polls.nodes.length === 0) return <Empty>{text.groups.noPolls}</Empty>;
          return (
            <>
              <ul className="list">
                {polls.nodes.map(({ id }) => (
                  <Poll key={id} id={id} />
                ))}
              </ul>
              <More after={polls.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
            </>
          );
        }}
      </Shown>
      <Ask groupId={groupId} />
    </section>
  );
}

function Ask({ groupId }: { groupId: string }) {
  const create = useAction(CreatePollDocument, { refetch: ['GroupPolls'] });
  const [fault, setFault] = useState<string | undefined>();
  const box = useRef<HTMLDetailsElement>(null);
  const send = async ({ question = '', options = '' }: Record<string, string>) => {
    const chosen = optionsIn(options);
    setFault(chosen ? undefined : text.groups.badOptions);
    if (chosen && (await create.run({ groupId, question: question.trim(), options: chosen })) && box.current) box.current.open = false;
  };
  return (
    <details ref={box}>
      <summary>{text.groups.newPoll}</summary>
      <Form
        label={text.groups.newPoll}
        busy={create.busy}
        problem={create.problem}
        submit={text.groups.askNow}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.groups.question}>
          <input name="question" maxLength={300} required />
        </Field>
        <Field label={text.groups.options} hint={text.groups.optionsHint} fault={fault}>
          <textarea name="options" required />
        </Field>
      </Form>
    </details>
  );
}
