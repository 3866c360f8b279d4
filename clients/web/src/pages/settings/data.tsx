import { useQuery } from '@apollo/client/react';
import { DataExportsDocument, RequestDataExportDocument } from '@marquee/client/operations';
import { useEffect, useState } from 'react';
import { useAction } from '../../parts/action';
import { moment } from '../../parts/format';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';
import { Erasing } from './erasing';
import { SettingsPage } from './settings-page';
import { StepUp } from './step-up';

export default function Data() {
  return (
    <SettingsPage of="data">
      {({ secondFactorOn }) => (
        <>
          <Exports needsCode={secondFactorOn} />
          <Erasing needsCode={secondFactorOn} />
        </>
      )}
    </SettingsPage>
  );
}

const LOOK_EVERY_MS = 5_000;

function Exports({ needsCode }: { needsCode: boolean }) {
  const { startPolling, stopPolling, ...result } = useQuery(DataExportsDocument, { fetchPolicy: 'cache-and-network' });
  const request = useAction(RequestDataExportDocument, { refetch: ['DataExports'] });
  const [isAsked, setAsked] = useState(false);
  const isCollecting = result.data?.me?.dataExports[0]?.state === 'COLLECTING';
  // It is made within minutes: who waits here sees it.
  useEffect(() => {
    if (isCollecting) startPolling(LOOK_EVERY_MS);
    else stopPolling();
    return stopPolling;
  }, [isCollecting, startPolling, stopPolling]);
  const ask = async () => {
    const answer = await request.ask({});
    setAsked(answer !== null && 'refusal' in answer && answer.refusal.__typename === 'StepUpRequired');
  };
  const goOn = () => {
    setAsked(false);
    void ask().then(() => result.refetch());
  };
  return (
    <section aria-label={text.settings.exports}>
      <h2>{text.settings.exports}</h2>
      <p>{text.settings.exportsMore}</p>
      {isAsked ? (
        <StepUp needsCode={needsCode} onDone={goOn} />
      ) : (
        <p>
          <button type="button" aria-disabled={request.busy} onClick={() => void ask()}>
            {text.settings.exportRequest}
          </button>
        </p>
      )}
      {!isAsked && request.problem && (
        <p className="problem" role="alert">
          {request.problem}
        </p>
      )}
      <Shown of={result}>
        {({ me }) =>
          !me || me.dataExports.length === 0 ? (
            <Empty>{text.settings.noExports}</Empty>
          ) : (
            <ul className="list">
              {me.dataExports.map(({ id, state, requestedAt, downloadUrl, expiresAt }) => (
                <li key={id} className="card">
                  <h3>{moment(requestedAt)}</h3>
                  <p role="status">{text.settings.exportStates[state]}</p>
                  {state === 'READY' && expiresAt && <p className="soft">{text.links.exportUntil(moment(expiresAt))}</p>}
                  {downloadUrl && (
                    <a className="button" href={downloadUrl} rel="noreferrer">
                      {text.links.download}
                    </a>
                  )}
                  {state === 'READY' && !downloadUrl && <StepUp needsCode={needsCode} onDone={() => void result.refetch()} />}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
