import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphError } from '@marquee/platform';
import { printSchema, type GraphQLSchema } from 'graphql';
import { bearerToken, type TokenVerifier } from '../authenticate';
import { circumstances } from '../caller';
import type { Limits } from '../limits/limits';
import { entityTag, isKnown } from './answer-keeping';
import type { Origins } from './origins';
import { respond, respondError, respondUnchanged } from './respond';

export const SCHEMA_PATH = '/schema.graphql';

/** A new version is noticed soon, and one that is known costs no bytes. */
const KEPT_SECONDS = 60;

export interface SchemaPageOptions {
  /** The clients' schema of this moment. */
  readonly schema: () => GraphQLSchema;
  /** Whoever may ask for it by introspection may read it here. */
  readonly introspection: Limits['introspection'];
  readonly verifier: TokenVerifier;
  readonly origins: Origins;
  readonly trustedProxies: number;
}

/** The clients' schema as a file: code generators and linters take an address of one. */
export class SchemaPage {
  private printed: { readonly of: GraphQLSchema; readonly text: string; readonly etag: string } | null = null;

  constructor(private readonly options: SchemaPageOptions) {}

  /** Returns false when there is nothing at the path. */
  async serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    const { introspection, origins } = this.options;
    if (path !== SCHEMA_PATH || introspection === false) return false;
    if (request.method === 'OPTIONS') {
      origins.preflight(request, response, 'GET, HEAD, OPTIONS');
      return true;
    }
    origins.decorate(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      respondError(request, response, 405, 'BAD_USER_INPUT', 'Use GET.', { allow: 'GET, HEAD, OPTIONS' });
      return true;
    }
    const refusal = introspection === true ? null : await this.refusal(request);
    if (refusal) respondError(request, response, 401, 'UNAUTHENTICATED', refusal, { 'www-authenticate': 'Bearer' });
    else this.send(request, response);
    return true;
  }

  private send(request: IncomingMessage, response: ServerResponse): void {
    const { text, etag } = this.print();
    const headers = { 'cache-control': `${this.options.introspection === true ? 'public' : 'private'}, max-age=${KEPT_SECONDS}`, etag };
    if (isKnown(etag, request.headers['if-none-match'])) return respondUnchanged(response, headers);
    respond(response, 200, 'text/plain; charset=utf-8', text, headers);
  }

  private print() {
    const schema = this.options.schema();
    if (this.printed?.of === schema) return this.printed;
    const text = `${printSchema(schema)}\n`;
    return (this.printed = { of: schema, text, etag: entityTag(text) });
  }

  private async refusal(request: IncomingMessage): Promise<string | null> {
    const token = bearerToken(request.headers.authorization);
    if (!token) return 'Only people who are signed in may read the schema. Send an access token.';
    try {
      await this.options.verifier.verify(token, {
        ip: circumstances(request, this.options.trustedProxies).ip,
        origin: request.headers.origin,
      });
      return null;
    } catch (error) {
      if (error instanceof GraphError && error.code === 'UNAUTHENTICATED') return error.message;
      throw error;
    }
  }
}
