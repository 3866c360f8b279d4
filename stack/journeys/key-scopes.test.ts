import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGateway } from '@marquee/gateway';
import {
  apiKeyOf,
  FieldScopes,
  keyFieldsOf,
  Meter,
  scopesOf,
  silentLogger,
  SubgraphExecutor,
  type Need,
  type Subgraph,
  type SubgraphRequest,
  type Viewer,
} from '@marquee/platform';
import { afterTests } from '@marquee/platform/testing';
import {
  buildASTSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  parse,
  type GraphQLEnumType,
  type GraphQLField,
} from 'graphql';
import { entityTypes } from './entity-paths';
import { modules } from '../src/modules';

const read = (name: string) => parse(readFileSync(join(__dirname, '../../schema', name), 'utf8'), { noLocation: true });
const sdl = readFileSync(join(__dirname, '../../schema/supergraph.graphql'), 'utf8');
const supergraph = read('supergraph.graphql');
const api = buildASTSchema(read('api.graphql'));
const SCOPES = (api.getType('ApiScope') as GraphQLEnumType).getValues().map(({ name }) => name);
const ROOTS = [api.getQueryType()!, api.getMutationType()!, api.getSubscriptionType()!];
/** The gateway's own, which is in no subgraph. */
const OWN = 'Query.rateLimit';

/** The key that was given the scope of this number. */
const keyOf = (n: number) => apiKeyOf(new Uint8Array(32).fill(n + 1));
const IDS = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string];
const KEY_VIEWER: Viewer = { id: IDS[0], username: 'robot', role: 'user', permissions: [], sessionId: IDS[1], keyId: IDS[2] };

const grant = ({ variables }: SubgraphRequest) => {
  const n = SCOPES.findIndex((_, number) => keyOf(number) === variables!['secret']);
  const { id, sessionId, keyId, ...who } = KEY_VIEWER;
  const scopes = [SCOPES[n]];
  return Promise.resolve({
    data: { apiKeyGrant: { ...who, userId: id, grantId: sessionId, keyId, scopes, origins: [], networks: [], lastsMs: 3_600_000 } },
  });
};

const subgraphs: Subgraph[] = modules.map((module) => {
  const schema = module.schema();
  const executor = new SubgraphExecutor(schema, (caller) => ({ caller }), silentLogger);
  return {
    name: module.name,
    schema,
    execute: (request) => executor.execute(request),
    subscribe: (request) => executor.subscribe(request),
    readiness: async () => ({}),
    drain: async () => {},
    runJob: async () => false,
    metrics: async () => '',
    statements: { count: 0 },
    meter: new Meter(),
    health: async () => ({ status: 'healthy', checks: { database: { ok: true, ms: 1 }, bus: { ok: true }, facts: null } }),
    stop: async () => {},
  };
});

/** To write includes to read. */
const covers = (scope: string, need: Need) =>
  need === 'any key' || (need !== 'no key' && (need.scope === scope || need.scope.replace(/_READ$/, '_WRITE') === scope));

/** A field alone, with the variables that it needs and nobody gives. */
function asking(kind: string, { name, args, type }: GraphQLField<unknown, unknown>): string {
  const needed = args.filter(isRequiredArgument);
  const declared = needed.length ? `(${needed.map((one) => `$${one.name}: ${String(one.type)}`).join(', ')})` : '';
  const given = needed.length ? `(${needed.map((one) => `${one.name}: $${one.name}`).join(', ')})` : '';
  return `${kind} Q${declared} { ${name}${given} ${isCompositeType(getNamedType(type)) ? '{ __typename }' : ''} }`;
}

