import { z } from '../env';

/** One line of the log at level error or above, as it was written. */
export interface ErrorLine {
  readonly level: 'error' | 'fatal';
  readonly message: string;
  /** The fields of the line, those that the logger adds to each included. `err` is the error, where there is one. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Where errors go so that somebody learns of them. Whatever a process logs at level error is one: there is no second place at which code
 * has to think of it.
 */
export interface ErrorTracking {
  /** Never throws and never waits. */
  report(line: ErrorLine): void;
  /** Sends what has not been sent, within two seconds. */
  close(): Promise<void>;
}

export const noErrorTracking: ErrorTracking = { report() {}, close: async () => {} };

/** These settings have the names that Sentry gave them. */
export const errorTrackingShape = {
  SENTRY_DSN: z
    .string()
    .refine(
      (value) => URL.canParse(value) && /^\w+$/.test(new URL(value).username) && /\d$/.test(value),
      'must be the DSN of a project: https://<key>@<host>/<project>',
    )
    .optional(),
  SENTRY_ENVIRONMENT: z.string().optional(),
  SENTRY_RELEASE: z.string().optional(),
};

export interface ErrorTrackingSettings {
  SENTRY_DSN?: string | undefined;
  SENTRY_ENVIRONMENT?: string | undefined;
  SENTRY_RELEASE?: string | undefined;
  NODE_ENV?: string | undefined;
}

/** The library is loaded only where there is a project to report to. */
export async function openErrorTracking(settings: ErrorTrackingSettings): Promise<ErrorTracking> {
  const { SENTRY_DSN: dsn, SENTRY_ENVIRONMENT: environment, SENTRY_RELEASE: release, NODE_ENV: mode } = settings;
  if (!dsn) return noErrorTracking;
  const { SentryTracking } = await import('./sentry');
  return new SentryTracking({ dsn, environment: environment ?? mode ?? 'development', release });
}
