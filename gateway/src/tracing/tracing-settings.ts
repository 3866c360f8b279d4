export interface TracingSettings {
  /** Address of an OTLP/HTTP collector, without `/v1/traces`. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** How many of all traces are kept, 0 to 1: those that begin here and, so that strangers cannot fill the store, those of clients. */
  readonly share: number;
}
