import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { FormattedExecutionResult } from 'graphql';
import { until } from './socket';

/** One part of a stream over HTTP: a heartbeat has nothing in it. */
export interface Part {
  payload?: FormattedExecutionResult | null;
  errors?: { message: string; extensions: { code: string } }[];
}

export interface StreamOptions {
  variables?: Record<string, unknown>;
  token?: string;
  accept?: string;
  headers?: Record<string, string>;
  body?: object;
}

export const MULTIPART = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9';

/** A subscription over plain HTTP, read byte by byte as `curl -N` would show it. */
export class RawStream {
  /** All that has come, as it came. */
  text = '';
  /** The server has ended the response properly. */
  ended = false;
  /** The connection is gone, properly or not. */
  closed = false;
  readonly response: Promise<IncomingMessage>;
  private readonly request: ClientRequest;

  constructor(url: string, query: string, { variables, token, accept = MULTIPART, headers, body }: StreamOptions = {}) {
    this.request = request(url, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        accept,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
    });
    this.response = new Promise((resolve, reject) => {
      this.request.once('response', resolve).once('error', reject);
    });
    this.response.catch(() => {});
    this.request.on('error', () => {});
    this.request.once('response', (response: IncomingMessage) => {
      response.setEncoding('utf8');
      response.on('data', (data: string) => (this.text += data));
      response.once('end', () => (this.ended = true));
      response.once('close', () => (this.closed = true));
      response.on('error', () => {});
    });
    this.request.end(JSON.stringify(body ?? { query, variables }));
  }

  /** Everything but heartbeats. A part counts when the boundary after it has come. */
  get parts(): Part[] {
    return this.all.filter((part) => Object.keys(part).length > 0);
  }

  get heartbeats(): number {
    return this.all.filter((part) => Object.keys(part).length === 0).length;
  }

  get events(): FormattedExecutionResult[] {
    return this.parts.flatMap(({ payload }) => (payload ? [payload] : []));
  }

  async open(): Promise<this> {
    const { statusCode } = await this.response;
    if (statusCode !== 200) throw new Error(`the stream was refused with ${statusCode}`);
    await until(() => this.heartbeats > 0);
    return this;
  }

  /** Of an answer that is no stream. */
  async answer(): Promise<{ status: number; type: string | undefined; body: FormattedExecutionResult }> {
    const { statusCode, headers } = await this.response;
    await until(() => this.ended);
    return { status: statusCode!, type: headers['content-type'], body: JSON.parse(this.text) as FormattedExecutionResult };
  }

  leave(): void {
    this.request.destroy();
  }

  private get all(): Part[] {
    return this.text
      .split('\r\n--graphql')
      .slice(1, -1)
      .map((part) => JSON.parse(part.slice(part.indexOf('\r\n\r\n') + 4)) as Part);
  }
}
