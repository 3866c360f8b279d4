import type { Viewer } from '@marquee/platform';
import {
  ConfirmCashReturnedDocument,
  SellAtBoxOfficeDocument,
  UndoBoxOfficeSaleDocument,
  type SellAtBoxOfficeInput,
} from './generated/documents';
import { outcome, type Tier, type World } from './world';

/** Short ways to use a box office; what is sold is for a guest in cash unless said otherwise. */
export const sell = async (world: World, by: Viewer, tier: Pick<Tier, 'id'>, parts: Partial<SellAtBoxOfficeInput> = {}, quantity = 1) => {
  const to = 'toUserId' in parts || 'guestName' in parts ? {} : { guestName: 'Gwen Guest' };
  const input: SellAtBoxOfficeInput = { items: [{ tierId: tier.id, quantity }], tender: 'CASH', ...to, ...parts };
  return outcome((await world.run(by, SellAtBoxOfficeDocument, { input })).sellAtBoxOffice);
};

export const undo = async (world: World, by: Viewer, orderId: string, idempotencyKey?: string) =>
  outcome((await world.run(by, UndoBoxOfficeSaleDocument, { input: { orderId, idempotencyKey } })).undoBoxOfficeSale);

export const confirm = async (world: World, by: Viewer, refundId: string, idempotencyKey?: string) =>
  outcome((await world.run(by, ConfirmCashReturnedDocument, { input: { refundId, idempotencyKey } })).confirmCashReturned);

/** Of an event, as somebody sees it. */
export const owed = async (world: World, by: Viewer | null, eventId: string) =>
  (
    await world.entity(
      by,
      { __typename: 'Event', id: eventId },
      '{ cashToGiveBack(first: 10) { totalCount nodes { id status amount { amountMinor } order { id } } } }',
    )
  ).data!._entities[0].cashToGiveBack;

export const balanceOf = async (world: World, account: string) =>
  (await world.health()).balances.find((balance) => balance.account === account)?.balanceMinor ?? 0;
