import { GraphError } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { CloseCode, MessageType, type ConnectionInitMessage, type Message, type SubscribeMessage } from 'graphql-ws';
import { callerOf, newCorrelationId, type Circumstances } from '../caller';
import type { Identity } from '../identity';
import type { GatewaySettings } from '../settings';
import type { OpenConnections } from '../slots';
import type { Metrics } from '../watching/metrics';
import { bringsToken, clientOf } from './credentials';
import { MessageCount, readMessage } from './protocol';
import { RIGHTS_CHANGED } from './rights';
import { SessionOperations, type SessionOperationsParts } from './session-operations';
import { SocketSignIn, timeText, type SignInEvents, type SignInParts } from './socket-sign-in';
import { TRY_AGAIN_LATER, type SocketWriter } from './socket-writer';

export interface SessionParts extends SessionOperationsParts, SignInParts {
  readonly connections: OpenConnections;
  readonly settings: GatewaySettings;
  readonly metrics: Metrics;
}

/** RFC 6455: a message goes against the rules of this server. Clients do not come back on this code. */
const POLICY_VIOLATION = 1008;
/** A client that sends so many times the allowed messages does not listen to refusals. */
const PATIENCE = 2;

type State =
  { readonly name: 'opened' } | { readonly name: 'initialising' } | { readonly name: 'ready'; readonly circumstances: Circumstances };

/**
 * One client on one socket, in the graphql-transport-ws protocol: a token at the start, then any number of operations, each under the
 * same rules as over HTTP. A message that the protocol forbids ends the socket with the code that the protocol gives.
 */
export class Session implements SignInEvents {
  private state: State = { name: 'opened' };
  private readonly signIn: SocketSignIn;
  private readonly operations: SessionOperations;
  private readonly messages: MessageCount;
  private initTimer: NodeJS.Timeout | undefined;
  private freeSlot: (() => void) | null = null;
  /** Nothing new is begun: the socket is about to be closed. */
  private leaving = false;
  /** Closed or closing: messages that still arrive are ignored. */
  private over = false;

  constructor(
    private readonly parts: SessionParts,
    private readonly writer: SocketWriter,
    private readonly upgrade: Circumstances,
    origin: string | undefined,
    /** To be called when the client has said who it is. */
    private readonly arrived: () => void,
  ) {
    const { sockets } = parts.settings;
    this.signIn = new SocketSignIn(parts, this, sockets.expiryNoticeMs, { ip: upgrade.ip, origin });
    this.operations = new SessionOperations(parts, writer);
    this.messages = new MessageCount(sockets.messageWindowMs);
    this.initTimer = setTimeout(
      () => this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
      sockets.initTimeoutMs,
    );
  }

  /** Who is signed in on this socket; null for visitors, and until the client has said. */
  get identity(): Identity | null {
    return this.signIn.identity;
  }

  close(code: number, reason: string): void {
    this.writer.close(code, reason);
    this.closed();
  }

  /**
   * Closes as soon as the operations under way have been answered: a client sends them again on its next socket, and a mutation must not
   * run twice. Streams are not waited for.
   */
  async leave(code: number, reason: string): Promise<void> {
    this.leaving = true;
    await this.operations.answered();
    this.close(code, reason);
  }

  /** To be called when the socket is gone, no matter which side closed it. */
  closed(): void {
    this.over = true;
    clearTimeout(this.initTimer);
    this.signIn.stop();
    this.freeSlot?.();
    this.operations.stopAll();
  }

  /** Somebody else answers on this socket from now on. */
  handedOn(): void {
    this.closed();
  }

  receive(text: string): void {
    if (this.over) return;
    let message: Message;
    try {
      message = readMessage(text);
    } catch {
      // The library's reason quotes the message; the text of a stranger is not repeated.
      return this.close(CloseCode.BadRequest, 'Invalid message');
    }
    // Nobody has to keep what they do not want any more.
    if (message.type === MessageType.Complete && this.operations.has(message.id)) return this.operations.stop(message.id);
    const { maxMessages } = this.parts.settings.sockets;
    const count = this.messages.add();
    if (count > PATIENCE * maxMessages) return this.close(POLICY_VIOLATION, 'Too many messages');
    switch (message.type) {
      case MessageType.ConnectionInit:
        return void this.initialise(message.payload);
      case MessageType.Ping:
        return count > maxMessages ? undefined : this.answerPing(message.payload);
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return this.start(message, count > maxMessages);
      case MessageType.Complete:
        return this.operations.stop(message.id);
      default:
        return this.close(CloseCode.BadRequest, 'Invalid message');
    }
  }

