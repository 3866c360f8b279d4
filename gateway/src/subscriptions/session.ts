import { GraphError, unauthenticated } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { CloseCode, MessageType, type ConnectionInitMessage, type Message, type SubscribeMessage } from 'graphql-ws';
import type { Identity, TokenVerifier } from '../authenticate';
import { callerOf, newCorrelationId, type Circumstances } from '../caller';
import type { OpenConnections } from '../slots';
import type { GatewaySettings } from '../settings';
import type { Watch } from '../watching/gateway-metrics';
import { bringsToken, clientOf, credentials } from './credentials';
import { Expiry } from './expiry';
import { TRY_AGAIN_LATER, type Outlet } from './socket-writer';
import { MessageCount, readMessage } from './protocol';
import { hasSameRights, RIGHTS_CHANGED } from './rights';
import { SessionOperations, type OperationParts } from './session-operations';

export interface SessionParts extends OperationParts {
  readonly verifier: TokenVerifier;
  readonly connections: OpenConnections;
  readonly settings: GatewaySettings;
  readonly watch: Watch;
}

/** RFC 6455: what came goes against the rules of this server. Clients do not come back on it. */
const POLICY_VIOLATION = 1008;
/** A client that goes on after so many times the messages it may send does not listen to refusals. */
const PATIENCE = 2;

type State =
  | { readonly name: 'opened' }
  | { readonly name: 'initialising' }
  | { readonly name: 'ready'; readonly identity: Identity | null; readonly circumstances: Circumstances };

/**
 * One client on one socket, in the graphql-transport-ws protocol: a token at the start, then any number of operations, each under the
 * same rules as over HTTP. What the protocol forbids ends the socket with the code the protocol gives.
 */
export class Session {
  private state: State = { name: 'opened' };
  private readonly operations: SessionOperations;
  private readonly messages: MessageCount;
  private initTimer: NodeJS.Timeout | undefined;
  private expiry: Expiry | null = null;
  private leavePlace: (() => void) | null = null;
  /** Nothing new is begun: the socket is about to be closed. */
  private leaving = false;
  /** Closed, or closing: what still arrives is not listened to. */
  private over = false;

