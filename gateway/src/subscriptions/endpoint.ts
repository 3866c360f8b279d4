import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { circumstances } from '../caller';
import type { Origins } from '../http/origins';
import type { RevocationNotice, Revocations } from '../revocations';
import { Outlet } from './outlet';
import { Session, type SessionParts } from './session';

const SERVICE_RESTART = 1012;
const LEAVE_WITHIN_MS = 3_000;

export interface EndpointOptions extends SessionParts {
  readonly path: string;
  readonly origins: Origins;
  readonly revocations: Revocations;
}

/** The sockets of a gateway: graphql-ws on the same path as HTTP. */
export class SocketEndpoint {
  private readonly server: WebSocketServer;
  private readonly sessions = new Map<WebSocket, Session>();
  /** Sockets that have not answered the last ping. */
  private readonly silent = new WeakSet<WebSocket>();
  private readonly pings: NodeJS.Timeout;
  private readonly stopWatching: () => void;
  private stopping = false;

  constructor(private readonly options: EndpointOptions) {
    this.server = new WebSocketServer({
      noServer: true,
      maxPayload: options.settings.sockets.maxMessageBytes,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
    });
    this.pings = setInterval(() => this.ping(), options.settings.sockets.pingMs);
    this.pings.unref();
    this.stopWatching = options.revocations.onRevoked((notice) => this.endSessions(notice));
  }

  get socketCount(): number {
    return this.sessions.size;
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** Tells every client to come back, which by then finds another gateway. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.pings);
    this.stopWatching();
    const gone = Promise.all(
      [...this.sessions.keys()].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))),
    );
    for (const session of this.sessions.values()) session.close(SERVICE_RESTART, 'Service restart');
    const deadline = setTimeout(() => {
      for (const socket of this.sessions.keys()) socket.terminate();
    }, LEAVE_WITHIN_MS);
    await gone;
    clearTimeout(deadline);
    this.server.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (this.stopping) return refuse(socket, '503 Service Unavailable');
    if (request.url?.split('?', 1)[0] !== this.options.path) return refuse(socket, '404 Not Found');
    if (!this.options.origins.admits(request)) return refuse(socket, '403 Forbidden');
    this.server.handleUpgrade(request, socket, head, (client) => this.open(client, request));
  }

  private open(socket: WebSocket, request: IncomingMessage): void {
    const { logger, settings } = this.options;
    socket.on('error', (error) => logger.debug({ err: error }, 'socket error'));
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
      return socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    const given = circumstances(request, settings.trustedProxies);
    const outlet = new Outlet(socket, settings.sockets.maxBufferedBytes, () =>
      logger.warn({ correlationId: given.correlationId }, 'a reader is too slow'),
    );
    const session = new Session(this.options, outlet, given);
    this.sessions.set(socket, session);
    socket.on('message', (data, isBinary) => {
      if (isBinary) session.close(CloseCode.BadRequest, 'Invalid message');
      else session.receive(String(data));
    });
    socket.on('pong', () => this.silent.delete(socket));
    socket.once('close', () => {
      this.sessions.delete(socket);
      session.closed();
    });
  }

  /** Finds out which clients are gone without having said so. */
  private ping(): void {
    for (const socket of this.sessions.keys()) {
      if (this.silent.has(socket)) {
        socket.terminate();
        continue;
      }
      this.silent.add(socket);
      socket.ping();
    }
  }

  private endSessions(notice: RevocationNotice): void {
    for (const session of this.sessions.values()) {
      const viewer = session.identity?.viewer;
      if (!viewer) continue;
      if ('sessionId' in notice ? viewer.sessionId === notice.sessionId : viewer.id === notice.viewerId)
        session.close(CloseCode.Forbidden, 'Session ended');
    }
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
