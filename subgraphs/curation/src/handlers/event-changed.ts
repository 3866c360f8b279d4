import type { FactHandler } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import type { Tx } from '../db';
import type { Intake } from '../modules/workflow/workflow.intake';

/** Keeps the copy of the event, screens its new text, and takes it out of the queue when there is nothing to decide any more. */
export const eventChanged =
  (intake: Intake): FactHandler<EventChanged, Tx> =>
  (fact, { tx, after }) =>
    intake.changed({ tx, after, correlationId: fact.headers.correlationId ?? fact.id }, fact.payload);
