import { createHash } from 'node:crypto';
import type { PublicResponse } from '@marquee/platform';
import { escaped } from '../mail/mail-letter';
import { wordsOf } from './oauth-scopes';
import { shownUserCode } from './oauth-secret';
import type { CodeRequest, DeviceRequest } from './oauth.types';

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.4rem;line-height:1.3}img{width:64px;height:64px;object-fit:contain;border-radius:12px}label{display:block;margin:.8rem 0 .2rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #888;border-radius:6px}
button{font:inherit;padding:.5rem 1.2rem;margin:1.2rem .5rem 0 0;border:1px solid #444;border-radius:6px;cursor:pointer}
button[value=allow]{background:#1a5fb4;border-color:#1a5fb4;color:#fff}[role=alert]{border-left:4px solid #c01c28;padding-left:.8rem}small{color:#666}`;
const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** What a page needs beside what it asks about. */
export interface Asked {
  request: CodeRequest | DeviceRequest;
  /** As the browser came with it: what is decided about is read from it anew. */
  query: string;
  /** What was typed in as a name. */
  username?: string;
  /** The password was right: the code of the second factor is asked for. */
  challenge?: { token: string; methods: readonly string[] } | undefined;
  /** What was wrong with what was typed. */
  fault?: string | undefined;
  note?: string | undefined;
}

/** Asks whether an app may act for a person, who shows that it is them in the same form: no cookie says who somebody is. */
export function consentPage({ request, query, username = '', challenge, fault, note }: Asked, status = 200): PublicResponse {
  const { app, scopes } = request;
  const list = wordsOf(scopes).map((words) => `<li>${escaped(words)}</li>`);
  const logo = app.logoUrl ? `<img src="${escaped(app.logoUrl)}" alt="" referrerpolicy="no-referrer">` : '';
  const site = new URL(app.websiteUrl).host;
  const about = `<p><small>Made by @${escaped(app.user.username)}, <a href="${escaped(app.websiteUrl)}" rel="noreferrer noopener">${escaped(site)}</a>. The platform has not checked who that is.</small></p>`;
  const device =
    request.kind === 'device'
      ? `<p>Go on only if the device in front of you shows <strong>${escaped(shownUserCode(request.userCode))}</strong>. Nobody else may send you such a code.</p>`
      : '';
  const where = request.kind === 'code' ? `<p><small>You are sent back to ${escaped(new URL(request.redirectUri).host)}.</small></p>` : '';
  const words = `<p>It wants to:</p><ul>${list.join('')}</ul><p>You can take that back at any time in the settings of the app of the platform.</p>`;
  const alert = fault ? `<p role="alert">${escaped(fault)}</p>` : '';
  const told = note ? `<p role="status">${escaped(note)}</p>` : '';
  const fields = challenge ? codeFields(challenge) : passwordFields(username);
  const hidden = [
    hiddenField('query', query),
    ...(challenge ? [hiddenField('challenge', challenge.token), hiddenField('methods', challenge.methods.join(' '))] : []),
  ];
  const buttons = `<button name="decision" value="allow">Allow</button><button name="decision" value="deny" formnovalidate>Do not allow</button>`;
  const form = `<form method="post" autocomplete="on">${hidden.join('')}${fields}${buttons}${challenge ? sendButtons(challenge.methods) : ''}</form>`;
  const body = `${logo}<h1>May ${escaped(app.name)} act for you?</h1>${about}${device}${words}${alert}${told}${form}${where}`;
  return page(status, `May ${app.name} act for you?`, body, request);
}

const passwordFields = (username: string) =>
  `<label for="username">Username or e-mail address</label><input id="username" name="username" value="${escaped(username)}" autocomplete="username" autocapitalize="none" required>` +
  `<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>`;

const codeFields = ({ methods }: { methods: readonly string[] }) =>
  `<label for="code">${methods.includes('TOTP') ? 'Code of your authenticator app, or a backup code' : 'Code that was sent to you'}</label><input id="code" name="code" autocomplete="one-time-code" required>`;

const SENT: Readonly<Record<string, string>> = { EMAIL: 'Mail me a code', SMS: 'Send me a code by short message' };
const sendButtons = (methods: readonly string[]) =>
  methods
    .filter((method) => SENT[method])
    .map((method) => `<button name="decision" value="send ${method}" formnovalidate>${SENT[method]}</button>`)
    .join('');

const hiddenField = (name: string, value: string) => `<input type="hidden" name="${name}" value="${escaped(value)}">`;

/** Asks a person for what their device shows. */
export const userCodePage = (fault?: string): PublicResponse =>
  page(
    fault ? 400 : 200,
    'Let a device in',
    `<h1>Let a device in</h1>${fault ? `<p role="alert">${escaped(fault)}</p>` : ''}<form method="get"><label for="user_code">Which code does it show?</label><input id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" required><button>Go on</button></form>`,
  );

/** Says something, and nothing can be done but to go back, where `back` leads. */
export function wordsPage(status: number, title: string, words: string, back?: string): PublicResponse {
  const link = back ? `<p><a href="${escaped(back)}" rel="noreferrer noopener">Go back to ${escaped(new URL(back).host)}</a></p>` : '';
  return page(status, title, `<h1>${escaped(title)}</h1><p>${escaped(words)}</p>${link}`);
}

function page(status: number, title: string, body: string, request?: CodeRequest | DeviceRequest): PublicResponse {
  // Browsers hold what follows of a form to it, too.
  const back = request?.kind === 'code' ? ` ${sourceOf(new URL(request.redirectUri))}` : '';
  const logo = request?.app.logoUrl ? ` img-src ${new URL(request.app.logoUrl).origin};` : '';
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src ${STYLE_HASH};${logo} form-action 'self'${back}; base-uri 'none'; frame-ancestors 'none'`,
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${STYLE}</style><main>${body}</main></html>\n`,
  };
}

/** As a policy names it: of addresses in numbers behind IPv4 a policy knows none, but for all of their scheme. */
const sourceOf = ({ protocol, hostname, origin }: URL): string => (hostname.startsWith('[') ? protocol : origin);
