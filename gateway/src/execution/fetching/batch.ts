import type { Fields } from '../../objects';
import type { Cursor } from '../response-paths';
import { keyText, type KeySelection } from './representations';

/** One requested entity, and the objects that get the fields the subgraph returns for it. */
export interface Target {
  readonly objects: Fields[];
  /** Which of the cursors each of the objects belongs to. */
  readonly cursors: number[];
}

/** The entities of one request: each different one once, however often it stands in the data. */
export class Batch {
  readonly targets: Target[] = [];
  /** For transports that take objects, and for those that take text: only one of the two is filled. */
  readonly representations: Fields[] = [];
  readonly texts: string[] = [];
  private readonly byText = new Map<string, Target>();
  private readonly byKey = new Map<readonly KeySelection[], Map<unknown, unknown>>();

  constructor(
    readonly cursors: readonly Cursor[],
    /** True when the text can be written from the plain parts of a key. */
    private readonly plainText: boolean,
    private readonly writes: boolean,
    private readonly represent: (object: Fields) => Fields | null,
    private readonly leftOut: Set<Fields>,
  ) {}

  /** `parts` are null when the representation is not plain. Objects that lack a needed field are left out. */
  add(object: Fields, cursor: number, parts: readonly KeySelection[] | null): void {
    if (!parts) return this.addByText(object, cursor);
    // Looking up the values one by one is cheaper than writing them as text, and there are many more objects than entities.
    let level = this.byKey.get(parts);
    if (!level) this.byKey.set(parts, (level = new Map()));
    const last = parts.length - 1;
    for (let at = 0; at <= last; at++) {
      const value = object[parts[at]!.name];
      // It was asked for: its absence is told where the fields are missing.
      if (value === undefined) return;
      if (typeof value === 'object' && value !== null) return this.addByText(object, cursor);
      const next = level.get(value);
      if (at === last) {
        if (next) return addTo(next as Target, object, cursor);
        const target = this.open(object, cursor, parts);
        if (target) level.set(value, target);
        return;
      }
      if (next) level = next as Map<unknown, unknown>;
      else {
        const deeper = new Map<unknown, unknown>();
        level.set(value, deeper);
        level = deeper;
      }
    }
  }

  private addByText(object: Fields, cursor: number): void {
    const representation = this.represent(object);
    if (!representation) return this.leaveOut(object);
    const text = JSON.stringify(representation);
    const same = this.byText.get(text);
    if (same) addTo(same, object, cursor);
    else this.byText.set(text, this.push(object, cursor, representation, text));
  }

  /** An object without the name of its type was answered wrongly: it is told where its fields are missing. */
  private leaveOut(object: Fields): void {
    if (object.__typename !== undefined) this.leftOut.add(object);
  }

  private open(object: Fields, cursor: number, parts: readonly KeySelection[]): Target | null {
    if (this.writes && this.plainText) return this.push(object, cursor, null, keyText(parts, object));
    const representation = this.represent(object);
    if (!representation) this.leaveOut(object);
    return representation && this.push(object, cursor, representation, null);
  }

  private push(object: Fields, cursor: number, representation: Fields | null, text: string | null): Target {
    const target: Target = { objects: [object], cursors: [cursor] };
    this.targets.push(target);
    if (this.writes) this.texts.push(text ?? JSON.stringify(representation));
    else this.representations.push(representation!);
    return target;
  }
}

function addTo(target: Target, object: Fields, cursor: number): void {
  target.objects.push(object);
  target.cursors.push(cursor);
}
