import type { Caller } from '@marquee/platform';

/** What is known of an operation before it runs. */
export interface KnownOperation {
  readonly name: string | undefined;
  readonly kind: string;
  /** The beginning of its document's SHA-256: identifies an operation without a name. */
  readonly hash: string;
  /** What it uses that is deprecated; absent for nearly all. */
  readonly deprecated?: readonly string[];
}

/** How an operation ended, for its log line and its span. */
export interface OperationEnd {
  /** Null when the request never became an operation. */
  readonly operation: KnownOperation | null;
  readonly caller: Pick<Caller, 'correlationId' | 'clientName' | 'clientVersion'> & { readonly viewer?: Caller['viewer'] };
  readonly codes: readonly unknown[];
  /** Further facts for the line: never variables, never tokens. */
  readonly more?: Readonly<Record<string, unknown>>;
}
