import { invalidInput, notAllowed, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Relationship } from '../../generated/prisma/client';
import { putBlock } from '../block/block.store';
import { eitherWay } from '../person/person-pair';
import { lockPair, requirePerson } from '../person/person.store';
import { outcomeOfAsking, requestedAt } from '../relationship/relationship-lifecycle';
import type { RelationshipService } from '../relationship/relationship.service';
import { changeRelationship, lockRelationship, makeRelationship } from '../relationship/relationship.store';
import type { EndConnection, RequestConnection, RespondToConnection } from './connection.input';
import { alreadyConnected, declinedBefore, requestNotOpen } from './connection.refusals';

/** Asking for a connection, answering, ending it. Each change is made under the lock of the two people. */
export class ConnectionService {
  constructor(
    private readonly ctx: Context,
    private readonly relationships: RelationshipService,
  ) {}

  async request(input: RequestConnection): Promise<Relationship> {
    const me = this.ctx.viewer.id;
    if (input.userId === me) throw invalidInput('userId', 'must be somebody else');
    const id = await this.ctx.change('requestConnection', input, async (step) => {
      await lockPair(step, me, input.userId);
      await requirePerson(step, input.userId, me);
      return this.askFor(step, input, me);
    });
    return this.changed(id);
  }

  async respond(input: RespondToConnection): Promise<Relationship> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('respondToConnection', input, async (step) => {
      const { relationship, otherId } = await lockRelationship(step, input.connectionId, me);
      const { id, status, addresseeId } = relationship;
      if (addresseeId !== me) throw notAllowed('Only the person who was asked can answer.');
      const wanted = input.response === 'ACCEPT' ? 'ACCEPTED' : 'DECLINED';
      if (input.response === 'BLOCK') await putBlock(step, me, otherId);
      else if (status === 'PENDING') await changeRelationship(step, relationship, wanted);
      else if (status !== wanted) throw requestNotOpen(status);
      return id;
    });
    return input.response === 'BLOCK' ? this.blocked(id) : this.changed(id);
  }

  async end(input: EndConnection): Promise<Relationship> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('endConnection', input, async (step) => {
      const { relationship } = await lockRelationship(step, input.connectionId, me);
      const { id, status, requesterId } = relationship;
      if (status === 'CANCELLED' || status === 'REMOVED') return id;
      if (status === 'ACCEPTED') await changeRelationship(step, relationship, 'REMOVED');
      else if (status !== 'PENDING') throw requestNotOpen(status);
      else if (requesterId !== me) throw notAllowed('Decline the request instead: only the person who asked can take it back.');
      else await changeRelationship(step, relationship, 'CANCELLED');
      return id;
    });
    return this.changed(id);
  }

  /** Returns the id of the relationship that the request made, renewed, accepted or found open. */
  private async askFor(step: Step, { userId, type }: RequestConnection, me: string): Promise<string> {
    const pair = { requesterId: me, addresseeId: userId };
    const existing = await step.tx.relationship.findFirst({ where: { type, OR: eitherWay(pair) } });
    switch (outcomeOfAsking(existing, me, step.now)) {
      case 'make':
        return (await makeRelationship(step, { ...pair, type, status: 'PENDING' })).id;
      case 'renew':
        await changeRelationship(step, existing!, 'PENDING', { ...pair, ...requestedAt(step.now), respondedAt: null });
        break;
      case 'accept':
        await changeRelationship(step, existing!, 'ACCEPTED');
        break;
      case 'keep':
        break;
      case 'connected':
        throw alreadyConnected(existing!);
      case 'refused-before':
        throw declinedBefore();
      case 'hidden':
        throw notFound('This person');
    }
    return existing!.id;
  }

  /** A repeated request may come after the other person's block, which nobody is told of. */
  private async changed(id: string): Promise<Relationship> {
    const relationship = await this.relationships.byId(id);
    if (!relationship) throw notFound('This connection');
    return relationship;
  }

  /** The response BLOCK shows what it made of the request. */
  private async blocked(id: string): Promise<Relationship> {
    const relationship = await this.ctx.loaders.relationshipById.load(id);
    if (!relationship) throw notFound('This connection');
    return this.relationships.asItIsNow(relationship);
  }
}
