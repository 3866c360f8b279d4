import { ApolloLink } from '@apollo/client/link';
import { defer, from, type Observable, switchMap, catchError, throwError } from 'rxjs';
import { ServerError } from '@apollo/client/errors';
import { apiErrors } from '../errors.js';
import type { Session } from './session.js';

/**
 * Sends requests in the name of who is signed in. A request whose token is refused is sent once more with a fresh one; all that were
 * refused together wait for the same refresh. `FORBIDDEN` is left alone: a fresh token would not change it.
 */
export class SessionLink extends ApolloLink {
  constructor(private readonly session: Session) {
    super();
  }

  override request(operation: ApolloLink.Operation, forward: ApolloLink.ForwardFunction): Observable<ApolloLink.Result> {
    const send = (token: string | null) => {
      operation.setContext(({ headers }: { headers?: Record<string, string> }) => ({
        headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      }));
      return forward(operation);
    };
    return defer(() => from(this.session.accessToken())).pipe(
      switchMap((token) => {
        const first = send(token);
        if (token === null) return first;
        const again = (otherwise: Observable<ApolloLink.Result>) =>
          defer(() => from(this.session.refresh(token).catch(() => null))).pipe(
            switchMap((fresh) => (fresh === null ? otherwise : send(fresh))),
          );
        return first.pipe(
          // Only the request as a whole can be refused for its token.
          switchMap((result) => (isUnauthenticated(result) ? again(of(result)) : of(result))),
          catchError((error: unknown) =>
            ServerError.is(error) && error.statusCode === 401 ? again(throwError(() => error)) : throwError(() => error),
          ),
        );
      }),
    );
  }
}

const of = (result: ApolloLink.Result): Observable<ApolloLink.Result> => from([result]);

const isUnauthenticated = (result: ApolloLink.Result): boolean =>
  apiErrors(result).some(({ code, path }) => code === 'UNAUTHENTICATED' && path === null);
