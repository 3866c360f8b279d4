import { useQuery } from '@apollo/client/react';
import { DataExportDocument } from '@marquee/client/operations';
import { moment } from '../../parts/format';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { LinkPage } from './link-page';

export default function DataExport() {
  return <LinkPage title={text.links.dataExport}>{(token) => <Ready token={token} />}</LinkPage>;
}

function Ready({ token }: { token: string }) {
  // Never of the cache: the address of the file is good for a quarter of an hour.
  const result = useQuery(DataExportDocument, { variables: { token }, fetchPolicy: 'no-cache' });
  return (
    <Shown of={result}>
      {({ dataExport }) => {
        if (!dataExport?.downloadUrl) return <p role="alert">{text.links.exportGone}</p>;
        const { downloadUrl, expiresAt } = dataExport;
        return (
          <>
            {expiresAt && <p>{text.links.exportUntil(moment(expiresAt))}</p>}
            <p>
              <a className="button main" href={downloadUrl} rel="noreferrer">
                {text.links.download}
              </a>
            </p>
            <p className="hint">{text.links.exportHint}</p>
          </>
        );
      }}
    </Shown>
  );
}
