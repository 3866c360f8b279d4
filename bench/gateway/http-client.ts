import type { Dispatcher } from 'undici';

export interface Received {
  /** 0 when the connection failed. */
  readonly status: number;
  readonly chunks: readonly Buffer[];
}

/** Sends one request on the leanest way that undici has. Never rejects. */
export function send(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions): Promise<Received> {
  return new Promise((resolve) => {
    let status = 0;
    const chunks: Buffer[] = [];
    dispatcher.dispatch(request, {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd: () => resolve({ status, chunks }),
      onResponseError: () => resolve({ status: 0, chunks }),
    });
  });
}

export function textOf({ chunks }: Received): string {
  return (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString();
}

export const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
