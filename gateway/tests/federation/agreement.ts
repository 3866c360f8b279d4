import type { GraphQLFormattedError } from 'graphql';
import { codeOf, differenceOf, type Compared } from '../random/differences';

/**
 * What is different between an answer and the expected one; null when they agree. Data must be the same to the letter, order of keys
 * included. Errors are the same when they explain the same nulls for the same reason: where a null has spread upwards GraphQL leaves open
 * which of several errors below it are told, so there one of them must agree.
 */
export const disagreement = (answer: Compared, expected: Compared): string | null => differenceOf(answer, expected, errorAsText);

export function expectAgreement(answer: Compared, expected: Compared): void {
  // Shows more than one difference, and where.
  expect(answer.data).toEqual(expected.data);
  expect(disagreement(answer, expected)).toBeNull();
}

/** Nothing was executed, for the reasons that graphql-js gives too. */
export function expectRefusal(answer: Compared, expected: Compared, code: string): void {
  expect([answer, expected].map((one) => 'data' in one)).toEqual([false, false]);
  expect(answer.errors?.map((error) => [error.message, codeOf(error)])).toEqual(expected.errors?.map((error) => [error.message, code]));
}

export function errorAsText(error: Partial<GraphQLFormattedError>): string {
  const code = codeOf(error);
  // What broke inside a subgraph is told in our words, and what the specification says about nulls in nobody's.
  const message = ['INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE'].includes(code) ? '' : error.message;
  return JSON.stringify({ path: error.path ?? [], code, message });
}
