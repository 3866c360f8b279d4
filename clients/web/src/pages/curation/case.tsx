import { useQuery } from '@apollo/client/react';
import { ClaimCaseDocument, DecideCaseDocument, ModerationCaseDocument, type ModerationCaseQuery } from '@marquee/client/operations';
import { Link, useLocation, useParams } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { words } from '../../parts/format';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { mayReview } from '../../session/rights';
import { text } from '../../text';

type Case = NonNullable<ModerationCaseQuery['moderationCase']>;

/** Something that people reported. */
export default function CasePage() {
  const { id } = useParams<{ id: string }>();
  return (
    <NeedsSignIn title={text.curation.title} may={mayReview}>
      {() => <Loaded id={id} />}
    </NeedsSignIn>
  );
}

function Loaded({ id }: { id: string }) {
  const result = useQuery(ModerationCaseDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ moderationCase }) => (
        <Page title={text.curation.case} actions={<Link href="/curation">{text.states.back}</Link>}>
          {moderationCase ? <Whole reported={moderationCase} /> : <p>{text.curation.gone}</p>}
        </Page>
      )}
    </Shown>
  );
}

function Whole({ reported: { id, version, kind, status, inQueue, evidence, reports } }: { reported: Case }) {
  const claim = useAction(ClaimCaseDocument, { refetch: ['ModerationCase'] });
  const decide = useAction(DecideCaseDocument, { refetch: ['ModerationCase', 'ModerationQueue'] });
  const [, navigate] = useLocation();
  const send = async ({ verdict = '', notes = '' }: Record<string, string>) => {
    const said = notes.trim() ? { notes: notes.trim() } : {};
    if (!(await decide.run({ caseId: id, version, verdict: verdict === 'REMOVE' ? 'REMOVE' : 'DISMISS', ...said }))) return;
    tell(text.curation.caseDecided);
    navigate('/curation');
  };
  return (
    <>
      <p role="status">
        {text.curation.kinds[kind] ?? words(kind)} · <b>{words(status)}</b>
      </p>
      <dl className="facts">
        {evidence?.map(({ name, text: said }) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd className="prose">{said}</dd>
          </div>
        ))}
      </dl>
      <h2>{text.curation.reports}</h2>
      <ul className="list">
        {reports.map(({ id: reportId, reason, details }) => (
          <li key={reportId} className="card">
            {[words(reason), details].filter(Boolean).join(': ')}
          </li>
        ))}
      </ul>
      {inQueue && (
        <>
          <div className="buttons">
            <button type="button" aria-disabled={claim.busy} onClick={() => void claim.run({ caseId: id, version })}>
              {text.curation.claim}
            </button>
          </div>
          <Form
            label={text.curation.decide}
            busy={decide.busy}
            problem={decide.problem ?? claim.problem}
            submit={text.curation.decide}
            onSubmit={(values) => void send(values)}
          >
            <Field label={text.curation.decide}>
              <select name="verdict">
                <option value="DISMISS">{text.curation.dismiss}</option>
                <option value="REMOVE">{text.curation.remove}</option>
              </select>
            </Field>
            <Field label={text.curation.notes}>
              <textarea name="notes" maxLength={2_000} />
            </Field>
          </Form>
        </>
      )}
    </>
  );
}
