import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { isRefusal, type Refusal } from '@marquee/client';
import { useRef, useState } from 'react';
import { RequestKeys } from './keys';
import { messageOf } from './states';

/** A mutation's outcome: its success, or one of its refusals. */
type Outcome<Data> = NonNullable<Data[keyof Data]>;
export type Success<Data> = Extract<Outcome<Data>, { __typename: `${string}Success` }>;

export type Answer<Data> =
  { readonly success: Success<Data> } | { readonly refusal: Outcome<Data> & Refusal } | { readonly failure: string };

interface Options {
  /** False: the input has no `idempotencyKey`, but a key of its own. */
  readonly keyed?: boolean;
  readonly refetch?: string[];
}

/** Sends a mutation. Whatever comes of it is a value: a success, a refusal that the API returns as data, or what went wrong. */
export async function act<Data, Variables extends { input: object }>(
  apollo: ApolloClient,
  document: TypedDocumentNode<Data, Variables>,
  input: Variables['input'],
  refetchQueries: string[] = [],
): Promise<Answer<Data>> {
  try {
    const { data } = await apollo.mutate<Data, OperationVariables>({
      mutation: document as TypedDocumentNode<Data, OperationVariables>,
      variables: { input },
      refetchQueries,
    });
    const outcome = Object.values(data as object)[0] as Outcome<Data> & object;
    return isRefusal(outcome) ? { refusal: outcome } : { success: outcome as unknown as Success<Data> };
  } catch (error) {
    return { failure: messageOf(error) };
  }
}

/** Something that a button or a form does. Resolves to the success; null when it was refused, and `problem` says why. */
export function useAction<Data, Variables extends { input: object }>(
  document: TypedDocumentNode<Data, Variables>,
  { keyed = true, refetch = [] }: Options = {},
) {
  const apollo = useApolloClient();
  const keys = useRef(new RequestKeys());
  const isUnderWay = useRef(false);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  const ask = async (input: Variables['input']): Promise<Answer<Data> | null> => {
    if (isUnderWay.current) return null;
    isUnderWay.current = true;
    setState({ busy: true, problem: null });
    const whole = keyed ? { ...input, idempotencyKey: keys.current.keyFor(input) } : input;
    const answer = await act(apollo, document, whole, refetch);
    if (!('failure' in answer)) keys.current.answered();
    isUnderWay.current = false;
    setState({ busy: false, problem: problemIn(answer) });
    return answer;
  };
  const run = async (input: Variables['input']): Promise<Success<Data> | null> => {
    const answer = await ask(input);
    return answer && 'success' in answer ? answer.success : null;
  };
  return { ...state, ask, run };
}

function problemIn<Data>(answer: Answer<Data>): string | null {
  if ('failure' in answer) return answer.failure;
  return 'refusal' in answer ? answer.refusal.message : null;
}
