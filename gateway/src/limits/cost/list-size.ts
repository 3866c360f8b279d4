import { Kind, valueFromASTUntyped, type FieldNode, type GraphQLField } from 'graphql';
import type { VariableValues } from './arguments';
import type { Reckoning, Term } from './terms';
import type { ListSize } from './weights';

/** Items of a list whose length the SDL does not give. */
export const DEFAULT_LIST_SIZE = 10;

/** The field requires exactly one of its slicing arguments, and got none or several. */
export class SlicingRefused {
  readonly message: string;

  constructor(coordinate: string, names: readonly string[], given: number) {
    this.message = `${coordinate} takes exactly one of its arguments ${names.join(', ')}, but ${given === 0 ? 'none is' : `${given} are`} given.`;
  }
}

export interface AskedSize {
  readonly size: Term;
  /** Null when there is nothing to check. */
  readonly check: ((reckoning: Reckoning) => SlicingRefused | null) | null;
}

/** How many items a field is asked for: the largest slicing argument, or else what the SDL assumes. */
export function sizeOf(
  coordinate: string,
  { assumedSize, slicingArguments, requiresOneSlicingArgument }: ListSize,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  values: VariableValues,
): AskedSize {
  const assumed = assumedSize ?? DEFAULT_LIST_SIZE;
  const slices = slicingArguments.map((name) => slice(name, definition, node, values));
  const sizeFor = (reckoning: Reckoning | null): number => {
    const numbers = slices.flatMap(({ value }) => {
      const number = typeof value === 'function' ? reckoning && value(reckoning) : value;
      // A negative number is wrong, and must not be cheaper than none, whatever its owner makes of it.
      return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? [number] : [];
    });
    return numbers.length ? Math.max(...numbers) : assumed;
  };
  const isConstant = slices.every(({ value }) => typeof value !== 'function');
  const size: Term = isConstant ? sizeFor(null) : sizeFor;
  if (!requiresOneSlicingArgument) return { size, check: null };
  return {
    size,
    check: (reckoning) => {
      const present = slices.filter(
        ({ given, value }) => given && isPresent(typeof value === 'function' ? value(reckoning) : value),
      ).length;
      // An argument with a default counts as given where none is written.
      const count = present || slices.filter(({ fallback }) => isPresent(fallback)).length;
      return count === 1 ? null : new SlicingRefused(coordinate, slicingArguments, count);
    },
  };
}

interface Slice {
  /** Written in the document. */
  readonly given: boolean;
  readonly value: unknown;
  readonly fallback: unknown;
}

function slice(name: string, definition: GraphQLField<unknown, unknown>, node: FieldNode, values: VariableValues): Slice {
  const fallback = definition.args.find((argument) => argument.name === name)?.defaultValue;
  const written = node.arguments?.find((argument) => argument.name.value === name)?.value;
  if (!written) return { given: false, value: fallback, fallback };
  if (written.kind !== Kind.VARIABLE) return { given: true, value: valueFromASTUntyped(written), fallback };
  const read = ({ variables }: Reckoning) => {
    const value = values.get(variables, written.name.value);
    return value === undefined ? fallback : value;
  };
  return { given: true, value: read, fallback };
}

const isPresent = (value: unknown) => value !== undefined && value !== null;