  /** Clients reconnect on 4403 and bring a fresh token. */
  tokenExpired(): void {
    this.close(CloseCode.Forbidden, 'Token expired');
  }

  /** A client that is told in time can bring the fresh token on this socket. */
  tokenExpiresSoon(expiresAt: number): void {
    this.writer.send(JSON.stringify({ type: MessageType.Ping, payload: { tokenExpiresAt: timeText(expiresAt) } }));
  }

  rightsChanged(): void {
    this.operations.endStreams([RIGHTS_CHANGED]);
  }

  private async initialise(payload: ConnectionInitMessage['payload']): Promise<void> {
    if (this.state.name !== 'opened') return this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    this.state = { name: 'initialising' };
    clearTimeout(this.initTimer);
    this.initTimer = undefined;
    let identity: Identity | null;
    try {
      identity = await this.signIn.verify(payload);
    } catch (error) {
      if (error instanceof GraphError) return this.refuseToken(error);
      this.parts.logger.error({ err: error }, 'could not check a token');
      return this.close(CloseCode.InternalServerError, 'Internal server error');
    }
    if (this.over) return;
    this.freeSlot = this.parts.connections.take(callerOf(identity?.viewer ?? null, this.upgrade));
    this.arrived();
    // Clients come back on this code, and slots of sockets that were lost in silence are free by then.
    if (!this.freeSlot) return this.close(TRY_AGAIN_LATER, 'Too many connections');
    this.state = { name: 'ready', circumstances: { ...this.upgrade, ...clientOf(payload) } };
    this.writer.send(JSON.stringify({ type: MessageType.ConnectionAck }));
    if (identity) this.signIn.accept(identity);
  }

  /** Invalid tokens are counted as over HTTP, so that nobody can try many. */
  private async refuseToken({ code }: GraphError): Promise<void> {
    if (code !== 'UNAUTHENTICATED') return this.close(TRY_AGAIN_LATER, 'Try again later');
    try {
      await this.parts.admission.countInvalidToken(callerOf(null, this.upgrade));
      this.close(CloseCode.Forbidden, 'Forbidden');
    } catch {
      this.close(TRY_AGAIN_LATER, 'Too many attempts');
    }
  }

  private answerPing(payload: Record<string, unknown> | undefined): void {
    if (bringsToken(payload)) return void this.renew(payload);
    this.sendPong(payload);
  }

  private async renew(payload: Record<string, unknown>): Promise<void> {
    const pong = await this.signIn.renew(payload);
    if (pong) this.sendPong(pong);
  }

  private start({ id, payload }: SubscribeMessage, tooMany: boolean): void {
    if (this.state.name !== 'ready') return this.close(CloseCode.Unauthorized, 'Unauthorized');
    if (this.operations.has(id)) return this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id.slice(0, 64)} already exists`);
    if (this.leaving) return;
    const { maxMessages, messageWindowMs, maxOperations } = this.parts.settings.sockets;
    if (tooMany) {
      const message = `At most ${maxMessages} messages may be sent in ${messageWindowMs / 1000} seconds on one socket.`;
      return this.operations.refuse(id, [tooMuch(message, { retryAfter: this.messages.secondsLeft })]);
    }
    if (this.operations.count >= maxOperations)
      return this.operations.refuse(id, [tooMuch(`At most ${maxOperations} operations may run at once on one socket.`)]);
    const viewer = this.signIn.identity?.viewer ?? null;
    void this.operations.start(id, payload, callerOf(viewer, { ...this.state.circumstances, correlationId: newCorrelationId() }));
  }

  private sendPong(payload: Record<string, unknown> | undefined): void {
    this.writer.send(JSON.stringify({ type: MessageType.Pong, ...(payload ? { payload } : {}) }));
  }
}

const tooMuch = (message: string, more: object = {}): GraphQLFormattedError => ({
  message,
  extensions: { code: 'RATE_LIMITED', retryable: true, ...more },
});
