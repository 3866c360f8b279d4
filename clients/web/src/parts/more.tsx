import { useState } from 'react';
import { tell } from './notices';
import { messageOf } from './states';
import { text } from '../text';

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** The next page of a list, where there is one. */
export function More({ after, load }: { after: PageInfo; load: (cursor: string) => Promise<unknown> }) {
  const [isLoading, setLoading] = useState(false);
  const { hasNextPage, endCursor } = after;
  if (!hasNextPage || endCursor === null) return null;
  const next = async () => {
    setLoading(true);
    await load(endCursor).catch((error: unknown) => tell(messageOf(error)));
    setLoading(false);
  };
  return (
    <p className="more">
      <button type="button" aria-disabled={isLoading} onClick={() => void (isLoading || next())}>
        {isLoading ? text.states.loading : text.states.more}
      </button>
    </p>
  );
}
