/** W3C Trace Context, version 00. */
const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NONE = /^0+$/;
const SAMPLED = 1;

export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

/** Null when it is no valid one: then a trace begins here. */
export function readTraceParent(text: unknown): TraceParent | null {
  const parts = typeof text === 'string' ? TRACE_PARENT.exec(text) : null;
  if (!parts || NONE.test(parts[1]!) || NONE.test(parts[2]!)) return null;
  return { traceId: parts[1]!, spanId: parts[2]!, sampled: (parseInt(parts[3]!, 16) & SAMPLED) === SAMPLED };
}

export const traceParentText = ({ traceId, spanId, sampled }: TraceParent) => `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
