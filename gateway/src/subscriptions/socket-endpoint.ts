import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '@marquee/platform';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { circumstances, type Circumstances } from '../caller';
import { evenly } from '../evenly';
import { WRONG_HOST, type Hosts } from '../http/hosts';
import type { Origins } from '../http/origins';
import { asksForSocket, serveAsPlain } from '../http/plain-requests';
import { concerns, type RevocationNotice, type Revocations } from '../sessions/revocations';
import { Heartbeat } from './heartbeat';
import { refuseUpgrade, type UpgradeStatus } from './refused-upgrade';
import { Session, type SessionParts } from './session';
import { keyOfInit, relaySocket } from '../test-mode/test-socket';
import type { TestDoor } from '../test-mode/test-door';
import { SocketWriter } from './socket-writer';

const SERVICE_RESTART = 1012;
const RESTART = 'Service restart';

export interface EndpointOptions extends SessionParts {
  readonly path: string;
  readonly hosts: Hosts;
  readonly origins: Origins;
  readonly revocations: Revocations;
  /** Null where sockets of test mode arrive. */
  readonly testDoor: TestDoor | null;
}

/** The sockets of a gateway: graphql-ws on the same path as HTTP. */
export class SocketEndpoint {
  private readonly server: WebSocketServer;
  private readonly sessions = new Map<WebSocket, Session>();
  private readonly heartbeat: Heartbeat;
  private readonly stopWatching: () => void;
  private stopping = false;

  constructor(private readonly options: EndpointOptions) {
    this.server = new WebSocketServer({
      noServer: true,
      maxPayload: options.settings.sockets.maxMessageBytes,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
    });
    this.server.on('wsClientError', (_error, socket, request) =>
      refuseUpgrade(request, socket, '400 Bad Request', 'BAD_USER_INPUT', 'This is no handshake of a WebSocket.'),
    );
    this.heartbeat = new Heartbeat(options.settings.sockets.pingMs);
    this.stopWatching = options.revocations.onRevoked((notice) => this.endSessions(notice));
  }

  get socketCount(): number {
    return this.sessions.size;
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      if (asksForSocket(request)) this.upgrade(request, socket, head);
      else serveAsPlain(server, request, socket, head);
    });
  }

  /** Tells every client, one after the other, to connect again; by then it finds another gateway. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.heartbeat.stop();
    this.stopWatching();
    const gone = Promise.all(
      [...this.sessions.keys()].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))),
    );
    await evenly([...this.sessions.values()], this.options.settings.drain, (session) => void session.leave(SERVICE_RESTART, RESTART));
    const deadline = setTimeout(() => {
      for (const session of this.sessions.values()) session.close(SERVICE_RESTART, RESTART);
    }, this.options.settings.drain.answeredWithinMs);
    await gone;
    clearTimeout(deadline);
    this.server.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', destroy);
    const refuse = (...why: [UpgradeStatus, ErrorCode, string]) => refuseUpgrade(request, socket, ...why);
    if (this.stopping) return refuse('503 Service Unavailable', 'SUBGRAPH_UNAVAILABLE', 'The gateway restarts. Connect again.');
    if (request.url?.split('?', 1)[0] !== this.options.path)
      return refuse('404 Not Found', 'NOT_FOUND', `There is nothing at this path. Sockets are at ${this.options.path}.`);
    if (!this.options.hosts.admits(request)) return refuse('421 Misdirected Request', 'BAD_USER_INPUT', WRONG_HOST);
    if (!this.options.origins.admits(request)) return refuse('403 Forbidden', 'FORBIDDEN', 'Pages of this origin may not call.');
    const given = circumstances(request, this.options.settings.trustedProxies);
    const arrived = this.options.connections.arrive(given.ip);
    if (!arrived) return refuse('429 Too Many Requests', 'RATE_LIMITED', 'Too many streams and sockets are open. Close one first.');
    socket.on('close', arrived);
    // Not the request: it would be kept for as long as the socket lives.
    const { origin } = request.headers;
    const testKey = this.options.testDoor?.keyIn(request) ?? null;
    this.server.handleUpgrade(request, socket, head, (client) => this.open(client, given, origin, arrived, testKey));
  }

  private open(
    socket: WebSocket,
    given: Circumstances,
    origin: string | undefined,
    arrived: () => void,
    /** Of the upgrade; pages can only bring one in their first message. */
    testKey: string | null,
  ): void {
    const { logger, settings, metrics } = this.options;
    socket.on('error', (error) => logger.debug({ err: error }, 'socket error'));
    const writer = new SocketWriter(socket, settings.sockets.maxBufferedBytes, {
      slow: () => {
        metrics.live.slowReaders.add();
        metrics.live.dropped.add();
        logger.warn({ correlationId: given.correlationId }, 'a reader is too slow');
        // It may take a while until the socket is gone; its operations end now.
        session.closed();
      },
      closing: (code) => metrics.live.closes.with(String(code)).add(),
    });
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
      return writer.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    const session = new Session(this.options, writer, given, origin, arrived);
    this.sessions.set(socket, session);
    let begun = false;
    const receive = (data: RawData, isBinary: boolean) => {
      const key = begun || isBinary ? null : (testKey ?? this.testKeyOf(data));
      begun = true;
      if (key !== null) {
        socket.off('message', receive);
        return this.handOn(socket, session, key, String(data), given, origin);
      }
      if (isBinary) session.close(CloseCode.BadRequest, 'Invalid message');
      else this.pass(session, String(data));
    };
    socket.on('message', receive);
    this.heartbeat.watch(socket);
    socket.on('close', () => {
      this.sessions.delete(socket);
      session.closed();
    });
  }

  private testKeyOf(data: RawData): string | null {
    return this.options.testDoor && keyOfInit(String(data));
  }

  /** Its operations are those of test mode; here it stays a socket that is open, and is told when this gateway stops. */
  private handOn(socket: WebSocket, session: Session, key: string, first: string, given: Circumstances, origin: string | undefined): void {
    const { settings, logger } = this.options;
    session.handedOn();
    const parts = { door: this.options.testDoor!, socket, given, origin, maxBufferedBytes: settings.sockets.maxBufferedBytes, logger };
    relaySocket(parts, key, first).catch((error: unknown) => {
      logger.error({ err: error }, 'a socket could not be handed on to test mode');
      session.close(CloseCode.InternalServerError, 'Internal server error');
    });
  }

  /** An error here would end the process for everybody: no message of one client may throw out of its socket's event. */
  private pass(session: Session, text: string): void {
    try {
      session.receive(text);
    } catch (error) {
      this.options.logger.error({ err: error }, 'a message could not be handled');
      session.close(CloseCode.InternalServerError, 'Internal server error');
    }
  }

  private endSessions(notice: RevocationNotice): void {
    for (const session of this.sessions.values()) {
      if (session.identity && concerns(notice, session.identity)) session.close(CloseCode.Forbidden, 'Session ended');
    }
  }
}

/** Not a closure in `upgrade`, which would keep the request for as long as the socket lives. */
function destroy(this: Duplex): void {
  this.destroy();
}
