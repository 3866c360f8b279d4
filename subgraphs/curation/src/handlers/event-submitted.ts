import type { FactHandler } from '@marquee/platform';
import type { EventSubmitted } from '@marquee/schema/topics';
import type { Tx } from '../db';
import type { Intake } from '../modules/workflow/workflow.intake';

/** Somebody asks for review: screening, then the queue or, for a trusted creator, approval. */
export const eventSubmitted =
  (intake: Intake): FactHandler<EventSubmitted, Tx> =>
  (fact, { tx, after }) =>
    intake.submitted({ tx, after, correlationId: fact.headers.correlationId ?? fact.id }, fact.payload);
