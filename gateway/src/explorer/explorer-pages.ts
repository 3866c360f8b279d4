import { EXPLORER_PATH, type Pages } from '../http/paths';

/** What the explorer shows at first. */
export interface ExplorerOptions {
  readonly firstQuery?: string | undefined;
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
