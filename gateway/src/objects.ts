/** An object of a response: from a subgraph, or for the client. */
export type Fields = Record<string, unknown>;

/**
 * Names that every plain object inherits. `{ constructor: name }` is a valid query, so any of them may be a response key: reading one
 * must not find the inherited member, and writing `__proto__` must not change the object's prototype.
 */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

export const isInherited = (name: string): boolean => INHERITED.has(name);

export function read(object: Fields, key: string): unknown {
  return INHERITED.has(key) && !Object.hasOwn(object, key) ? undefined : object[key];
}

export function write(object: Fields, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { configurable: true, enumerable: true, writable: true, value });
  else object[key] = value;
}

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
