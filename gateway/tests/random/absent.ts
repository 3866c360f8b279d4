import { GraphError } from '@marquee/platform';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { nullAt } from './differences';

/**
 * Thrown by an oracle where the subgraph of a field says that there is no such object, and the field may not be null. One schema cannot
 * tell such a reference, because it has none: it is null and no error, where it may be null; otherwise the error is the reference's.
 */
export class Absent extends GraphError {
  constructor() {
    super('INTERNAL_SERVER_ERROR', 'absent');
  }
}

export function withoutAbsent<Result extends ExecutionResult>({
  errors,
  ...rest
}: Result): Omit<Result, 'errors'> & Pick<ExecutionResult, 'errors'> {
  const told = errors?.flatMap((error) => {
    const { originalError, message, extensions, path = [] } = error;
    if (!(originalError instanceof Absent)) return [error];
    const reference = path.slice(0, -1);
    return nullAt(rest.data, path).length < reference.length ? [new GraphQLError(message, { path: reference, extensions })] : [];
  });
  return { ...(told?.length ? { errors: told } : {}), ...rest };
}
