import { randomUUID } from 'node:crypto';
import { aViewer } from '@marquee/platform/testing';
import { eligibility, type AnswerToEnter, type EligibilityCode } from '@marquee/schema/rules/eligibility';
import type { EventChanged } from '@marquee/schema/topics';
import fc from 'fast-check';
import { closedReasonOf } from '../src/modules/sales/sales-closed';
import { UpdateTicketTierDocument } from './generated/documents';
import { startWorld } from './world';

// What the rule says of the facts that were told is what checkout does with payments' own copies of them. The same for rsvp and the door,
// and what the query predicts there: subgraphs/events/tests/eligibility-property.ts.

const HOUR = 3_600_000;

const aWorld = fc.record({
  requirements: fc.record({
    requiresApproval: fc.boolean(),
    invitationOnly: fc.constantFrom(false, false, true),
    minPoints: fc.constantFrom(null, null, 5),
    minRating: fc.constantFrom(null, null, 50),
  }),
  status: fc.constantFrom<EventChanged['status'][]>('PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'CANCELLED', 'COMPLETED'),
  points: fc.nat(8),
  reputation: fc.nat(80),
  active: fc.constantFrom(true, true, true, true, false),
  invited: fc.boolean(),
  team: fc.constantFrom(false, false, false, true),
  answer: fc.constantFrom<(AnswerToEnter['status'] | null)[]>(null, 'INTERESTED', 'PENDING_APPROVAL'),
  approval: fc.constantFrom<AnswerToEnter['approval'][]>(null, 'APPROVED', 'APPROVED', 'DECLINED'),
  onSale: fc.constantFrom(true, true, true, false),
  places: fc.constantFrom(null, null, 0, 1),
  taken: fc.boolean(),
  wait: fc.constantFrom(0, 0, 0, 400),
});

/** What checkout answers where the rule says this. */
function answerFor(code: EligibilityCode): string {
  if (code === 'ELIGIBLE') return 'CheckoutSuccess';
  if (code === 'ACCOUNT_INACTIVE') return 'NotAllowed';
  if (code === 'SOLD_OUT') return 'SoldOut';
  const closed = closedReasonOf(code);
  return closed ? `SalesClosed ${closed}` : `NotEligible ${code}`;
}

/** Tries so many random worlds, and returns what stood in the way in them. */
export async function tryWorlds(numRuns: number): Promise<Set<string>> {
  const world = await startWorld();
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(aWorld, async (parts) => {
      const [buyer, organiser] = [aViewer(), aViewer()];
      const { requirements, places } = parts;
      const team = parts.team ? [{ userId: buyer.id, role: 'DOOR' as const }] : [];
      const event = await world.anEvent({ creatorId: organiser.id, requirements, team });
      const { eventId } = event;
      const tier = await world.aTier({ event, organiser, places });
      const item = { tierId: tier.id, quantity: 1 };
      if (parts.taken) await world.checkout(organiser, [item]);
      if (!parts.onSale) await world.run(organiser, UpdateTicketTierDocument, { input: { tierId: tier.id, onSale: false } });
      const { points, reputation, active, invited } = parts;
      await world.tell('user.updated', buyer.id, { userId: buyer.id, version: 1, active, points, reputation });
      await world.tell('event.invitation_changed', eventId, { eventId, version: 1, userId: buyer.id, invitedBy: organiser.id, invited });
      const answer = parts.answer && { status: parts.answer, approval: parts.approval, offered: false, tickets: 0, admitted: 0 };
      if (answer)
        await world.tell('attendance.changed', eventId, {
          ...{ attendanceId: randomUUID(), version: 1, eventId, userId: buyer.id, status: answer.status, previousStatus: null },
          ...{ visibility: 'PRIVATE', checkedInAt: null, offerExpiresAt: null, approval: answer.approval },
        });
      if (parts.status !== 'PUBLISHED') await world.anEvent({ ...event, version: 2, change: 'UPDATED', status: parts.status });
      world.clock.advance(parts.wait * HOUR);

      const { code } = eligibility('TICKET', {
        now: world.clock.now(),
        event: { status: parts.status, endsAt: new Date(event.endsAt), ticketed: true, requirements },
        person: { active, points, reputation, invited, team: parts.team },
        answer,
        sales: { onSale: parts.onSale, left: places === null ? Infinity : places - (parts.taken ? 1 : 0) },
      });
      const { __typename, reason, eligibility: refused } = await world.checkout(buyer, [item]);
      const outcome = [__typename, reason ?? refused].filter(Boolean).join(' ');
      expect(outcome).toBe(answerFor(code));
      seen.add(code);
    }),
    { numRuns, seed: 8 },
  );
  return seen;
}
