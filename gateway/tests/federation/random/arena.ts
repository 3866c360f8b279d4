import { getOperationAST, parse, print, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import { DEFAULT_LIMITS } from '../../../src/limits/limits';
import { aWorld, compose, type World } from '../../kit';
import { leaksIn } from '../../leaks';
import type { Operation } from '../../random/document';
import { codeOf } from '../../random/differences';
import { valuesIn, type Verdict } from '../../random/verdict';
import { disagreement } from '../agreement';
import { answersOf } from '../asking';
import { askOracle, lenientSchema, nameTypes, plainSchema } from '../oracle';
import { subgraphsOver, type Store } from '../subgraphs';
import type { Supergraph } from '../supergraph';
import { isExplained } from './explained';
import { Spoiler, type Mishap } from './mishaps';

/** Small supergraphs are asked for much at once. */
const LIMITS = { ...DEFAULT_LIMITS, maxAliases: 1_000, maxDirectives: 1_000 };
/** Refusals of a limit, which documents may meet: they are valid. */
const REFUSALS = ['QUERY_TOO_COMPLEX', 'GRAPHQL_VALIDATION_FAILED'];

/** One small supergraph: the gateway before its subgraphs, and the plain schema against which it is held. */
export class Arena {
  private constructor(
    readonly supergraph: Supergraph,
    readonly schema: GraphQLSchema,
    private readonly lenient: GraphQLSchema,
    private readonly store: Store,
    private readonly world: World,
    private readonly spoiler: Spoiler,
  ) {}

  static async open(supergraph: Supergraph): Promise<Arena> {
    const store: Store = { data: {} };
    const plans = subgraphsOver(supergraph, store);
    const schema = plainSchema(compose(plans));
    const world = await aWorld(plans, { over: 'process', settings: { limits: LIMITS } });
    return new Arena(supergraph, schema, lenientSchema(schema), store, world, new Spoiler(supergraph, schema));
  }

  close(): Promise<void> {
    return this.world.stop();
  }

  /** Asks both. The same document is asked again with its conditions turned round, for which its plan is made already. */
  async judge(operation: Operation, mishaps: readonly Mishap[]): Promise<Verdict> {
    const verdict = await this.judgeOnce(operation, mishaps);
    if (verdict.kind !== 'right') return verdict;
    const turned = turnedRound(operation);
    if (!turned) return verdict;
    const other = await this.judgeOnce(turned, mishaps);
    return other.kind === 'right' ? verdict : 'detail' in other ? { ...other, detail: `turned round: ${other.detail}` } : other;
  }

  show({ query, variables }: Operation, mishaps: readonly Mishap[]): string {
    const lines = [query, `variables: ${JSON.stringify(variables)}`, ...this.spoiler.describe(mishaps)];
    return lines.join('\n');
  }

  private async judgeOnce(operation: Operation, mishaps: readonly Mishap[]): Promise<Verdict> {
    const data = () => this.spoiler.data(mishaps);
    const spoilt = { ...this.supergraph, data };
    const expected = await askOracle(spoilt, this.schema, operation);
    this.store.data = data();
    nameTypes(this.store.data);
    for (const { received } of Object.values(this.world.subgraphs)) received.length = 0;
    const answers = await answersOf(this.world, operation);
    const leaks = answers.flatMap(({ errors = [] }) => leaksIn(JSON.stringify(errors), JSON.stringify(operation)));
    if (leaks.length) return { kind: 'leak', detail: leaks.join(', ') };
    const [refusal] = answers[0] && answers[0].data === undefined ? (answers[0].errors ?? []) : [];
    if (refusal && 'data' in (expected[0] ?? {}) && REFUSALS.includes(codeOf(refusal)))
      return { kind: 'refused', detail: `refused: ${refusal.message}` };
    if (answers.length !== expected.length) return { kind: 'different', detail: `${answers.length} answers ≠ ${expected.length}` };
    for (const [index, answer] of answers.entries()) {
      const detail = differenceBetween(answer, expected[index]!);
      if (!detail) continue;
      const lenient = await askOracle(spoilt, this.lenient, operation);
      if (!isExplained(answer, expected[index]!, lenient[index] ?? {})) return { kind: 'different', detail };
    }
    const services = Object.values(this.world.subgraphs).filter(({ received }) => received.length).length;
    return { kind: 'right', detail: '', services, values: answers.reduce((sum, answer) => sum + valuesIn(answer.data), 0) };
  }
}

/** Where nothing was executed, graphql-js gives no code, but the same messages; what broke is told in our words. */
function differenceBetween(ours: FormattedExecutionResult, right: FormattedExecutionResult): string | null {
  if ('data' in ours || 'data' in right) return disagreement(ours, right);
  if (ours.errors?.every((error) => codeOf(error) === 'INTERNAL_SERVER_ERROR') && ours.errors.length === right.errors?.length) return null;
  const [told, toTell] = [ours, right].map(({ errors = [] }) => JSON.stringify(errors.map(({ message }) => message)));
  return told === toTell ? null : `refused otherwise: ${told} ≠ ${toTell}`;
}

/** With the opposite of each of its Boolean variables; null when it has none. */
function turnedRound({ query, variables }: Operation): Operation | null {
  const definitions = getOperationAST(parse(query))?.variableDefinitions ?? [];
  const flags = definitions.filter(({ type }) => /^Boolean!?$/.test(print(type)));
  if (!flags.length) return null;
  const turned = flags.map(({ variable: { name }, defaultValue }) => {
    const present = variables[name.value] ?? (defaultValue?.kind === 'BooleanValue' && defaultValue.value);
    return [name.value, !present] as const;
  });
  return { query, variables: { ...variables, ...Object.fromEntries(turned) } };
}
