import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './client';

/** The newest mail of this subject to an address, read where developers read mails: at /dev/mail of the gateway. */
async function mailed(endpoint: string, address: string, subject: RegExp, holds: string): Promise<string> {
  const read = async (path: string) => (await fetch(new URL(path, endpoint))).text();
  return eventually(
    async () => {
      const rows = (await read('/dev/mail')).split('<tr>').filter((row) => row.includes(`<td>${address}</td>`) && subject.test(row));
      const path = /href="(\/dev\/mail\/[\w-]+)"/.exec(rows[0] ?? '')?.[1];
      return path ? read(path) : '';
    },
    (text) => text.includes(holds),
    20_000,
    `a mail to ${address}`,
  );
}

/** The token in it. */
export const mailedToken = async (endpoint: string, address: string, subject: RegExp): Promise<string> =>
  /#token=([\w-]+)/.exec(await mailed(endpoint, address, subject, '#token='))![1]!;

/** The code in the newest mail that has one, in English or in German. */
export const mailedCode = async (endpoint: string, address: string): Promise<string> =>
  /\b(\d{6}) (?:is the code|ist der Code)/.exec(
    await mailed(endpoint, address, /Your code to sign in|Dein Code zum Anmelden/, ' Marquee'),
  )![1]!;

/** The code in the newest short message to a number, read where developers read them: at /dev/messages of the gateway. */
export async function messagedCode(endpoint: string, number: string): Promise<string> {
  const page = await eventually(
    async () => {
      const rows = (await (await fetch(new URL('/dev/messages', endpoint))).text()).split('<tr>');
      return rows.find((row) => row.includes(`<td>${number}</td>`)) ?? '';
    },
    (text) => text !== '',
    20_000,
    `a message to ${number}`,
  );
  return /\b\d{6}\b/.exec(page.replace(/<td>[^<]*<\/td>/g, ''))![0];
}

export interface Sent {
  subject: string;
  text: string;
}

/** What lies in one of the folders where what is sent goes without a provider; read there, because pages count as requests. */
function sentIn(folder: string, fits: (item: Record<string, string>) => boolean): Sent[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^[\w-]+\.json$/.test(name)) : [];
  const items = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>);
  return items.filter(fits).map((item) => ({ subject: item['subject'] ?? item['title'] ?? '', text: item['text'] ?? '' }));
}

export const mailsTo = (dataDirectory: string, address: string): Sent[] => sentIn(join(dataDirectory, 'mails'), ({ to }) => to === address);
export const pushesTo = (dataDirectory: string, device: string): Sent[] =>
  sentIn(join(dataDirectory, 'pushes'), ({ token }) => token === device);
