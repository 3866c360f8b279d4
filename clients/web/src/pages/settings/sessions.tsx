import { useQuery } from '@apollo/client/react';
import { EndAllSessionsDocument, EndSessionDocument, SessionsDocument } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { moment } from '../../parts/format';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Shown } from '../../parts/states';
import { text } from '../../text';

const PAGE = 20;

/** Where one is signed in. */
export function Sessions() {
  const { fetchMore, ...result } = useQuery(SessionsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  const end = useAction(EndSessionDocument, { refetch: ['Sessions'] });
  const endAll = useAction(EndAllSessionsDocument, { refetch: ['Sessions'] });
  const endOne = async (sessionId: string) => {
    if (await end.run({ sessionId })) tell(text.settings.sessionEnded);
  };
  const endOthers = async () => {
    if (await endAll.run({ keepCurrent: true })) tell(text.settings.othersEnded);
  };
  const problem = end.problem ?? endAll.problem;
  return (
    <section aria-label={text.settings.sessions}>
      <h2>{text.settings.sessions}</h2>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <Shown of={result}>
        {({ me }) =>
          me && (
            <>
              <ul className="list cards">
                {me.sessions.nodes.map(({ id, current, device, createdAt, lastUsedAt }) => (
                  <li key={id} className="card">
                    <h3>{device ?? text.settings.someDevice}</h3>
                    <p className="soft">{text.settings.sessionTimes(moment(createdAt), moment(lastUsedAt))}</p>
                    {current ? (
                      <p className="good">{text.settings.thisSession}</p>
                    ) : (
                      <button type="button" className="small" aria-disabled={end.busy} onClick={() => void endOne(id)}>
                        {text.settings.endSession}
                      </button>
                    )}
                  </li>
                ))}
              </ul>
              <More after={me.sessions.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
              {me.sessions.nodes.some(({ current }) => !current) && (
                <p>
                  <button type="button" aria-disabled={endAll.busy} onClick={() => void endOthers()}>
                    {text.settings.endOthers}
                  </button>
                </p>
              )}
            </>
          )
        }
      </Shown>
    </section>
  );
}
