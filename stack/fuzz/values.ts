import fc, { type Arbitrary } from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
} from 'graphql';
import type { ArgumentValues } from '../../gateway/tests/random/generator';
import type { Surroundings } from './surroundings';

const UNKNOWN_IDS = ['00000000-0000-4000-8000-000000000000', 'nobody', '', '1', '../1'];
const BAD_CURSORS = ['', 'zzz', 'bm90IGEgY3Vyc29y'];
const ODD_TEXTS = ['', ' ', 'ß😀', '%', "'; --", '\u0000', 'a"b\\c\nd', 'constructor'];
const TORONTO = { latitude: [43.65, 43.7, 90, -91], longitude: [-79.38, -79.3, 180, 200] };
const RADII = [0, 1, 25, 1e6, -1];
/** Few of a list, mostly: a page of pages of pages is a large answer. The last ones are refused. */
const PAGES = [1, 2, 3, 4, 5];
const BAD_PAGES = [0, -1, 101, 2 ** 31 - 1];

/** Values for arguments and inputs: mostly such that mean something in the world, some that nothing fits, all valid for their type. */
export class Values implements ArgumentValues {
  constructor(private readonly world: Surroundings) {}

  /** `returns` is the type of the argument's field: an `id` is one of that. */
  argument(argument: GraphQLArgument, returns: GraphQLOutputType): Arbitrary<unknown> {
    return this.value(argument.type, argument.name, getNamedType(returns).name);
  }

  private value(type: GraphQLInputType, name: string, about: string): Arbitrary<unknown> {
    if (!isNonNullType(type))
      return fc.oneof({ weight: 12, arbitrary: this.present(type, name, about) }, { weight: 1, arbitrary: fc.constant(null) });
    return this.present(getNullableType(type), name, about);
  }

  private present(type: GraphQLInputType, name: string, about: string): Arbitrary<unknown> {
    if (isListType(type)) {
      const item = this.value(type.ofType, name, about);
      // One value stands for a list of one.
      return fc.oneof(
        { weight: 4, arbitrary: fc.array(item, { maxLength: 3 }) },
        { weight: 1, arbitrary: this.present(getNullableType(type.ofType), name, about) },
      );
    }
    if (isEnumType(type)) return fc.constantFrom(...type.getValues().map((value) => value.name));
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      return fc.record(Object.fromEntries(fields.map((field) => [field.name, this.value(field.type, field.name, about)])), {
        requiredKeys: fields.filter(isRequiredInputField).map((field) => field.name),
        noNullPrototype: true,
      });
    }
    return this.leaf(getNamedType(type).name, name, about);
  }

  private leaf(type: string, name: string, about: string): Arbitrary<unknown> {
    switch (type) {
      case 'ID':
        return this.id(name, about);
      case 'Int':
      case 'Long':
        return name === 'first' || name === 'last' ? mostly(PAGES, BAD_PAGES) : fc.constantFrom(1, 0, 2, 7, -1, 2 ** 31 - 1);
      case 'Float':
        return name in TORONTO ? fc.constantFrom(...TORONTO[name as keyof typeof TORONTO]) : fc.constantFrom(...RADII);
      case 'Boolean':
        return fc.boolean();
      case 'DateTime':
        return fc.constantFrom(...this.world.times);
      case 'URL':
        return fc.constantFrom('https://marquee.example/', 'http://a.example/b?c=d');
      default:
        return this.text(name, about);
    }
  }

  private id(name: string, about: string): Arbitrary<string> {
    const kind = name === 'id' ? about : capital(name.replace(/Ids?$/, ''));
    const own = this.world.ids[KINDS[kind] ?? kind] ?? [];
    const others = Object.values(this.world.ids).flatMap((ids) => ids.slice(0, 1));
    return mostly(own.length ? own : others, [...UNKNOWN_IDS, ...others]);
  }

  private text(name: string, about: string): Arbitrary<string> {
    if (name === 'after' || name === 'before') {
      const strange = Object.values(this.world.cursors).flatMap((cursors) => cursors.slice(0, 1));
      return mostly(this.world.cursors[about] ?? BAD_CURSORS, [...BAD_CURSORS, ...strange]);
    }
    const known = this.world.texts[name.replace(/s$/, '').replace('categorySlug', 'slug')] ?? this.world.texts.word ?? [];
    return mostly(known, ODD_TEXTS);
  }
}

/** Names in inputs that are not the name of their type. */
const KINDS: Readonly<Record<string, string>> = { Room: 'ChatRoom', Workflow: 'CurationWorkflow', Tier: 'TicketTier' };

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function mostly<T>(usual: readonly T[], odd: readonly T[]): Arbitrary<T> {
  return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
}
