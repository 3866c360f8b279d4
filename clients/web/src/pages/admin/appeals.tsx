import { useQuery } from '@apollo/client/react';
import { DecideSuspensionAppealDocument, SuspensionAppealsDocument, type SuspensionAppealsQuery } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { moment } from '../../parts/format';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';

const PAGE = 20;

/** Suspensions that their people say something to. */
export function Appeals() {
  const { fetchMore, ...result } = useQuery(SuspensionAppealsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <section aria-label={text.admin.appeals}>
      <h2>{text.admin.appeals}</h2>
      <Shown of={result}>
        {({ suspensionAppeals: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.admin.noAppeals}</Empty>}
            <ul className="list">
              {nodes.map((appeal) => (
                <Entry key={appeal.id} appeal={appeal} />
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </section>
  );
}

function Entry({
  appeal: { id, user, reason, appeal, appealedAt },
}: {
  appeal: SuspensionAppealsQuery['suspensionAppeals']['nodes'][number];
}) {
  const decide = useAction(DecideSuspensionAppealDocument, { refetch: ['SuspensionAppeals', 'People'] });
  const send = async ({ outcome = '', notes = '' }: Record<string, string>) => {
    if (await decide.run({ suspensionId: id, outcome: outcome === 'LIFT' ? 'LIFT' : 'UPHOLD', notes: notes.trim() }))
      tell(text.admin.appealDecided);
  };
  return (
    <li className="card">
      <h3>{user?.displayName ?? text.event.somebody}</h3>
      <p>{text.admin.suspendedFor(reason)}</p>
      <p className="prose">{appeal}</p>
      {appealedAt && <p className="soft">{moment(appealedAt)}</p>}
      <Form
        label={text.curation.decide}
        busy={decide.busy}
        problem={decide.problem}
        submit={text.curation.decide}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.curation.decide}>
          <select name="outcome">
            <option value="UPHOLD">{text.admin.uphold}</option>
            <option value="LIFT">{text.admin.lift}</option>
          </select>
        </Field>
        <Field label={text.curation.notes}>
          <input name="notes" maxLength={500} required />
        </Field>
      </Form>
    </li>
  );
}
