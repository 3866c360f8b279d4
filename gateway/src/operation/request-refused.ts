import type { GraphQLFormattedError } from 'graphql';

/** The document is wrong, or does not say which operation to run: nothing was executed. */
export class RequestRefused extends Error {
  override name = 'RequestRefused';

  constructor(
    readonly errors: readonly GraphQLFormattedError[],
    /** For the response over HTTP. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super('The request was refused.');
  }
}
