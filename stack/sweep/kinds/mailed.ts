import type { City } from '../city';

/** What stands behind `#token=` in the newest mail to an address that leads to the page, where developers read their mails; null without one. */
export async function mailedToken(city: City, address: string, page: string): Promise<string | null> {
  const read = async (path: string) => (await fetch(new URL(path, city.ground.urls[0]))).text();
  const rows = (await read('/dev/mail')).split('<tr>').filter((row) => row.includes(`<td>${address}</td>`));
  for (const row of rows) {
    const path = /href="(\/dev\/mail\/[\w-]+)"/.exec(row)?.[1];
    const token = path && new RegExp(`/${page}#token=([\\w-]+)`).exec(await read(path))?.[1];
    if (token) return token;
  }
  return null;
}

/** With which people registered. */
export const addressOf = (username: string): string => `${username}@sweep.test`;
