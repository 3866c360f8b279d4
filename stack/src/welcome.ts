import type { StackSettings } from './env';

export const DEMO_PASSWORD = 'marquee-demo';
export const DEMO_SIGN_INS = ['member', 'organiser', 'curator', 'admin'].map((role) => ({ role, email: `${role}@demo.test` }));

/** What a person needs next: where it is, who to be, what to paste. */
export function welcome(gateway: { url: string }, settings: StackSettings, tookMs: number): string {
  const base = new URL(gateway.url).origin.replace('127.0.0.1', 'localhost');
  const socket = `${base.replace(/^http/, 'ws')}/graphql`;
  const query =
    '{ searchEvents(query: "jazz", first: 3) { totalCount nodes { id title startsAt venue { name } attendanceCounts { going available } } } }';
  const signIns = DEMO_SIGN_INS.map(({ role, email }) => `    ${role.padEnd(10)} ${email}`).join('\n');
  return `
Marquee is up (${(tookMs / 1000).toFixed(1)} s).

  Web app    ${base}/
  GraphQL    ${base}/graphql
  Socket     ${socket}
  Explorer   ${base}/explorer
  Docs       ${base}/docs
${settings.NODE_ENV !== 'production' ? `  Mails      ${base}/dev/mail\n  Messages   ${base}/dev/messages\n  Pushes     ${base}/dev/pushes\n` : ''}${settings.DEMO !== 'false' && settings.NODE_ENV !== 'production' ? `\n  Demo sign-ins, password ${DEMO_PASSWORD}:\n${signIns}\n` : ''}
  A first query:
    curl -s ${base}/graphql -H 'content-type: application/json' \\
      -d '${JSON.stringify({ query })}'

  Ctrl-C stops everything. The data stays in ${settings.DATABASE_URL ? 'your Postgres' : settings.DATA_DIR}.
`;
}
