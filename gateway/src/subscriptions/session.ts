import { randomUUID } from 'node:crypto';
import { GraphError, type Caller, type Logger } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { CloseCode, MessageType, parseMessage, type ConnectionInitMessage, type SubscribeMessage } from 'graphql-ws';
import type { Identity, TokenVerifier } from '../authenticate';
import { callerOf, type Circumstances } from '../caller';
import { RequestRefused, type Engine } from '../execution/engine';
import { internalError } from '../execution/failures';
import type { Fields } from '../execution/names';
import { answerText, type Operation } from '../execution/operation';
import type { GatewaySettings } from '../settings';
import { credentials, clientOf } from './credentials';
import type { Hub } from './hub';
import { TRY_AGAIN_LATER, type Outlet } from './outlet';

export interface SessionParts {
  readonly engine: Engine;
  readonly hub: Hub;
  readonly verifier: TokenVerifier;
  readonly settings: GatewaySettings;
  readonly logger: Logger;
}

/** The longest time that setTimeout can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

type State =
  | { readonly name: 'opened' }
  | { readonly name: 'initialising' }
  | { readonly name: 'ready'; readonly identity: Identity | null; readonly circumstances: Circumstances };

/**
 * One client on one socket, in the graphql-transport-ws protocol: a token once at the start, then any number of operations, each under
 * the same rules as over HTTP. What the protocol forbids ends the socket with the code the protocol gives.
 */
export class Session {
  private state: State = { name: 'opened' };
  private readonly operations = new Map<string, () => void>();
  private readonly initTimer: NodeJS.Timeout;
  private expiryTimer: NodeJS.Timeout | undefined;
  /** Closed, or closing: what still arrives is not listened to. */
  private over = false;

  constructor(
    private readonly parts: SessionParts,
    private readonly outlet: Outlet,
    private readonly upgrade: Circumstances,
  ) {
    this.initTimer = setTimeout(
      () => this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
      parts.settings.sockets.initTimeoutMs,
    );
  }

  /** Who is signed in on this socket; null for visitors, and until the client has said. */
  get identity(): Identity | null {
    return this.state.name === 'ready' ? this.state.identity : null;
  }

  close(code: number, reason: string): void {
    this.outlet.close(code, reason);
    this.closed();
  }

  /** To be called when the socket is gone, whoever closed it. */
  closed(): void {
    this.over = true;
    clearTimeout(this.initTimer);
    clearTimeout(this.expiryTimer);
    for (const leave of this.operations.values()) leave();
    this.operations.clear();
  }

  receive(text: string): void {
    if (this.over) return;
    let message;
    try {
      message = parseMessage(text);
    } catch {
      // The library's reason quotes the message; what a stranger sends is not repeated.
      return this.close(CloseCode.BadRequest, 'Invalid message');
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        return void this.initialise(message.payload);
      case MessageType.Ping:
        return this.outlet.send(JSON.stringify({ type: MessageType.Pong, ...(message.payload ? { payload: message.payload } : {}) }));
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return this.start(message);
      case MessageType.Complete: {
        this.operations.get(message.id)?.();
        this.operations.delete(message.id);
        return;
      }
      default:
        return this.close(CloseCode.BadRequest, 'Invalid message');
    }
  }

  private async initialise(payload: ConnectionInitMessage['payload']): Promise<void> {
    if (this.state.name !== 'opened') return this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    this.state = { name: 'initialising' };
    clearTimeout(this.initTimer);
    let identity: Identity | null;
    try {
      const token = credentials(payload);
      identity = token === null ? null : await this.parts.verifier.verify(token);
    } catch (error) {
      if (error instanceof GraphError)
        return error.code === 'UNAUTHENTICATED'
          ? this.close(CloseCode.Forbidden, 'Forbidden')
          : this.close(TRY_AGAIN_LATER, 'Try again later');
      this.parts.logger.error({ err: error }, 'could not check a token');
      return this.close(CloseCode.InternalServerError, 'Internal server error');
    }
    if (this.over) return;
    this.state = { name: 'ready', identity, circumstances: { ...this.upgrade, ...clientOf(payload) } };
    if (identity) this.closeAt(identity.expiresAt);
    this.outlet.send(JSON.stringify({ type: MessageType.ConnectionAck }));
  }

  /** The client reconnects on this code and brings a fresh token. */
  private closeAt(time: number): void {
    const wait = time - Date.now();
    this.expiryTimer = setTimeout(
      () => (wait > MAX_TIMER_MS ? this.closeAt(time) : this.close(CloseCode.Forbidden, 'Token expired')),
      Math.min(Math.max(wait, 0), MAX_TIMER_MS),
    );
  }

