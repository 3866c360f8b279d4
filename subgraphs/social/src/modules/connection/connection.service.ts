import { randomUUID } from 'node:crypto';
import { conflict, invalidInput, isId, notAllowed, notFound, Refusal } from '@marquee/platform';
import { change } from '../../change';
import type { Tx } from '../../db';
import { viewerOf, type Deps } from '../../deps';
import type { Connection, ConnectionStatus } from '../../generated/prisma/client';
import { BlockService } from '../block/block.service';
import { PersonService } from '../person/person.service';
import { tellConnections } from './connection.fact';
import type { EndConnection, RequestConnection, RespondToConnection } from './connection.input';
import { askingComesTo, REQUEST_LASTS_MS, statusAt } from './connection.lifecycle';
import { settleFriendship } from './friendship';
import { lockPair } from './pair.lock';

/** Connections of the viewer: asking, answering, ending. Each change is made under the lock of the two people. */
export class ConnectionService {
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.people = new PersonService(deps);
  }

  /** Null unless the viewer is one of the two; a blocked one is nobody's to see. */
  async find(id: string): Promise<Connection | null> {
    const me = this.deps.caller.viewer?.id;
    const connection = isId(id) ? await this.deps.loaders.connectionById.load(id) : null;
    return connection && me && othersOf(connection, me) && connection.status !== 'BLOCKED' ? this.asItIsNow(connection) : null;
  }

  /** The viewer's connection with somebody: the accepted one first, then an open request, then what was last. */
  async withPerson(userId: string): Promise<Connection | null> {
    const me = this.deps.caller.viewer?.id;
    if (!me || me === userId || (await this.people.blocked(userId))) return null;
    const connection = await this.deps.loaders.connectionWithViewer.load(userId);
    return connection && this.asItIsNow(connection);
  }

  asItIsNow(connection: Connection): Connection {
    return { ...connection, status: statusAt(connection, this.deps.clock.now()) };
  }

  async request(input: RequestConnection): Promise<Connection> {
    const me = viewerOf(this.deps).id;
    if (input.userId === me) throw invalidInput('userId', 'you cannot connect with yourself.');
    const id = await change(this.deps, { operation: 'requestConnection', input }, async (tx) => {
      await lockPair(tx, me, input.userId);
      await this.people.require(tx, input.userId);
      return (await this.ask(tx, me, input)).id;
    });
    return this.read(id);
  }

  async respond(input: RespondToConnection): Promise<Connection> {
    const id = await change(this.deps, { operation: 'respondToConnection', input }, async (tx, after) => {
      const { connection, me, other } = await this.lock(tx, input.connectionId);
      if (connection.addresseeId !== me) throw notAllowed('Only the person who was asked can answer.');
      if (input.response === 'BLOCK') {
        await new BlockService(this.deps).put(tx, after, me, other);
        return connection.id;
      }
      const wanted: ConnectionStatus = input.response === 'ACCEPT' ? 'ACCEPTED' : 'DECLINED';
      if (connection.status === wanted) return connection.id;
      if (connection.status !== 'PENDING') throw requestNotOpen(connection.status);
      await this.write(tx, connection, wanted);
      return connection.id;
    });
    return this.read(id);
  }

  async end(input: EndConnection): Promise<Connection> {
    const id = await change(this.deps, { operation: 'endConnection', input }, async (tx) => {
      const { connection, me } = await this.lock(tx, input.connectionId);
      if (connection.status === 'CANCELLED' || connection.status === 'REMOVED') return connection.id;
      if (connection.status === 'ACCEPTED') await this.write(tx, connection, 'REMOVED');
      else if (connection.status !== 'PENDING') throw requestNotOpen(connection.status);
      else if (connection.requesterId !== me) throw notAllowed('Decline the request instead: only the person who asked can take it back.');
      else await this.write(tx, connection, 'CANCELLED');
      return connection.id;
    });
    return this.read(id);
  }

  private async ask(tx: Tx, me: string, { userId, type }: RequestConnection): Promise<Connection> {
    const now = this.deps.clock.now();
    const existing = await tx.connection.findFirst({ where: { type, OR: pair(me, userId) } });
    const asking = askingComesTo(existing, me, now);
    const opened = { requesterId: me, addresseeId: userId, requestedAt: now, expiresAt: new Date(now.getTime() + REQUEST_LASTS_MS) };
    switch (asking) {
      case 'make': {
        const made = await tx.connection.create({ data: { id: randomUUID(), type, status: 'PENDING', updatedAt: now, ...opened } });
        await tellConnections(tx, [made], this.deps.caller.correlationId);
        return made;
      }
      case 'renew':
        return this.write(tx, existing!, 'PENDING', { ...opened, respondedAt: null });
      case 'accept':
        return this.write(tx, existing!, 'ACCEPTED');
      case 'keep':
        return existing!;
      case 'connected':
        throw new Refusal('AlreadyConnected', 'NOT_ALLOWED_NOW', 'You are connected already.', { connection: existing });
      case 'refused-before':
        throw notAllowed('This person has declined. They can ask you; you can ask again 30 days after their answer.');
      case 'hidden':
        throw notFound('This person');
    }
  }

  /** The connection as it is under the lock of its two people; not found for anybody else. */
  private async lock(tx: Tx, id: string): Promise<{ connection: Connection; me: string; other: string }> {
    const me = viewerOf(this.deps).id;
    const seen = await tx.connection.findUnique({ where: { id } });
    const other = seen && othersOf(seen, me);
    if (!seen || !other) throw notFound('This connection');
    await lockPair(tx, me, other);
    const connection = await tx.connection.findUnique({ where: { id } });
    if (!connection || connection.status === 'BLOCKED') throw notFound('This connection');
    return { connection: this.asItIsNow(connection), me, other };
  }

  private async write(tx: Tx, connection: Connection, status: ConnectionStatus, more: Partial<Connection> = {}): Promise<Connection> {
    const now = this.deps.clock.now();
    const answered = status === 'ACCEPTED' || status === 'DECLINED' ? { respondedAt: now } : {};
    const { count } = await tx.connection.updateMany({
      where: { id: connection.id, version: connection.version },
      data: { ...answered, ...more, status, version: connection.version + 1, updatedAt: now },
    });
    if (count === 0) throw conflict('This connection changed meanwhile. Read it again.');
    const written = await tx.connection.findUniqueOrThrow({ where: { id: connection.id } });
    await settleFriendship(tx, written.requesterId, written.addresseeId, now);
    await tellConnections(tx, [written], this.deps.caller.correlationId);
    return written;
  }

  private async read(id: string): Promise<Connection> {
    const connection = await this.deps.loaders.connectionById.load(id);
    if (!connection) throw notFound('This connection');
    return this.asItIsNow(connection);
  }
}

const pair = (one: string, other: string) => [
  { requesterId: one, addresseeId: other },
  { requesterId: other, addresseeId: one },
];

/** The other one of the two; null when `me` is neither. */
const othersOf = (connection: Connection, me: string): string | null =>
  connection.requesterId === me ? connection.addresseeId : connection.addresseeId === me ? connection.requesterId : null;

const requestNotOpen = (status: ConnectionStatus) =>
  new Refusal('RequestNotOpen', 'NOT_ALLOWED_NOW', 'This request is not open any more.', { status });
