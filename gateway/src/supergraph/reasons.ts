/** Everything that an error says, and what caused it: for operators, in full. */
export function wholeReason(error: unknown): string {
  const parts: string[] = [];
  for (let one: unknown = error; one instanceof Error; one = one.cause) if (!parts.includes(one.message)) parts.push(one.message);
  return parts.length ? parts.join('\n') : String(error);
}
