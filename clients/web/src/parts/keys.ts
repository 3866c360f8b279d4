/**
 * A key for each thing that somebody wants done: the same while it is not known whether it was done, so that asking again does it once;
 * another one for the next thing, or as soon as the API has answered.
 */
export class RequestKeys {
  private open: { readonly what: string; readonly key: string } | null = null;

  constructor(private readonly fresh: () => string = () => crypto.randomUUID()) {}

  keyFor(input: object): string {
    const what = JSON.stringify(input);
    if (this.open?.what !== what) this.open = { what, key: this.fresh() };
    return this.open.key;
  }

  answered(): void {
    this.open = null;
  }
}
