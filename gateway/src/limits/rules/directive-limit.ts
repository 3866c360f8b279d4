import { type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';

/** Refuses documents with more than `max` directives: each is processed many times, and honest operations have few. */
export const directiveLimit =
  (max: number): ValidationRule =>
  (context) => {
    let count = 0;
    return {
      Directive() {
        count++;
      },
      Document: {
        leave() {
          if (count > max)
            context.reportError(new GraphError('QUERY_TOO_COMPLEX', `The document has ${count} directives; at most ${max} are allowed.`));
        },
      },
    };
  };
