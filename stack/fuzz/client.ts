import type { Viewer } from '@marquee/platform';
import type { FormattedExecutionResult } from 'graphql';
import { decodeJwt } from 'jose';
import type { Operation } from '../../gateway/tests/random/document';
import { DEMO_PASSWORD } from '../src/welcome';
import type { Asker, ViewerName } from './surroundings';

/** An answer as it came over HTTP. `answer` is null when the body is no JSON object. */
export interface Received {
  readonly status: number;
  readonly text: string;
  readonly answer: FormattedExecutionResult | null;
}

const VISITOR: Asker = { viewer: null, accessToken: null };
/** Access tokens live for fifteen minutes, and a long campaign takes longer. */
const RENEW_AFTER_MS = 8 * 60_000;
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { ... on LoginSuccess { session { accessToken } } } }';

/** Sends operations to the gateway under test, as the demo's people. */
export class Client {
  private readonly signedIn = new Map<ViewerName, { asker: Asker; since: number }>();

  constructor(private readonly url: string) {}

  async as(name: ViewerName): Promise<Asker> {
    if (name === 'visitor') return VISITOR;
    const known = this.signedIn.get(name);
    if (known && Date.now() - known.since < RENEW_AFTER_MS) return known.asker;
    const input = { emailOrUsername: `${name}@demo.test`, password: DEMO_PASSWORD };
    const { answer, text } = await this.send({ query: LOGIN, variables: { input } });
    const login = answer?.data?.login as { session?: { accessToken: string } } | undefined;
    if (!login?.session) throw new Error(`${name} cannot sign in: ${text}`);
    const { accessToken } = login.session;
    const asker = { accessToken, viewer: viewerOf(accessToken) };
    this.signedIn.set(name, { asker, since: Date.now() });
    return asker;
  }

  send(operation: Operation, asker: Asker = VISITOR): Promise<Received> {
    return this.sendBody(JSON.stringify(operation), asker);
  }

  async sendBody(body: string, { accessToken }: Asker = VISITOR): Promise<Received> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
      },
      body,
    });
    const text = await response.text();
    return { status: response.status, text, answer: objectIn(text) };
  }
}

function objectIn(text: string): FormattedExecutionResult | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function viewerOf(accessToken: string): Viewer {
  const claims = decodeJwt(accessToken) as unknown as Viewer & { sub: string };
  return { id: claims.sub, username: claims.username, role: claims.role, permissions: claims.permissions, sessionId: claims.sessionId };
}
