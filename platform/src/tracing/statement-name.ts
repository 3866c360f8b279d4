const TABLE = /\b(?:from|into|update|join)\s+(?:only\s+)?((?:"?\w+"?\.)*"?\w+"?)/i;
const OPERATION = /^\s*(?:\/\*.*?\*\/\s*)*(\w+)/s;
/** Further on is no table that says more. */
const LOOK_AT = 2_000;

/** What a statement does, with what: `SELECT users`. Its text stays here: values may stand in it. */
export function statementName(text: string): string {
  const start = text.slice(0, LOOK_AT);
  const operation = OPERATION.exec(start)?.[1]?.toUpperCase() ?? 'SQL';
  const table = TABLE.exec(start)?.[1]?.replaceAll('"', '').split('.').at(-1);
  return table ? `${operation} ${table}` : operation;
}
