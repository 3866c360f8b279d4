import { ApolloLink } from '@apollo/client/link';
import { graphQLResultHasProtocolErrors, PROTOCOL_ERRORS_SYMBOL } from '@apollo/client/errors';
import { Observable, type Subscription } from 'rxjs';
import { Resumption, type ResumeOptions } from './resumption.js';
import { placeOf } from './streams.js';

/**
 * The same as `resumable` for streams over HTTP (Apollo's multipart protocol), or any other terminating link: a stream that breaks is
 * opened again with the position of the last event that arrived. Stands before the link that sends.
 */
export class ResumableLink extends ApolloLink {
  constructor(private readonly options: ResumeOptions = {}) {
    super();
  }

  override request(operation: ApolloLink.Operation, forward: ApolloLink.ForwardFunction): Observable<ApolloLink.Result> {
    const place = placeOf(operation.query);
    if (!place) return forward(operation);
    return new Observable((observer) => {
      const resumption = new Resumption(place, operation.variables, this.options);
      let inner: Subscription | null = null;
      let stopped = false;
      const open = () => {
        let over = false;
        const fail = async (failure: unknown, tell: () => void) => {
          over = true;
          const again = await resumption.recovers(failure);
          inner?.unsubscribe();
          if (stopped) return;
          if (again) open();
          else tell();
        };
        const next = Object.create(operation, { variables: { value: resumption.variables(), enumerable: true } }) as ApolloLink.Operation;
        inner = forward(next).subscribe({
          next: (result) => {
            if (over) return;
            const failure = failureOf(result);
            if (failure) void fail(failure, () => observer.next(result));
            else if (resumption.takes(result.data)) observer.next(result);
          },
          error: (error: unknown) => void (over || fail(error, () => observer.error(error))),
          complete: () => void (over || observer.complete()),
        });
      };
      open();
      return () => {
        stopped = true;
        inner?.unsubscribe();
      };
    });
  }
}

/** What ended the stream: errors in the place of an event. An event with data beside its errors is an event. */
function failureOf(result: ApolloLink.Result): unknown {
  if (graphQLResultHasProtocolErrors(result)) return result.extensions[PROTOCOL_ERRORS_SYMBOL];
  return 'errors' in result && result.errors?.length && !result.data ? result : null;
}
