import fc, { type Arbitrary } from 'fast-check';
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLInputType,
} from 'graphql';
import type { ArgumentValues } from '../../random/generator';
import type { Data } from '../supergraph';

const ODD_TEXTS = ['', ' ', 'a"b\\c\nd', '\u2028', 'ß😀', 'constructor', '"""'];
const NUMBERS = [1, 0, -1, 2, 2 ** 31 - 1, -(2 ** 31)];
const MAX_LEVELS = 3;

/** Values for the arguments of a small supergraph: mostly texts and ids of its own data, so that questions have answers. */
export class ValuesOf implements ArgumentValues {
  private readonly texts: readonly string[];

  constructor(data: Data) {
    this.texts = [...textsIn(data, new Set())].slice(0, 40);
  }

  argument({ type }: GraphQLArgument): Arbitrary<unknown> {
    return this.value(type, MAX_LEVELS);
  }

  private value(type: GraphQLInputType, levels: number): Arbitrary<unknown> {
    if (isNonNullType(type)) return this.present(getNullableType(type), levels);
    return fc.oneof({ weight: 8, arbitrary: this.present(type, levels) }, { weight: 1, arbitrary: fc.constant(null) });
  }

  private present(type: GraphQLInputType, levels: number): Arbitrary<unknown> {
    if (isListType(type)) {
      // One value stands for a list of one.
      return fc.oneof(
        { weight: 4, arbitrary: fc.array(this.value(type.ofType, levels), { maxLength: 3 }) },
        { weight: 1, arbitrary: this.present(getNullableType(type.ofType), levels) },
      );
    }
    if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => levels > 0 || isRequiredInputField(field));
      return fc.record(Object.fromEntries(fields.map((field) => [field.name, this.value(field.type, levels - 1)])), {
        requiredKeys: fields.filter(isRequiredInputField).map(({ name }) => name),
        noNullPrototype: true,
      });
    }
    return this.scalar(String(type));
  }

  private scalar(name: string): Arbitrary<unknown> {
    switch (name) {
      case 'Int':
        return fc.constantFrom(...NUMBERS);
      case 'Float':
        return fc.constantFrom(...NUMBERS, 0.5, -1e10);
      case 'Boolean':
        return fc.boolean();
      case 'String':
      case 'ID':
        return fc.oneof(...(this.texts.length ? [{ weight: 8, arbitrary: fc.constantFrom(...this.texts) }] : []), {
          weight: 1,
          arbitrary: fc.constantFrom(...ODD_TEXTS),
        });
      // A scalar of the supergraph's own, which takes anything.
      default:
        return fc.oneof(fc.constantFrom(...NUMBERS, ...ODD_TEXTS, true), fc.constant({ a: [1, { b: null }], c: 'x' }));
    }
  }
}

function* textsIn(value: unknown, seen: Set<unknown>): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const one of Object.values(value)) yield* textsIn(one, seen);
}
