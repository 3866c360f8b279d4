import type { Pool } from 'pg';
import type { Clock } from '../clock';
import type { HeavyThread } from '../heavy';
import type { Logger } from '../logger';
import { isAdopted, type AdoptionRule } from './adoption';
import { isHeldOut } from './held-out';
import type { Lesson, LessonResult } from './lesson';
import { ModelVersions, type ModelVersion, type StoredModel } from './versions';

/** What a subject is told by; `group` is what must not stand on both sides of the split, for example an event's id. */
export interface KnownExample<Example> {
  group: string;
  at: Date;
  example: Example;
}

export interface LearnedModelOptions<Example, Model, Figures> {
  name: string;
  /** Of the parameters, by any name: parameters of another format are not read. Change it with the features. */
  format: string;
  /** Path of the `.heavy.ts` file whose default export is the `lesson`. */
  lesson: string;
  read(parameters: Uint8Array): Model | null;
  /**
   * How many examples came after a moment (null: ever), counted no further than `most`. Left out: what `examples` tells is counted, which
   * reads all of them for it.
   */
  news?(after: Date | null, most: number): Promise<number>;
  /** What there is to learn from; bounded, newest first. */
  examples(): Promise<readonly KnownExample<Example>[]>;
  /** A training waits for so many examples that came since the last one. */
  learnAfter: number;
  rule: AdoptionRule<Figures>;
}

export interface LearnedModelParts {
  db: { pool: Pick<Pool, 'query'> };
  heavy: Pick<HeavyThread, 'run'>;
  clock: Clock;
  logger: Logger;
}

export interface ModelInUse<Model> {
  /** 0 is the one that no example has taught. */
  version: number;
  model: Model;
}

/** How old the knowledge of the version in use may be. */
const LOOK_AFTER_MS = 60_000;

/** Models that no example has taught, by lesson and format: always the same, so a process trains each once. */
const untaught = new Map<string, Promise<Uint8Array>>();

/**
 * A model that is learned and goes on learning. It begins with what its lesson makes of no examples; what was trained is kept in the
 * subgraph's database with its figures, and used by all replicas when it was adopted. Whatever fails leaves the model in use as it is.
 */
export class LearnedModel<Example, Model, Figures> {
  readonly versions: ModelVersions<Figures>;
  private loaded: Promise<ModelInUse<Model> & { parameters: Uint8Array }> | undefined;
  private lookedAt = 0;

  constructor(
    private readonly parts: LearnedModelParts,
    private readonly options: LearnedModelOptions<Example, Model, Figures>,
  ) {
    this.versions = new ModelVersions(parts.db.pool, options.name);
  }

  /** The model in use. Looks beside the request whether another replica has trained a better one: the next one gets it. */
  current(): Promise<ModelInUse<Model>> {
    if (this.loaded && this.now() - this.lookedAt >= LOOK_AFTER_MS) {
      this.lookedAt = this.now();
      this.refresh().catch((error: unknown) =>
        this.parts.logger.warn({ err: error, model: this.options.name }, 'a model was not looked for'),
      );
    }
    return this.load();
  }

  /** The number of the version that all replicas use, at the latest a minute after its training. */
  versionInUse(): Promise<number> {
    return this.versions.versionInUse(this.options.format);
  }

  /** Takes over what another replica has trained meanwhile. */
  async refresh(): Promise<void> {
    const [newest, known] = [await this.versionInUse(), await this.load()];
    if (newest === known.version) return;
    // The old one serves until the new one is here.
    const next = await this.read();
    this.loaded = Promise.resolve(next);
  }

  /**
   * Trains, but on what is held out, and adopts the result if it does not do worse there than the present one and than the baseline. Does
   * nothing while too few examples came since the last training. Returns what became of it.
   */
  async learn(): Promise<Omit<ModelVersion<Figures>, 'trainedAt'> | null> {
    const { name, format, rule, learnAfter, news } = this.options;
    const trainedAt = this.parts.clock.now();
    const last = await this.versions.lastTrainedAt();
    if (news && (await news(last, learnAfter)) < learnAfter) return null;
    const examples = await this.options.examples();
    if (examples.filter(({ at }) => !last || at > last).length < learnAfter) return null;

    const side = (heldOut: boolean) => examples.filter(({ group }) => isHeldOut(group) === heldOut).map(({ example }) => example);
    const [learned, heldOut] = [side(false), side(true)];
    // What is compared with an older one than is in use is not adopted, and its examples are no news any more.
    await this.refresh();
    const present = await this.load();
    const { parameters, comparison } = await this.train({ learned, heldOut, present: present.parameters });
    const row = { learned: learned.length, heldOut: heldOut.length };
    const { version, adopted } = await this.versions.add({
      ...row,
      format,
      parameters,
      comparison: comparison!,
      adopted: isAdopted(comparison!, heldOut.length, rule),
      comparedWith: present.version,
      trainedAt,
    });
    if (adopted) this.loaded = Promise.resolve(this.modelOf({ version, parameters }));
    this.parts.logger.info({ model: name, version, adopted, ...row, ...comparison }, 'a model was trained');
    return { version, adopted, ...row, ...comparison! };
  }

  private load() {
    if (!this.loaded) {
      this.lookedAt = this.now();
      // A failed load is not kept: the next one who asks tries again.
      this.loaded = this.read().catch((error: unknown) => {
        this.loaded = undefined;
        throw error;
      });
    }
    return this.loaded;
  }

  private async read() {
    const stored = await this.versions.inUse(this.options.format);
    return this.modelOf(stored ?? { version: 0, parameters: await this.untaught() });
  }

  private modelOf({ version, parameters }: StoredModel) {
    const model = this.options.read(parameters);
    if (!model) throw new Error(`The model ${this.options.name} cannot be read: its format has changed without its name.`);
    return { version, model, parameters };
  }

  private untaught(): Promise<Uint8Array> {
    const key = `${this.options.lesson} ${this.options.format}`;
    const known = untaught.get(key);
    if (known) return known;
    const trained = this.train({ learned: [], heldOut: [], present: null }).then(({ parameters }) => parameters);
    untaught.set(key, trained);
    trained.catch(() => untaught.delete(key));
    return trained;
  }

  private train(task: Lesson<Example>): Promise<LessonResult<Figures>> {
    return this.parts.heavy.run<Lesson<Example>, LessonResult<Figures>, never>(this.options.lesson, task);
  }

  private now = () => this.parts.clock.now().getTime();
}
