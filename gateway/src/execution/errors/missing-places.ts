import type { Batch } from '../fetching/batch';
import type { Fields } from '../../objects';
import { places, type ResponsePath } from '../response-paths';
import type { Run } from '../run';

/** The client's fields that a fetch would have filled in an object at a plan's path. */
export type Heads = (object: Fields, path: readonly string[]) => readonly (readonly string[])[];

/** A failed fetch is reported at each field it left empty, but not more often than this. */
const MAX_ERRORS_OF_ONE_FAILURE = 100;

/** Where in the response things are missing after a request for entities failed. Made only then: it walks the data. */
export class Losses {
  private readonly known: (Map<Fields, ResponsePath[]> | undefined)[] = [];

  constructor(
    private readonly run: Run,
    private readonly batch: Batch,
    private readonly heads: Heads,
  ) {}

  /** Every place where the entity stands that was asked for at this index; null when none was. */
  placesOf(index: number): ResponsePath[] | null {
    const target = this.batch.targets[index];
    return target ? target.objects.flatMap((object, at) => this.locate(object, target.cursors[at]!)) : null;
  }

  emptyPlaces(): ResponsePath[] {
    const { targets, cursors } = this.batch;
    const all = targets.flatMap((target) =>
      target.objects.flatMap((object, at) => {
        const cursor = target.cursors[at]!;
        const keys = this.heads(object, cursors[cursor]!.path);
        return this.locate(object, cursor).flatMap((place) => keys.map((key) => [...place, ...key]));
      }),
    );
    return all.slice(0, MAX_ERRORS_OF_ONE_FAILURE);
  }

  private locate(object: Fields, cursor: number): readonly ResponsePath[] {
    this.known[cursor] ??= places(this.run.data, this.batch.cursors[cursor]!.path);
    return this.known[cursor].get(object) ?? [];
  }
}
