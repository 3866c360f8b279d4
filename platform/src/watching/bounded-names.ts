/** The label of all names together that are too many to count each. */
export const OTHER = 'other';
const MAX_LENGTH = 80;

/**
 * Names that strangers choose (operations, clients), as values of labels: a limited number of different ones, in their order of
 * appearance, and `other` for the rest. A stranger who makes up names can hide among the rest, but not fill the memory.
 */
export class BoundedNames {
  private readonly known = new Set<string>();

  constructor(
    private readonly limit: number,
    /** These names have their place, no matter how many others come first. */
    reserved: Iterable<string> = [],
  ) {
    for (const name of reserved) this.known.add(name);
  }

  of(name: string): string {
    if (this.known.has(name)) return name;
    if (this.known.size >= this.limit || name.length > MAX_LENGTH) return OTHER;
    this.known.add(name);
    return name;
  }
}
