import type { ApolloServerPlugin } from '@apollo/server';

/**
 * Tells with each answer what it cost, in the header `server-timing`, which browsers show beside the request: milliseconds for each
 * stage (a document that is known needs no parsing), and SQL statements. Work that goes on beside the operation counts its statements, too.
 */
export function serverTiming(statements: { readonly count: number }): ApolloServerPlugin {
  return {
    requestDidStart() {
      const before = statements.count;
      const stages: string[] = [];
      const timed = (stage: string) => {
        const begun = performance.now();
        return () => void stages.push(`${stage};dur=${(performance.now() - begun).toFixed(1)}`);
      };
      return Promise.resolve({
        parsingDidStart: () => Promise.resolve(asynchronous(timed('parse'))),
        validationDidStart: () => Promise.resolve(asynchronous(timed('validate'))),
        executionDidStart: () => Promise.resolve({ executionDidEnd: asynchronous(timed('execute')) }),
        willSendResponse({ response }) {
          response.http.headers.set('server-timing', [...stages, `sql;desc="${statements.count - before} statements"`].join(', '));
          return Promise.resolve();
        },
      });
    },
  };
}

const asynchronous = (end: () => void) => () => Promise.resolve(end());
