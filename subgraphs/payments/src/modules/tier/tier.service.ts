import { randomUUID } from 'node:crypto';
import { conflict, invalidInput, isId, notAllowed, notFound, once, type Clock, type Viewer } from '@marquee/platform';
import type { Database, Tx } from '../../db';
import type { Event, TicketTier } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { closedReason, mayManage } from '../event/event.access';
import { salesClosed } from '../event/event.closed';
import type { EventService } from '../event/event.service';
import type { CreateTicketTierInput, UpdateTicketTierInput } from './tier.input';
import type { TierRow } from './tier.loaders';

export interface TierServiceParts {
  db: Database;
  clock: Clock;
  loaders: Loaders;
  events: EventService;
}

export class TierService {
  constructor(private readonly parts: TierServiceParts) {}

  /** A tier that the viewer may see, null otherwise. */
  async find(id: string): Promise<TierRow | null> {
    const tier = isId(id) ? await this.parts.loaders.tierById.load(id) : null;
    return tier && (await this.parts.events.visible(tier.eventId)) ? tier : null;
  }

  /** Null when the viewer may not see the event. */
  async ofEvent(eventId: string): Promise<TierRow[] | null> {
    return (await this.parts.events.visible(eventId)) ? this.parts.loaders.tiersByEventId.load(eventId) : null;
  }

  /** Null for everybody but the organiser and admins. */
  async soldOf(tier: TierRow): Promise<number | null> {
    return (await this.parts.events.isManager(tier.eventId)) ? tier.sold : null;
  }

  async create(viewer: Viewer, input: CreateTicketTierInput): Promise<TierRow> {
    const { db, clock, loaders } = this.parts;
    const { idempotencyKey, ...args } = input;
    if (!(await this.parts.events.visible(args.eventId))) throw notFound('The event');
    const id = await db.transaction((tx) =>
      once(tx, { principal: viewer.id, operation: 'createTicketTier', key: idempotencyKey, args: textOf(args) }, async () => {
        const event = await this.managedEvent(tx, viewer, args.eventId);
        const closed = closedReason(event, clock.now());
        // Tickets are made ready before the event is published; not after it is over.
        if (closed && closed !== 'NOT_PUBLISHED') throw salesClosed(closed);
        return this.insert(tx, args);
      }),
    );
    loaders.tiersByEventId.clear(args.eventId);
    return (await loaders.tierById.clear(id).load(id))!;
  }

  async update(viewer: Viewer, input: UpdateTicketTierInput): Promise<TierRow> {
    const { db, loaders } = this.parts;
    const { idempotencyKey, ...args } = input;
    if (!(await this.find(args.tierId))) throw notFound('The ticket tier');
    await db.transaction((tx) =>
      once(tx, { principal: viewer.id, operation: 'updateTicketTier', key: idempotencyKey, args: textOf(args) }, async () => {
        await tx.$queryRaw`SELECT 1 AS locked FROM ticket_tiers WHERE id = ${args.tierId}::uuid FOR NO KEY UPDATE`;
        const tier = await tx.ticketTier.findUniqueOrThrow({ where: { id: args.tierId } });
        await this.managedEvent(tx, viewer, tier.eventId);
        await this.change(tx, tier, args);
        return null;
      }),
    );
    return (await loaders.tierById.clear(args.tierId).load(args.tierId))!;
  }

  /** The event under a lock that makes its tiers' edits one after the other; refuses who may not run it. */
  private async managedEvent(tx: Tx, viewer: Viewer, eventId: string): Promise<Event> {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`tiers of ${eventId}`}, 0))::text AS locked`;
    const event = await tx.event.findUniqueOrThrow({ where: { id: eventId } });
    if (!mayManage(event, viewer)) throw notAllowed("Only the event's organiser sells its tickets.");
    return event;
  }

  private async insert(
    tx: Tx,
    { eventId, name, description, price, quantity }: Omit<CreateTicketTierInput, 'idempotencyKey'>,
  ): Promise<string> {
    const [last, first] = [
      await tx.ticketTier.findFirst({ where: { eventId }, orderBy: { position: 'desc' } }),
      await tx.ticketTier.findFirst({ where: { eventId }, orderBy: { position: 'asc' } }),
    ];
    if (first && first.currency !== price.currency) throw otherCurrency(first.currency);
    const now = this.parts.clock.now();
    const { id } = await tx.ticketTier.create({
      data: {
        id: randomUUID(),
        eventId,
        name,
        description: description ?? '',
        priceMinor: price.amountMinor,
        currency: price.currency,
        quantity,
        position: (last?.position ?? -1) + 1,
        createdAt: now,
        updatedAt: now,
      },
    });
    return id;
  }

  private async change(tx: Tx, tier: TicketTier, input: UpdateTicketTierInput): Promise<void> {
    const { version, name, description, price, quantity, onSale } = input;
    if (version != null && version !== tier.version) throw conflict(`The tier was changed meanwhile: its version is ${tier.version}.`);
    if (price && price.currency !== tier.currency) throw otherCurrency(tier.currency);
    const taken = tier.sold + tier.held;
    if (quantity != null && quantity < taken)
      throw invalidInput('quantity', `must be at least ${taken}, because so many places are sold or held`);
    await tx.ticketTier.update({
      where: { id: tier.id },
      data: {
        name: name ?? undefined,
        description: description ?? undefined,
        priceMinor: price?.amountMinor,
        quantity: quantity ?? undefined,
        onSale: onSale ?? undefined,
        version: { increment: 1 },
        updatedAt: this.parts.clock.now(),
      },
    });
  }
}

const otherCurrency = (currency: string) => invalidInput('price.currency', `the tiers of this event are in ${currency}`);

/** The arguments as text, for the idempotency key: JSON knows no bigint. */
const textOf = (args: object) =>
  JSON.parse(JSON.stringify(args, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))) as unknown;
