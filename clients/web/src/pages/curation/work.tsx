import { useQuery } from '@apollo/client/react';
import {
  ClaimReviewDocument,
  DecideReviewDocument,
  WorkToDecideDocument,
  type RejectionReason,
  type WorkToDecideQuery,
} from '@marquee/client/operations';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { moment, when, words } from '../../parts/format';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { mayReview } from '../../session/rights';
import { text } from '../../text';

type Work = NonNullable<WorkToDecideQuery['curationWorkflow']>;
type Decision = 'APPROVE' | 'REQUEST_CHANGES' | 'REJECT';

export default function WorkPage() {
  const { id } = useParams<{ id: string }>();
  return (
    <NeedsSignIn title={text.curation.title} may={mayReview}>
      {({ user }) => <Loaded id={id} viewerId={user.id} />}
    </NeedsSignIn>
  );
}

function Loaded({ id, viewerId }: { id: string; viewerId: string }) {
  const result = useQuery(WorkToDecideDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ curationWorkflow }) =>
        curationWorkflow ? (
          <Whole work={curationWorkflow} viewerId={viewerId} />
        ) : (
          <Page title={text.curation.title}>
            <p>{text.curation.gone}</p>
          </Page>
        )
      }
    </Shown>
  );
}

function Whole({ work, viewerId }: { work: Work; viewerId: string }) {
  const { id, version, status, event, revision, assessment, history, curator, submission } = work;
  const claim = useAction(ClaimReviewDocument, { refetch: ['WorkToDecide'] });
  const isOwn = curator?.id === viewerId;
  const isOpen = status === 'PENDING' || status === 'IN_REVIEW' || status === 'FLAGGED';
  return (
    <Page title={revision?.title ?? event.title} actions={<Link href="/curation">{text.states.back}</Link>}>
      <p role="status">
        <b>{words(status)}</b> · {text.curation.submission(submission)} {curator && !isOwn && text.curation.claimed(curator.displayName)}
      </p>
      {revision && <p>{text.curation.changes(revision.changedFields.map(words))}</p>}
      <div className="sides even">
        <div>
          <p>
            {when(event.startsAt, event.timezone)} · {event.category.name} ·{' '}
            {[event.venue?.name, event.venue?.city].filter(Boolean).join(', ')}
          </p>
          {event.creator && <p className="soft">{text.curation.by(event.creator.displayName)}</p>}
          <p className="prose">{revision?.description ?? event.description}</p>
        </div>
        {assessment && <Assessed assessment={assessment} />}
      </div>
      {history && history.length > 0 && (
        <section aria-label={text.curation.history}>
          <h2>{text.curation.history}</h2>
          <ul className="list">
            {history.map(({ decision, reason, notes, decidedAt }) => (
              <li key={decidedAt}>{[words(decision), reason && words(reason), notes, moment(decidedAt)].filter(Boolean).join(' · ')}</li>
            ))}
          </ul>
        </section>
      )}
      {claim.problem && (
        <p className="problem" role="alert">
          {claim.problem}
        </p>
      )}
      {isOpen && !isOwn && (
        <button type="button" className="main" aria-disabled={claim.busy} onClick={() => void claim.run({ workflowId: id, version })}>
          {text.curation.claim}
        </button>
      )}
      {isOpen && isOwn && <Decide workflowId={id} version={version} />}
    </Page>
  );
}

const percent = (value: number): string => `${Math.round(value * 100)} %`;

function Assessed({ assessment }: { assessment: NonNullable<Work['assessment']> }) {
  const { overall, completeness, contentQuality, imageQuality, spamProbability, duplicateRisk, recommendation, flags, duplicateOf } =
    assessment;
  const numbers = { overall, completeness, contentQuality, imageQuality, spamProbability, duplicateRisk };
  return (
    <aside aria-label={text.curation.machine} className="card">
      <h2>{text.curation.machine}</h2>
      <p>{text.curation.recommends(words(recommendation))}</p>
      <dl className="facts">
        {(Object.keys(numbers) as (keyof typeof numbers)[]).map((name) => (
          <div key={name}>
            <dt>{text.curation.numbers[name]}</dt>
            <dd>{percent(numbers[name])}</dd>
          </div>
        ))}
      </dl>
      {flags.length > 0 && <p>{flags.map(words).join(', ')}</p>}
      {duplicateOf && (
        <p>
          {text.curation.like} <Link href={`/events/${duplicateOf.id}`}>{duplicateOf.title}</Link>
        </p>
      )}
    </aside>
  );
}

function Decide({ workflowId, version }: { workflowId: string; version: number }) {
  const decide = useAction(DecideReviewDocument, { refetch: ['WorkToDecide', 'ModerationQueue'] });
  const [decision, setDecision] = useState<Decision>('APPROVE');
  const [, navigate] = useLocation();
  const send = async ({ notes = '', reason = '' }: Record<string, string>) => {
    const said = {
      ...(notes.trim() ? { notes: notes.trim() } : {}),
      ...(decision === 'REJECT' ? { reason: reason as RejectionReason } : {}),
    };
    if (!(await decide.run({ workflowId, version, decision, ...said }))) return;
    tell(text.curation.decided[decision]);
    navigate('/curation');
  };
  return (
    <Form
      label={text.curation.decide}
      busy={decide.busy}
      problem={decide.problem}
      submit={text.curation.decisions[decision]}
      onSubmit={(values) => void send(values)}
    >
      <fieldset>
        <legend>{text.curation.decide}</legend>
        {(['APPROVE', 'REQUEST_CHANGES', 'REJECT'] as const).map((one) => (
          <label key={one} className="check">
            <input type="radio" name="decision" checked={decision === one} onChange={() => setDecision(one)} />{' '}
            {text.curation.decisions[one]}
          </label>
        ))}
      </fieldset>
      {decision === 'REJECT' && (
        <Field label={text.curation.reason}>
          <select name="reason">
            {Object.entries(text.curation.reasons).map(([reason, label]) => (
              <option key={reason} value={reason}>
                {label}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field label={text.curation.notes} hint={text.curation.notesHint}>
        <textarea name="notes" maxLength={2_000} required={decision !== 'APPROVE'} />
      </Field>
    </Form>
  );
}
