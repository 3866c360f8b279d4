import { setting, z } from '../env';

export interface TracingSettings {
  /** Address of an OTLP/HTTP collector, without `/v1/traces`. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** How many of all traces are kept, 0 to 1: those that begin here and, so that strangers cannot fill the store, those of clients. */
  readonly share: number;
}

const SHARE = 'must be a number from 0 to 1';
const USUAL_COLLECTOR = 'http://localhost:4318';

/** These settings have the names that OpenTelemetry gave them. Without an endpoint or an exporter nothing is traced. */
export const tracingShape = {
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting.url('http', 'https').optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number(SHARE).min(0, SHARE).max(1, SHARE).default(1),
};

export function tracingOf(env: z.infer<z.ZodObject<typeof tracingShape>>, serviceName: string): TracingSettings | null {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT ?? (env.OTEL_TRACES_EXPORTER === 'otlp' ? USUAL_COLLECTOR : undefined);
  if (env.OTEL_TRACES_EXPORTER === 'none' || endpoint === undefined) return null;
  return { endpoint, serviceName, share: env.OTEL_TRACES_SAMPLER_ARG };
}
