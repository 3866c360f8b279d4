import { defaultStackParser, linkedErrorsIntegration, makeNodeTransport, NodeClient, Scope, type ErrorEvent } from '@sentry/node';
import type { ErrorLine, ErrorTracking } from './error-tracking';
import { withoutPersonal } from './without-personal';

/** What of a line is told as a label: where it was. Who it was about stays here. */
const LABELS: ReadonlySet<string> = new Set(['service', 'subgraph', 'job', 'topic', 'kind', 'correlationId', 'collection', 'group']);
const CLOSE_WITHIN_MS = 2_000;
/** A fault that everybody meets fills no account. */
const MOST_A_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Sentry, or whatever speaks its protocol. Its client alone: none of its global hooks, no look into requests, variables or the host. */
export class SentryTracking implements ErrorTracking {
  private readonly client: NodeClient;
  private minute = { from: 0, reports: 0 };

  constructor({ dsn, environment, release }: { dsn: string; environment: string; release?: string | undefined }) {
    const options: ConstructorParameters<typeof NodeClient>[0] = {
      dsn,
      environment,
      ...(release ? { release } : {}),
      transport: makeNodeTransport,
      stackParser: defaultStackParser,
      integrations: [linkedErrorsIntegration()],
      includeServerName: false,
      beforeSend: (event) => withoutPersons(event),
    };
    this.client = new NodeClient(options);
    this.client.init();
  }

  report({ level, message, fields }: ErrorLine): void {
    if (!this.mayReport()) return;
    const scope = new Scope();
    scope.setClient(this.client);
    scope.setLevel(level);
    const labels = Object.entries(fields).filter(([name, value]) => LABELS.has(name) && typeof value === 'string');
    scope.setTags(Object.fromEntries(labels) as Record<string, string>);
    scope.setExtra('line', withoutPersonal(message));
    const { err } = fields;
    if (err instanceof Error) this.client.captureException(err, { originalException: err }, scope);
    else this.client.captureMessage(message, level, undefined, scope);
  }

  async close(): Promise<void> {
    await this.client.close(CLOSE_WITHIN_MS);
  }

  private mayReport(): boolean {
    const now = performance.now();
    if (now - this.minute.from > MINUTE_MS) this.minute = { from: now, reports: 0 };
    return ++this.minute.reports <= MOST_A_MINUTE;
  }
}

/** Only what is named here is sent. */
function withoutPersons({
  event_id,
  timestamp,
  platform,
  level,
  environment,
  release,
  tags,
  extra,
  message,
  exception,
}: ErrorEvent): ErrorEvent {
  const values = exception?.values?.map(({ type, value, stacktrace, mechanism }) => ({
    ...{ type, stacktrace, mechanism },
    value: value === undefined ? undefined : withoutPersonal(value),
  }));
  return {
    ...{ event_id, timestamp, platform, level, environment, release, tags, extra, type: undefined },
    ...(message === undefined ? {} : { message: withoutPersonal(message) }),
    ...(values ? { exception: { values } } : {}),
  } as ErrorEvent;
}