  constructor(
    private readonly parts: SessionParts,
    private readonly outlet: Outlet,
    private readonly upgrade: Circumstances,
  ) {
    this.operations = new SessionOperations(parts, outlet);
    this.messages = new MessageCount(parts.settings.sockets.messageWindowMs);
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

  /**
   * Closes as soon as what is under way has been answered: a client sends it again on its next socket, and a mutation must not run
   * twice. Streams are not waited for.
   */
  async leave(code: number, reason: string): Promise<void> {
    this.leaving = true;
    await this.operations.answered();
    this.close(code, reason);
  }

  /** To be called when the socket is gone, whoever closed it. */
  closed(): void {
    this.over = true;
    clearTimeout(this.initTimer);
    this.expiry?.stop();
    this.leavePlace?.();
    this.operations.stopAll();
  }

  receive(text: string): void {
    if (this.over) return;
    let message: Message;
    try {
      message = readMessage(text);
    } catch {
      // The library's reason quotes the message; what a stranger sends is not repeated.
      return this.close(CloseCode.BadRequest, 'Invalid message');
    }
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

  private async initialise(payload: ConnectionInitMessage['payload']): Promise<void> {
    if (this.state.name !== 'opened') return this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    this.state = { name: 'initialising' };
    clearTimeout(this.initTimer);
    this.initTimer = undefined;
    let identity: Identity | null;
    try {
      const token = credentials(payload);
      identity = token === null ? null : await this.parts.verifier.verify(token);
    } catch (error) {
      if (error instanceof GraphError) return this.refuseToken(error);
      this.parts.logger.error({ err: error }, 'could not check a token');
      return this.close(CloseCode.InternalServerError, 'Internal server error');
    }
    if (this.over) return;
    this.leavePlace = this.parts.connections.ofViewers.take(identity?.viewer.id);
    // Clients come back on this code, and places of sockets that were lost without a word are free by then.
    if (!this.leavePlace) return this.close(TRY_AGAIN_LATER, 'Too many connections');
    this.state = { name: 'ready', identity, circumstances: { ...this.upgrade, ...clientOf(payload) } };
    this.outlet.send(JSON.stringify({ type: MessageType.ConnectionAck }));
    if (identity) this.watch(identity);
  }

  /** As over HTTP, whoever comes with tokens that are none does not come for long. */
  private async refuseToken({ code }: GraphError): Promise<void> {
    if (code !== 'UNAUTHENTICATED') return this.close(TRY_AGAIN_LATER, 'Try again later');
    try {
      await this.parts.admission.countStranger(callerOf(null, this.upgrade));
      this.close(CloseCode.Forbidden, 'Forbidden');
    } catch {
      this.close(TRY_AGAIN_LATER, 'Too many attempts');
    }
  }

  /** Clients reconnect on 4403 and bring a fresh token; who is told before can bring it on this socket. */
  private watch({ expiresAt }: Identity): void {
    this.expiry ??= new Expiry(
      {
        ended: () => this.close(CloseCode.Forbidden, 'Token expired'),
        soon: (at) => this.outlet.send(JSON.stringify({ type: MessageType.Ping, payload: { tokenExpiresAt: timeText(at) } })),
      },
      this.parts.settings.sockets.expiryNoticeMs,
    );
    this.expiry.watch(expiresAt);
  }

  private answerPing(payload: Record<string, unknown> | undefined): void {
    if (bringsToken(payload)) return void this.renew(payload);
    this.sendPong(payload);
  }

  /** A fresh token on an open socket. One that is no good harms nothing: the earlier one stays good until it expires. */
  private async renew(payload: Record<string, unknown>): Promise<void> {
    try {
      const token = credentials(payload);
      if (token === null) throw unauthenticated('The payload has no usable token.');
      const fresh = await this.parts.verifier.verify(token);
      if (this.over) return;
      this.succeed(fresh);
      this.sendPong({ authenticated: true, expiresAt: timeText(fresh.expiresAt) });
    } catch (error) {
      if (!(error instanceof GraphError)) this.parts.logger.error({ err: error }, 'could not check a token');
      const { message, extensions } =
        error instanceof GraphError
          ? error
          : { message: 'The token could not be checked. Try again.', extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true } };
      this.sendPong({ authenticated: false, error: { message, extensions } });
    }
  }

  /** Throws UNAUTHENTICATED when the token cannot take the place of the present one. */
  private succeed(fresh: Identity): void {
    const present = this.identity;
    if (this.state.name !== 'ready' || !present) throw unauthenticated('Nobody is signed in on this socket. Open another to sign in.');
    if (fresh.viewer.id !== present.viewer.id)
      throw unauthenticated('The token is another person’s. Open another socket to change who is signed in.');
    // Two that cross on the way must not bring back the rights of the older.
    if (fresh.issuedAt < present.issuedAt) throw unauthenticated('The token is older than the one in use.');
    this.state = { ...this.state, identity: fresh };
    this.watch(fresh);
    if (!hasSameRights(fresh.viewer, present.viewer)) this.operations.endStreams([RIGHTS_CHANGED]);
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
    const { identity, circumstances } = this.state;
    void this.operations.start(id, payload, callerOf(identity?.viewer ?? null, { ...circumstances, correlationId: newCorrelationId() }));
  }

  private sendPong(payload: Record<string, unknown> | undefined): void {
    this.outlet.send(JSON.stringify({ type: MessageType.Pong, ...(payload ? { payload } : {}) }));
  }
}

const timeText = (time: number) => new Date(time).toISOString();

const tooMuch = (message: string, more: object = {}): GraphQLFormattedError => ({
  message,
  extensions: { code: 'RATE_LIMITED', retryable: true, ...more },
});
