import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildSchema, OperationTypeNode, parse, visit } from 'graphql';
import { writeOperation } from '../../gateway/tests/random/document';
import { Generator } from '../../gateway/tests/random/generator';
import type { Surroundings } from './surroundings';
import { Values } from './values';

const schema = buildSchema(readFileSync(join(__dirname, '../../schema/api.graphql'), 'utf8'));
const surroundings: Surroundings = {
  ids: { User: ['u1'], Event: ['e1'] },
  cursors: {},
  texts: { word: ['jazz'] },
  times: ['2026-11-21T12:00:00.000Z'],
};
const generator = new Generator(schema, new Values(surroundings), { popular: ['User', 'Event', 'PageInfo'] });
const seen = { seed: 3, numRuns: 200 };

test('every wish is written as a valid document, which is the same each time', () => {
  fc.assert(
    fc.property(generator.queries(), (wish) => {
      // Throws when graphql-js finds a fault.
      const once = writeOperation(schema, wish, OperationTypeNode.QUERY);
      expect(writeOperation(schema, wish, OperationTypeNode.QUERY)).toEqual(once);
    }),
    seen,
  );
});

test('every root field, every kind of fragment, condition and variable comes up', () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(generator.queries(), (wish) => {
      const { query, variables } = writeOperation(schema, wish, OperationTypeNode.QUERY);
      const document = parse(query);
      if (Object.values(variables).includes(null)) met.add('a null as variable');
      visit(document, {
        enter(node) {
          met.add(node.kind);
          if (node.kind === 'Directive') met.add(`@${node.name.value}`);
          if (node.kind === 'VariableDefinition') met.add(node.defaultValue ? 'default' : 'no default');
          if (node.kind === 'Field') met.add(node.name.value).add(node.alias ? 'alias' : 'no alias');
        },
      });
    }),
    { ...seen, numRuns: 1_000 },
  );
  const expected = [
    'InlineFragment',
    'FragmentSpread',
    'FragmentDefinition',
    '@skip',
    '@include',
    'default',
    'no default',
    'alias',
    '__typename',
  ];
  const values = [
    'ListValue',
    'ObjectValue',
    'EnumValue',
    'NullValue',
    'IntValue',
    'FloatValue',
    'BooleanValue',
    'StringValue',
    'Variable',
  ];
  const roots = Object.keys(schema.getQueryType()!.getFields());
  expect([...expected, ...values, 'a null as variable', ...roots].filter((one) => !met.has(one))).toEqual([]);
});

test('mutations are valid too', () => {
  const mutations = generator.mutations(Object.keys(schema.getMutationType()!.getFields()));
  fc.assert(
    fc.property(mutations, (wish) => {
      expect(writeOperation(schema, wish, OperationTypeNode.MUTATION).query).toMatch(/^mutation/);
    }),
    seen,
  );
});
