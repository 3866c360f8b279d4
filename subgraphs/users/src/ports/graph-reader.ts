/** What the graph answered. */
export type GraphAnswer =
  /** `errors`: of fields that could not be had for good. */
  | { is: 'DATA'; data: Readonly<Record<string, unknown>>; errors: readonly GraphFault[] }
  /** It will never be answered: it does not fit the schema, or is not for whoever asks. */
  | { is: 'REFUSED'; faults: readonly GraphFault[] }
  /** It may be answered later. */
  | { is: 'AWAY'; reason: string; retryAfterMs: number | null };

export interface GraphFault {
  message: string;
  code: string;
  path?: readonly (string | number)[] | undefined;
}

export interface GraphQuestion {
  query: string;
  variables: Readonly<Record<string, string>>;
  /** Of whoever it is read for. */
  accessToken: string;
  correlationId: string;
}

/** The whole graph, as anybody has it: through a gateway. */
export interface GraphReader {
  /** False where nobody said where a gateway is: then nothing can be read. */
  readonly isThere: boolean;
  read(question: GraphQuestion): Promise<GraphAnswer>;
  /** Would it be answered? Reads nothing: `data` is empty. */
  check(question: GraphQuestion): Promise<GraphAnswer>;
}
