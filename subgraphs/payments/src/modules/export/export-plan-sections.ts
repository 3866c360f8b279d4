import type { ExportSection } from '@marquee/platform';

/** What is kept of a person for plans. */
export const planSections: readonly ExportSection[] = [
  {
    table: 'billing_accounts',
    about: 'What is kept of you for plans.',
    where: 'user_id = $1',
    order: 'user_id',
    columns: {
      plan: 'What you have.',
      method_label: 'What it is paid with.',
      trial_used_at: 'When you began your trial (UTC).',
      created_at: 'When you first looked at plans (UTC).',
    },
  },
  {
    table: 'billing_subscriptions',
    about: 'Plans that you pay for, or paid for.',
    where: 'user_id = $1',
    order: 'created_at, id',
    columns: {
      plan: 'Which it is.',
      interval: 'How often it is paid.',
      status: 'How it stands.',
      price_minor: 'What a period costs, in the smallest unit of the currency.',
      currency: 'ISO 4217.',
      period_start: 'When the last period began (UTC).',
      period_end: 'When it ends, or ended (UTC).',
      ended_at: 'When the plan ended (UTC).',
      created_at: 'When it began (UTC).',
    },
  },
  {
    table: 'plan_invoices',
    about: 'What you paid for plans.',
    where: 'user_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number here.',
      plan: 'For what.',
      status: 'Whether it is paid.',
      amount_minor: 'How much, in the smallest unit of the currency.',
      refunded_minor: 'What was given back of it.',
      currency: 'ISO 4217.',
      period_start: 'From when on (UTC).',
      period_end: 'Until when (UTC).',
      paid_at: 'When it was paid (UTC).',
    },
  },
  {
    table: 'plan_refunds',
    about: 'What went back to you of plans.',
    where: 'invoice_id IN (SELECT id FROM plan_invoices WHERE user_id = $1)',
    order: 'created_at, id',
    columns: {
      invoice_id: 'Of what.',
      amount_minor: 'How much, in the smallest unit of the currency.',
      status: 'How it stands.',
      created_at: 'When it was promised (UTC).',
    },
  },
];
