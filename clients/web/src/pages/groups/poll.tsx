import { useQuery, useSubscription } from '@apollo/client/react';
import { CastVoteDocument, PollChangedDocument, PollDocument, type PollQuery } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { Form } from '../../parts/form';
import { when } from '../../parts/format';
import { Loading } from '../../parts/states';
import { text } from '../../text';

type Shown = NonNullable<PollQuery['poll']>;
type Option = Shown['options'][number];

/** One question with its answers, live. */
export function Poll({ id }: { id: string }) {
  const { data } = useQuery(PollDocument, { variables: { id } });
  const poll = data?.poll;
  useSubscription(PollChangedDocument, { variables: { pollId: id }, ignoreResults: true, skip: !poll || poll.isClosed });
  if (!data)
    return (
      <li className="card">
        <Loading />
      </li>
    );
  return poll ? <Asked poll={poll} /> : null;
}

const nameOf = ({ text: words, event, startTime }: Option): string =>
  words ?? event?.title ?? (startTime ? when(startTime, Intl.DateTimeFormat().resolvedOptions().timeZone) : text.event.somebody);

function Asked({ poll }: { poll: Shown }) {
  const { id, question, method, isClosed, voterCount, options, viewerVote, leaders } = poll;
  const cast = useAction(CastVoteDocument, { refetch: ['Poll'] });
  const isOwn = (option: Option) => viewerVote.some((one) => one.id === option.id);
  const vote = (values: Record<string, string>) => {
    // Radios have one name and the option as value; boxes have the option as name.
    const optionIds = method === 'SINGLE' ? [values.option!].filter(Boolean) : Object.keys(values);
    void cast.run({ pollId: id, optionIds });
  };
  return (
    <li className="card">
      <h3>{question}</h3>
      <p className="soft">
        {text.groups.voters(voterCount)} {isClosed && text.groups.closed}
      </p>
      {isClosed || method === 'RANKED' ? (
        <ul>
          {options.map((option) => (
            <li key={option.id}>
              {nameOf(option)} <Count of={option} />
              {leaders?.some((one) => one.id === option.id) && <b className="good"> {text.groups.leads}</b>}
            </li>
          ))}
        </ul>
      ) : (
        <Form
          // What was chosen elsewhere, or is known by now, is what the form begins with.
          key={viewerVote.map((option) => option.id).join()}
          label={question}
          busy={cast.busy}
          problem={cast.problem}
          submit={viewerVote.length > 0 ? text.groups.voteAgain : text.groups.vote}
          onSubmit={vote}
        >
          <fieldset>
            <legend className="unseen">{question}</legend>
            {options.map((option) => (
              <label key={option.id} className="check">
                {method === 'SINGLE' ? (
                  <input type="radio" name="option" value={option.id} defaultChecked={isOwn(option)} required />
                ) : (
                  <input type="checkbox" name={option.id} defaultChecked={isOwn(option)} />
                )}
                {nameOf(option)} <Count of={option} />
              </label>
            ))}
          </fieldset>
        </Form>
      )}
    </li>
  );
}

const Count = ({ of: { voteCount } }: { of: Option }) =>
  voteCount === null ? null : <span className="chip">{text.groups.votes(voteCount)}</span>;
