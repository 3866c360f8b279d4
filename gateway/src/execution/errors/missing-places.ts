import type { Fields } from '../../objects';
import type { Batch } from '../fetching/batch';
import { responsePaths, type ResponsePath } from '../response-paths';
import type { Run } from '../run';

/** Returns the client's fields that a fetch would have filled in an object at a plan's path. */
export type MissingKeys = (object: Fields, path: readonly string[]) => readonly (readonly string[])[];

/** A failed fetch is reported at each field it left empty, but not more often than this. */
const MAX_ERRORS_OF_ONE_FAILURE = 100;

/** The places of the response that stay empty because a request for entities failed. Made only then, because it walks the data. */
export class MissingPlaces {
  private readonly known: (Map<Fields, ResponsePath[]> | undefined)[] = [];

  constructor(
    private readonly run: Run,
    private readonly batch: Batch,
    private readonly missingKeys: MissingKeys,
  ) {}

  /** Every place of the entity that was requested at this index; null when none was. */
  placesOf(index: number): ResponsePath[] | null {
    const target = this.batch.targets[index];
    return target ? target.objects.flatMap((object, at) => this.locate(object, target.cursors[at]!)) : null;
  }

  /** Every field that the request would have filled. */
  all(): ResponsePath[] {
    const { targets, cursors } = this.batch;
    const places = targets.flatMap((target) =>
      target.objects.flatMap((object, at) => {
        const cursor = target.cursors[at]!;
        const keys = this.missingKeys(object, cursors[cursor]!.path);
        return this.locate(object, cursor).flatMap((place) => keys.map((key) => [...place, ...key]));
      }),
    );
    return places.slice(0, MAX_ERRORS_OF_ONE_FAILURE);
  }

  private locate(object: Fields, cursor: number): readonly ResponsePath[] {
    this.known[cursor] ??= responsePaths(this.run.data, this.batch.cursors[cursor]!.path);
    return this.known[cursor].get(object) ?? [];
  }
}
