import { randomUUID } from 'node:crypto';
import { createClient, type Client as SocketClient } from 'graphql-ws';
import { importJWK, SignJWT } from 'jose';
import { print } from 'graphql';
import { Pool } from 'undici';
import WebSocket from 'ws';
import { operation } from '../../stack/journeys/operations';
import { Random } from '../../stack/src/world/random';
import { JSON_HEADERS, send, textOf } from '../gateway/http-client';
import { doOne, outcomeOf, type Answered, type Asked } from './operations';
import { drawKind, type Kind } from './profile';
import type { LoadWorld, Walker } from './world';

const TOKEN_RENEWED_MS = 10 * 60_000;
/** A stream is looked at so long. */
const FOLLOWED_MS = 20_000;

export interface Sample {
  readonly kind: Kind;
  /** From when it was due to when it was answered: who waits behind others waits, too. */
  readonly ms: number;
  readonly outcome: string;
  readonly hour: number;
}

/** People who come when they come, whether or not those before them were answered. */
export class Crowd {
  readonly samples: Sample[] = [];
  /** Messages that came by open streams. */
  heard = 0;
  streams = 0;
  private readonly pool: Pool;
  private readonly path: string;
  private readonly tokens = new Map<string, { token: Promise<string>; at: number }>();
  private readonly sockets = new Set<SocketClient>();
  private readonly underWay = new Set<Promise<void>>();
  private key: ReturnType<typeof importJWK> | undefined;

  constructor(
    private readonly world: LoadWorld,
    private readonly url: string,
    private readonly random = new Random('a day'),
  ) {
    const { origin, pathname } = new URL(url);
    this.path = pathname;
    this.pool = new Pool(origin, { connections: 128, pipelining: 1 });
  }

  /** Arrivals of so many a second, as chance has them, for so long. */
  async come(perSecond: number, ms: number, hour: number): Promise<void> {
    const begun = performance.now();
    for (let due = begun + this.gap(perSecond); due < begun + ms; due += this.gap(perSecond)) {
      const early = due - performance.now();
      if (early > 1) await pause(early);
      const doing = this.one(drawKind(this.random.next()), due, hour);
      this.underWay.add(doing);
      void doing.finally(() => this.underWay.delete(doing));
    }
    await pause(Math.max(0, begun + ms - performance.now()));
  }

  private readonly gap = (perSecond: number) => (-Math.log(1 - this.random.next()) / perSecond) * 1_000;

  async one(kind: Kind, due: number, hour: number): Promise<void> {
    const outcome = await (kind === 'follow' ? this.follow() : doOne(kind, this.world, this.random, this.post));
    this.samples.push({ kind, ms: performance.now() - due, outcome, hour });
  }

  readonly post = async ({ body, by }: Asked): Promise<Answered> => {
    const authorization = by ? { authorization: `Bearer ${await this.tokenOf(by)}` } : {};
    const received = await send(this.pool, { method: 'POST', path: this.path, headers: { ...JSON_HEADERS, ...authorization }, body });
    return outcomeOf(received.status, textOf(received));
  };

  /** Opens a stream of a room; it is answered when the socket is acknowledged and has asked. */
  private async follow(): Promise<string> {
    const who = this.random.pick(this.world.walkers);
    const token = await this.tokenOf(who);
    const client = createClient({
      url: this.url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
      connectionParams: { authorization: `Bearer ${token}` },
    });
    this.sockets.add(client);
    this.streams++;
    const connected = new Promise<string>((resolve) => {
      client.on('connected', () => resolve('ok'));
      client.on('closed', () => resolve('error CLOSED'));
      client.on('error', () => resolve('error SOCKET'));
    });
    client.subscribe(
      { query: print(operation('MessageAdded')), variables: { roomId: who.roomId } },
      { next: () => this.heard++, error: () => undefined, complete: () => undefined },
    );
    setTimeout(() => void this.leave(client), FOLLOWED_MS).unref();
    return connected;
  }

  private async leave(client: SocketClient): Promise<void> {
    this.sockets.delete(client);
    await client.dispose();
  }

  private tokenOf(walker: Walker): Promise<string> {
    const known = this.tokens.get(walker.id);
    if (known && Date.now() - known.at < TOKEN_RENEWED_MS) return known.token;
    const token = this.sign(walker);
    this.tokens.set(walker.id, { token, at: Date.now() });
    return token;
  }

  private async sign({ id, username }: Walker): Promise<string> {
    const { kid, privateKey } = this.world.signer;
    return new SignJWT({ username, role: 'user', permissions: [], sessionId: randomUUID() })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
      .setSubject(id)
      .setIssuer('marquee')
      .setAudience('marquee')
      .setIssuedAt()
      .setExpirationTime('15m')
      .sign(await (this.key ??= importJWK(privateKey, 'EdDSA')));
  }

  /** Everybody who is still waiting gets an answer. */
  async rest(): Promise<void> {
    await Promise.all(this.underWay);
  }

  async leaveAll(): Promise<void> {
    await this.rest();
    await Promise.all([...this.sockets].map((client) => this.leave(client)));
    await this.pool.close();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
