import type { Tender } from '../payment/payment-tender';

export interface BoxOfficeSaleView {
  tender: Tender | null;
  soldById: string;
  isToGuest: boolean;
  undoableUntil: Date;
}
