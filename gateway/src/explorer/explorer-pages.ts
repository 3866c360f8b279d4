import { EXPLORER_PATH, type Pages } from '../http/paths';

/** An operation that the explorer has ready. */
export interface ExplorerExample {
  readonly name: string;
  readonly query: string;
  /** JSON. */
  readonly variables?: string;
  /** In a window of its own from the first visit on; all examples are in the collection. */
  readonly isOpen?: boolean;
}

/** What the explorer shows at first. */
export interface ExplorerOptions {
  readonly firstQuery?: string | undefined;
  /** What the API is called. */
  readonly name?: string;
  /** Read with the first request for the explorer. */
  readonly examples?: () => readonly ExplorerExample[];
  /** Sent with each request, and (in lower case) when a socket is opened. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Values that headers name as `{{name}}`, to be set by whoever uses the explorer. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The pages of the explorer. Its package is loaded with the first request for one: it would slow down every start. */
export function explorerPages(options: ExplorerOptions = {}): Pages {
  let pages: Promise<Pages> | undefined;
  return async (request, response, path) => {
    if (path !== EXPLORER_PATH && !path.startsWith(`${EXPLORER_PATH}/`)) return false;
    pages ??= import('./explorer').then(({ createExplorer }) => createExplorer(options));
    return (await pages)(request, response, path);
  };
}
