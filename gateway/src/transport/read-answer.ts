import type { GraphQLFormattedError } from 'graphql';
import { SubgraphUnavailable, type SubgraphAnswer } from './transport';

/**
 * Reads a subgraph's response over HTTP as a GraphQL answer, and throws SubgraphUnavailable when it is none. Errors may come with any
 * status below 500 (GraphQL over HTTP); the content type does not matter.
 */
export function readAnswer(service: string, status: number, text: string): SubgraphAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new SubgraphUnavailable(service, `status ${status}, and the body is not JSON`);
  }
  if (!isAnswer(answer) || (status >= 500 && !answer.data))
    throw new SubgraphUnavailable(service, `status ${status}, and the body is no GraphQL answer`);
  return answer;
}

/** Tells whether a value is a GraphQL answer all through, so that its shape need not be checked again. */
export function isAnswer(value: unknown): value is SubgraphAnswer {
  if (!isObject(value)) return false;
  const { data, errors } = value;
  if (data !== undefined && data !== null && !isObject(data)) return false;
  if (errors === undefined || errors === null) return data !== undefined;
  return Array.isArray(errors) && errors.every(isError) && (data !== undefined || errors.length > 0);
}

/** The message and the code are checked where they are shown. */
function isError(value: unknown): value is GraphQLFormattedError {
  if (!isObject(value)) return false;
  const { path, extensions } = value;
  return (path === undefined || path === null || isPath(path)) && (extensions === undefined || extensions === null || isObject(extensions));
}

const isPath = (path: unknown) => Array.isArray(path) && path.every((leg) => typeof leg === 'string' || typeof leg === 'number');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
