import { apiErrors } from '@marquee/client';
import type { ReactNode } from 'react';
import { text } from '../text';

export const Loading = () => (
  <p className="loading" role="status">
    {text.states.loading}
  </p>
);

export const Empty = ({ children }: { children: ReactNode }) => <p className="empty">{children}</p>;

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div className="failure" role="alert">
      <p>{messageOf(error)}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {text.states.retry}
        </button>
      )}
    </div>
  );
}

/** What the API says, or that it could not be reached. */
export function messageOf(error: unknown): string {
  const [first] = apiErrors(error);
  if (!first) return text.states.unreachable;
  return first.code === 'UNAUTHENTICATED' ? text.session.needed : first.message;
}

interface Asked<Data> {
  readonly data?: Data | undefined;
  readonly loading: boolean;
  readonly error?: unknown;
  refetch(): unknown;
}

/** The states that every page of data has. What is known already stays on the screen while it is asked for anew, and when that fails. */
export function Shown<Data>({ of: { data, loading, error, refetch }, children }: { of: Asked<Data>; children: (data: Data) => ReactNode }) {
  const retry = () => void refetch();
  if (data === undefined) return error && !loading ? <Failure error={error} onRetry={retry} /> : <Loading />;
  return (
    <>
      {error !== undefined && <Failure error={error} onRetry={retry} />}
      {children(data)}
    </>
  );
}
