import type { ExportSection } from '@marquee/platform';

/** What this subgraph keeps of a person, as it is exported. A table with a person's id is here or below; a test looks. */
export const exportSections: readonly ExportSection[] = [
  {
    table: 'orders',
    about: 'Your orders.',
    where: 'user_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      event_id: 'The event.',
      status: 'How it stands.',
      total_minor: 'What they cost, in the smallest unit of the currency.',
      refunded_minor: 'What was given back of it.',
      currency: 'ISO 4217.',
      paid_at: 'When it was paid (UTC).',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'tickets',
    about: 'Your tickets.',
    where: 'holder_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      order_id: 'The order.',
      event_id: 'The event.',
      status: 'How it stands.',
      unit_price_minor: 'What it cost, in the smallest unit of the currency.',
      attendee_name: 'Whom it lets in, by name.',
      used_at: 'When it was used (UTC).',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'resales',
    about: 'Tickets that you offered for resale.',
    where: 'seller_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      ticket_id: 'The ticket.',
      price_minor: 'For how much, in the smallest unit of the currency.',
      currency: 'ISO 4217.',
      status: 'How it stands.',
      created_at: 'When it was offered (UTC).',
    },
  },
  {
    table: 'ticket_transfers',
    about: 'Tickets that you offered to others, or others to you.',
    where: 'from_id = $1 OR to_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      ticket_id: 'The ticket.',
      event_id: 'The event.',
      status: 'How it stands.',
      expires_at: 'Until when it could be taken (UTC).',
      created_at: 'When it was offered (UTC).',
    },
  },
  {
    table: 'refunds',
    about: 'What went back to you.',
    where: 'order_id IN (SELECT id FROM orders WHERE user_id = $1)',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      order_id: 'The order.',
      reason: 'Why.',
      status: 'How it stands.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'revenue_shares',
    about: 'Your part, as organiser or curator, of what others paid.',
    where: 'creator_id = $1 OR curator_id = $1',
    order: 'order_id',
    columns: {
      order_id: 'The order.',
      currency: 'ISO 4217.',
      total_minor: 'What was paid, in the smallest unit.',
      creator_minor: "The organiser's part.",
      curator_minor: "The curator's part.",
    },
  },
  {
    table: 'ledger_accounts',
    about: 'Your accounts in the ledger.',
    where: 'owner_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      kind: 'What for.',
      currency: 'ISO 4217.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'ledger_postings',
    about: 'What was posted to these accounts.',
    where: 'account_id IN (SELECT id FROM ledger_accounts WHERE owner_id = $1)',
    order: 'id',
    columns: {
      account_id: 'The account.',
      side: 'CREDIT: owed to you; DEBIT: taken back.',
      amount_minor: 'In the smallest unit of the currency.',
      currency: 'ISO 4217.',
    },
  },
  {
    table: 'people',
    name: 'profile_copy',
    about: 'What this part knows of you.',
    where: 'id = $1',
    order: 'id',
    columns: {
      points: 'Your points.',
      reputation: 'Your reputation, 0 to 100.',
    },
  },
];

/** Tables that are not exported, and why. */
export const notExported: Readonly<Record<string, string>> = {
  events: 'A copy of what another part of the platform owns, which exports it.',
  event_guests: 'A copy of what another part of the platform owns, which exports it.',
  event_invitations: 'A copy of what another part of the platform owns, which exports it.',
  organization_members: 'A copy of what another part of the platform owns, which exports it.',
  person_blocks: 'A copy of what another part of the platform owns, which exports it.',
  event_curators: 'A copy of what another part of the platform owns, which exports it.',
  group_members: 'A copy of what another part of the platform owns, which exports it.',
  export_tasks: 'The export itself.',
};
