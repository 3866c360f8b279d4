/** What a span tells from its start. */
export interface SpanFacts {
  readonly name: string;
  /** `internal`: nobody asked for it from outside. */
  readonly kind: 'server' | 'consumer' | 'internal';
  /** The span (`traceparent`) of which it is part: the gateway's call. */
  readonly parent?: string | undefined;
  /** The span that caused it, whose own trace may have ended long ago: the change that told a fact. */
  readonly cause?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

export interface OpenSpan {
  failed(codes: readonly unknown[]): void;
}

/** Follows the work of one service. The work may be anything, but no personal data is told: no variables, no values of statements. */
export interface Tracer {
  /** Runs `work` as one span; what it asks of the database is part of it. */
  run<T>(facts: SpanFacts, work: (span: OpenSpan) => Promise<T>): Promise<T>;
  /** A statement is sent. Returns what ends its span; undefined where nothing is followed. */
  statement(text: string | undefined): ((failed: boolean) => void) | undefined;
  /** The span whose work runs here, to travel with what it causes; undefined where nothing is followed. */
  readonly here: string | undefined;
  /** Sends the spans that have not been sent. */
  stop(): Promise<void>;
}

const nobody: OpenSpan = { failed() {} };

export const untraced: Tracer = {
  run: (_facts, work) => work(nobody),
  statement: () => undefined,
  here: undefined,
  stop: async () => {},
};
