import type { Statement } from '@marquee/platform';

/** How many decisions have named each. */
export const usesOfCannedReasons = (ids: readonly string[]): Statement => ({
  name: 'uses_of_canned_reasons',
  text: `SELECT c.id AS "cannedReasonId", (SELECT count(*)::int FROM decisions WHERE canned_reason_id = c.id)
      + (SELECT count(*)::int FROM case_acts WHERE canned_reason_id = c.id) AS uses
    FROM unnest($1::uuid[]) AS c(id)`,
  values: [[...ids]],
});
