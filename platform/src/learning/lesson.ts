import type { HeavyWork } from '../heavy';
import type { Comparison } from './adoption';

/** How one subject is learned: pure, because it runs in a thread of its own (`<noun>.heavy.ts`). */
export interface Learner<Example, Model, Figures> {
  /** Learns from the examples and from what is always there, for example a corpus; without examples it makes the model to begin with. */
  train(examples: readonly Example[]): Model | Promise<Model>;
  write(model: Model): Uint8Array;
  /** Null when the bytes are of another kind of model. */
  read(bytes: Uint8Array): Model | null;
  /** How the model does on examples that it did not learn from. */
  measure(model: Model, heldOut: readonly Example[]): Figures;
  /** How the simplest thing does that needs no learning; measured alike. */
  baseline(heldOut: readonly Example[], learned: readonly Example[]): Figures;
}

/** What the thread is given. */
export interface Lesson<Example> {
  learned: readonly Example[];
  heldOut: readonly Example[];
  /** The model in use; null when there is none: then nothing is compared. */
  present: Uint8Array | null;
}

/** What the thread returns. */
export interface LessonResult<Figures> {
  parameters: Uint8Array;
  comparison: Comparison<Figures> | null;
}

/** The work of a `.heavy.ts` file that trains: `export default lesson(learner)`. */
export const lesson =
  <Example, Model, Figures>(learner: Learner<Example, Model, Figures>): HeavyWork<Lesson<Example>, LessonResult<Figures>> =>
  async ({ learned, heldOut, present }) => {
    const candidate = await learner.train(learned);
    const parameters = learner.write(candidate);
    if (!present) return { parameters, comparison: null };
    const known = learner.read(present);
    if (!known) throw new Error('The model in use cannot be read: its format has changed without its name.');
    const comparison = {
      candidate: learner.measure(candidate, heldOut),
      present: learner.measure(known, heldOut),
      baseline: learner.baseline(heldOut, learned),
    };
    return { parameters, comparison };
  };
