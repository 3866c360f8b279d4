import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';

/** Throws unless this body comes from Marquee and is younger than five minutes: Standard Webhooks, which libraries of many languages check, too. */
export function verify(secret: string, headers: IncomingHttpHeaders, body: string): void {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => String(headers[name]));
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300)) throw new Error('too old');
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const isOurs = signatures!.split(' ').some((one) => {
    const [version, signature = ''] = one.split(',');
    const given = Buffer.from(signature, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!isOurs) throw new Error('not signed');
}

/** `heard` gets each delivery once: keep the ids where your data is, in the same transaction. */
export function listen(secret: string, heard: (type: string, data: unknown) => void): Server {
  const seen = new Set<string>();
  return createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    try {
      verify(secret, request.headers, body);
    } catch {
      return response.writeHead(400).end();
    }
    const id = String(request.headers['webhook-id']);
    if (!seen.has(id)) {
      const { type, data } = JSON.parse(body) as { type: string; data: unknown };
      heard(type, data);
      seen.add(id);
    }
    response.writeHead(204).end();
  });
}
