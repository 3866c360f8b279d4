import fc from 'fast-check';
import { OperationTypeNode } from 'graphql';
import { campaign, type CampaignOptions, type Tally } from '../../gateway/tests/random/campaign';
import { type Operation, writeOperation } from '../../gateway/tests/random/document';
import { Generator } from '../../gateway/tests/random/generator';
import { smaller } from '../../gateway/tests/random/smaller';
import type { Verdict } from '../../gateway/tests/random/verdict';
import type { Wish } from '../../gateway/tests/random/wishes';
import { nonconformity } from './conformance';
import { faultOf, judge } from './judge';
import { spoil } from './spoiling';
import { VIEWERS } from './surroundings';
import { Values } from './values';
import type { World } from './world';

/** Types whose fragments are spread in several places of one operation. */
const POPULAR = ['User', 'Event', 'Query', 'EventConnection', 'PageInfo', 'Order'];

/** What would take the askers' own rights away, or their way back in. */
const NOT_TRIED = [
  ...['login', 'logout', 'endSession', 'endAllSessions', 'refreshSession', 'changePassword'],
  ...['suspendUser', 'reinstateUser', 'setUserRole', 'importEvents'],
];

/** Random queries by everybody: as stock, or as the oracle where stock is wrong. */
export function queries(world: World, options: CampaignOptions): Promise<Tally> {
  const wishes = generatorOf(world).queries();
  return campaign(
    fc.tuple(fc.constantFrom(...VIEWERS), wishes),
    async ([viewer, wish]) => {
      const operation = writeOperation(world.schema, wish, OperationTypeNode.QUERY);
      const verdict = await judge(world, operation, await world.client.as(viewer));
      return { verdict, shown: show(viewer, operation) };
    },
    smallerFor,
    options,
  );
}

/** Random mutations, by those who may do little. They are not done twice, so the answer is held against its own operation alone. */
export function mutations(world: World, options: CampaignOptions): Promise<Tally> {
  const fields = Object.keys(world.schema.getMutationType()!.getFields()).filter((name) => !NOT_TRIED.includes(name));
  return campaign(
    fc.tuple(fc.constantFrom('visitor' as const, 'member' as const), generatorOf(world).mutations(fields)),
    async ([viewer, wish]) => {
      const operation = writeOperation(world.schema, wish, OperationTypeNode.MUTATION);
      const received = await world.client.send(operation, await world.client.as(viewer));
      const fault = faultOf(received, operation);
      const detail = fault ? null : await nonconformity(world.schema, operation, received.answer!);
      return { verdict: fault ?? (detail ? { kind: 'different', detail } : SOUND), shown: show(viewer, operation) };
    },
    smallerFor,
    options,
  );
}

/** Requests that are spoilt in one way or another: refused or answered, but nothing breaks and nothing leaks. */
export function spoiltRequests(world: World, options: CampaignOptions): Promise<Tally> {
  const spoilt = generatorOf(world)
    .queries()
    .chain((wish) => spoil(writeOperation(world.schema, wish, OperationTypeNode.QUERY)));
  return campaign(
    fc.tuple(fc.constantFrom('visitor' as const, 'member' as const), spoilt),
    async ([viewer, { what, body }]) => {
      const received = await world.client.sendBody(body, await world.client.as(viewer));
      return { verdict: faultOf(received, body) ?? SOUND, shown: `${what}, as ${viewer}: ${body}` };
    },
    () => [],
    options,
  );
}

function* smallerFor<Viewer>([viewer, wish]: [Viewer, Wish]): Iterable<[Viewer, Wish]> {
  for (const one of smaller(wish)) yield [viewer, one];
}

const SOUND: Verdict = { kind: 'sound' };

const generatorOf = ({ schema, surroundings }: World) => new Generator(schema, new Values(surroundings), { popular: POPULAR });

const show = (viewer: string, { query, variables }: Operation) => `as ${viewer}:\n${query}\nvariables: ${JSON.stringify(variables)}`;
