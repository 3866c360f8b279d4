import type { OperationTrace, TraceHeaders, Tracer } from './trace';

/** W3C Trace Context, version 00. */
const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NONE = /^0+$/;
const SAMPLED = 1;

export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

/** Null when there is no valid one: then a trace begins here. */
export function readTraceParent({ traceparent }: TraceHeaders): TraceParent | null {
  const parts = typeof traceparent === 'string' ? TRACE_PARENT.exec(traceparent) : null;
  if (!parts || NONE.test(parts[1]!) || NONE.test(parts[2]!)) return null;
  return { traceId: parts[1]!, spanId: parts[2]!, sampled: (parseInt(parts[3]!, 16) & SAMPLED) === SAMPLED };
}

export const traceParentText = ({ traceId, spanId, sampled }: TraceParent) => `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

/** Makes no spans, and passes the client's trace on, so that it has the spans of the subgraphs all the same. */
export const passingOn: Tracer = {
  operation(headers): OperationTrace | undefined {
    const parent = headers.traceparent === undefined ? null : readTraceParent(headers);
    if (!parent) return undefined;
    const fetch = { headers: { traceparent: traceParentText(parent) }, end() {} };
    return { fetch: () => fetch, piece: () => () => {}, end() {} };
  },
  event: () => undefined,
  stop: async () => {},
};
