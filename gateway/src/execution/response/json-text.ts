/** Characters that JSON escapes: quotes, backslashes, control characters, and halves of surrogate pairs. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The JSON text of a string. Most strings need no escape, and testing that is cheaper than calling JSON.stringify for each. */
export const quote = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

/** The JSON text of any value that came as JSON. */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return Number.isFinite(value) ? `${value}` : 'null';
    default:
      return JSON.stringify(value) ?? 'null';
  }
}

/** The same, or null for a value nested deeper than the stack allows JSON.stringify to go; JSON.parse reads such a text all the same. */
export function jsonTextOrNull(value: unknown): string | null {
  if (typeof value !== 'object') return jsonText(value);
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}