  private start({ id, payload }: SubscribeMessage): void {
    if (this.state.name !== 'ready') return this.close(CloseCode.Unauthorized, 'Unauthorized');
    if (this.operations.has(id)) return this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id.slice(0, 64)} already exists`);
    const { maxOperations } = this.parts.settings.sockets;
    if (this.operations.size >= maxOperations) {
      return this.sendErrors(id, [
        {
          message: `At most ${maxOperations} operations may run at once on one socket.`,
          extensions: { code: 'RATE_LIMITED', retryable: true },
        },
      ]);
    }
    const caller = callerOf(this.state.identity?.viewer ?? null, { ...this.state.circumstances, correlationId: randomUUID() });
    let operation: Operation;
    try {
      operation = this.parts.engine.prepare(payload.query, payload.operationName);
    } catch (error) {
      if (error instanceof RequestRefused) return this.refused(id, caller, error.errors);
      this.parts.logger.error({ err: error, correlationId: caller.correlationId }, 'an operation could not be prepared');
      return this.refused(id, caller, [internalError(caller.correlationId)]);
    }
    const variables: Fields = payload.variables ?? {};
    if (operation.kind === 'subscription') this.subscribe(id, operation, variables, caller);
    else void this.execute(id, operation, variables, caller);
  }

  private subscribe(id: string, operation: Operation, variables: Fields, caller: Caller): void {
    const startedAt = performance.now();
    const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    let events = 0;
    const end = (codes: readonly unknown[] = []) => {
      this.operations.delete(id);
      this.log(operation, caller, startedAt, codes, { events });
    };
    // A stream may be refused before this returns.
    this.operations.set(id, () => {});
    const leave = this.parts.hub.join(
      { operation, variables, caller },
      {
        next: (payload) => {
          events++;
          this.outlet.send(`${head}${payload}}`);
        },
        error: (errors) => {
          this.sendErrors(id, errors);
          end(codesOf(errors));
        },
        complete: () => {
          this.sendComplete(id);
          end();
        },
      },
    );
    if (!this.operations.has(id)) return;
    this.operations.set(id, () => {
      leave();
      end();
    });
  }

  private async execute(id: string, operation: Operation, variables: Fields, caller: Caller): Promise<void> {
    const startedAt = performance.now();
    const left = new AbortController();
    this.operations.set(id, () => left.abort(new Error('The client has left.')));
    let codes: readonly unknown[];
    try {
      const answer = await operation.execute({ variables, caller, left: left.signal });
      codes = codesOf(answer.errors);
      if (!left.signal.aborted) {
        if (answer.data === undefined) this.sendErrors(id, answer.errors ?? []);
        else {
          this.outlet.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${answerText(answer)}}`);
          this.sendComplete(id);
        }
      }
    } catch (error) {
      this.parts.logger.error({ err: error, correlationId: caller.correlationId }, 'an operation failed unexpectedly');
      codes = ['INTERNAL_SERVER_ERROR'];
      if (!left.signal.aborted) this.sendErrors(id, [internalError(caller.correlationId)]);
    }
    if (!left.signal.aborted) this.operations.delete(id);
    this.log(operation, caller, startedAt, codes);
  }

  private refused(id: string, caller: Caller, errors: readonly GraphQLFormattedError[]): void {
    this.sendErrors(id, errors);
    this.log(null, caller, performance.now(), codesOf(errors));
  }

  private sendErrors(id: string, errors: readonly GraphQLFormattedError[]): void {
    this.outlet.send(JSON.stringify({ id, type: MessageType.Error, payload: errors }));
  }

  private sendComplete(id: string): void {
    this.outlet.send(JSON.stringify({ id, type: MessageType.Complete }));
  }

  private log(operation: Operation | null, caller: Caller, startedAt: number, codes: readonly unknown[], more: object = {}): void {
    this.parts.logger.info(
      {
        correlationId: caller.correlationId,
        operation: operation?.name,
        kind: operation?.kind,
        socket: true,
        ms: Math.round((performance.now() - startedAt) * 10) / 10,
        codes,
        viewerId: caller.viewer?.id,
        client: caller.clientName,
        clientVersion: caller.clientVersion,
        ...more,
      },
      'operation',
    );
  }
}

const codesOf = (errors: readonly GraphQLFormattedError[] = []) => [...new Set(errors.map((error) => error.extensions?.code))];
