/** Scalars of the API as they stand in JSON. `DateTime` is ISO 8601 with a zone; `Long` is a whole number that JSON holds exactly. */
export interface Scalars {
  readonly ID: string;
  readonly DateTime: string;
  readonly Long: number;
  readonly URL: string;
}

/** The same for code generators: `config: { scalars }`. */
export const scalars = { ID: 'string', DateTime: 'string', Long: 'number', URL: 'string' } as const satisfies Record<keyof Scalars, string>;