describe('what a key needs (A21)', () => {
  const scopes = new FieldScopes(supergraph);
  let endpoint: string;

  /** The real gateway and the real schemas, without anything behind them: what is refused is refused before anybody is asked. */
  beforeAll(async () => {
    const gateway = await createGateway({
      supergraphSdl: sdl,
      subgraphs: subgraphs.map(({ execute, ...subgraph }) => ({
        ...subgraph,
        execute: (request) => (request.operationName === 'ApiKeyGrant' ? grant(request) : execute(request)),
      })),
      logger: silentLogger,
      port: 0,
      host: '127.0.0.1',
      settings: { rates: null, maxLoopLagMs: 0 },
    });
    afterTests(() => gateway.stop());
    endpoint = gateway.url;
  });

  /** The codes of the errors of an operation that does not run. */
  async function codes(token: string, query: string): Promise<string[]> {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-cost-dry-run': '1' },
      body: JSON.stringify({ query }),
    });
    const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors.map(({ extensions }) => extensions.code);
  }

  it('is said of each field of the root; and something of each kind is there', () => {
    const said = ROOTS.flatMap((root) =>
      Object.keys(root.getFields()).map((field) => [`${root.name}.${field}`, scopes.of(root.name, field)] as const),
    );
    expect(said.filter(([field, need]) => need === undefined && field !== OWN)).toEqual([]);
    const needs = new Set(said.map(([, need]) => (typeof need === 'object' ? need.scope : need)));
    expect([...SCOPES, 'no key', 'any key'].filter((need) => !needs.has(need as Need & string))).toEqual([]);
    // What changes something asks for more than to read.
    for (const field of Object.keys(api.getMutationType()!.getFields())) {
      const need = scopes.of('Mutation', field)!;
      expect([field, need === 'no key' || (typeof need === 'object' && need.scope.endsWith('_WRITE'))]).toEqual([field, true]);
    }
  });

  it.each(ROOTS.map((root) => [root.name, root] as const))(
    'holds for each field of %s and each scope',
    async (name, root) => {
      const wrong: string[] = [];
      for (const field of Object.values(root.getFields())) {
        const query = asking(name.toLowerCase(), field);
        const need = scopes.of(name, field.name) ?? 'any key';
        await Promise.all(
          SCOPES.map(async (scope, n) => {
            const secret = keyOf(n);
            const isRefused = (await codes(secret, query)).includes('FORBIDDEN');
            if (isRefused === covers(scope, need)) wrong.push(`${field.name} by ${scope}: ${isRefused ? 'refused' : 'let in'}`);
          }),
        );
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it('holds in each subgraph by itself, by reference too, for each field of each entity', async () => {
    const wrong: string[] = [];
    let looked = 0;
    for (const { name, schema, execute } of subgraphs) {
      const own = scopesOf(schema)!;
      const ask = async (query: string, granted: string[]) => {
        const viewer = { ...KEY_VIEWER, scopes: granted };
        const variables = { r: [] };
        const { data, errors } = await execute({ query, variables, caller: { viewer, correlationId: 'test' } });
        return data === undefined && errors?.[0]?.extensions?.['code'] === 'FORBIDDEN';
      };
      for (const type of entityTypes(schema)) {
        for (const field of Object.values(type.getFields())) {
          if (field.args.some(isRequiredArgument)) continue;
          const need = own.of(type.name, field.name);
          const isKey = field.name === 'id';
          if (!need && !isKey) wrong.push(`${name}: ${type.name}.${field.name} says nothing`);
          const named = getNamedType(field.type);
          const part = isCompositeType(named) ? `${field.name} { __typename }` : field.name;
          const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type.name} { ${part} } } }`;
          const withNone = await ask(query, []);
          const withIt = await ask(query, typeof need === 'object' ? [need.scope] : []);
          looked++;
          if (withNone !== (need === 'no key' || typeof need === 'object') || withIt !== (need === 'no key'))
            wrong.push(`${name}: ${type.name}.${field.name}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(200);
  });

  it('is said of each field of an entity in the supergraph but its keys', () => {
    const keys = keyFieldsOf(supergraph);
    const silent = [...keys].flatMap(([type, fields]) => {
      const object = api.getType(type);
      if (!isObjectType(object)) return [];
      return Object.keys(object.getFields())
        .filter((field) => !fields.has(field) && !scopes.of(type, field))
        .map((field) => `${type}.${field}`);
    });
    expect(silent).toEqual([]);
  });
});
