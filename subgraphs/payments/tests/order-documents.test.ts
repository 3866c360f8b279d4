import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, meetingOf, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import decodeQR from 'qr/decode.js';
import { extractText, getDocumentProxy } from 'unpdf';
import { qrOf } from '../src/modules/document/document-drawing';
import { startWorld, type Tier, type World } from './world';

const PARTS = `{ id kind number seller { name address taxNumber } billTo { name taxNumber } eventTitle notes url corrects { number }
  lines { text quantity unitPrice { amountMinor } net { amountMinor } tax { amountMinor } taxName taxBasisPoints taxMode }
  net { amountMinor } tax { amountMinor } total { amountMinor currency } }`;
const OF_ORDER = `query($id: ID!) { order(id: $id) { documents ${PARTS} } }`;
const MINE = `query($first: Int, $after: String) { myDocuments(first: $first, after: $after) { totalCount nodes { id number } pageInfo { hasNextPage endCursor } } }`;
const SOLD = `query($id: ID) { sellerDocuments(organizationId: $id) { totalCount nodes { number } } }`;
const SELLER = `mutation($input: SetSellerDetailsInput!) { setSellerDetails(input: $input) { __typename ... on UserError { message } ... on SetSellerDetailsSuccess { seller { name version } } } }`;
const CHECKOUT = `mutation($input: CheckoutInput!) { checkout(input: $input) { __typename ... on UserError { message } ... on CheckoutSuccess { order { id } payment { id } } } }`;
const TICKET = `mutation($input: MakeTicketPdfInput!) { makeTicketPdf(input: $input) { __typename ... on UserError { message } ... on MakeTicketPdfSuccess { url expiresAt } } }`;
const EXPORT = `mutation($input: ExportDocumentsInput!) { exportDocuments(input: $input) { __typename ... on UserError { message } ... on ExportDocumentsSuccess { export { id state } } } }`;
const EXPORTED = `query($id: ID!) { documentExport(id: $id) { state done url failure } }`;
const TAXES = `query($id: ID, $from: DateTime!, $until: DateTime!) { taxReport(organizationId: $id, from: $from, until: $until) { month taxName taxBasisPoints taxMode net { amountMinor } tax { amountMinor } } }`;
const SET_TAX = `mutation($input: SetEventTaxInput!) { setEventTax(input: $input) { __typename } }`;
const GOODWILL = `mutation($input: GiveMoneyBackInput!) { giveMoneyBack(input: $input) { __typename ... on UserError { message } } }`;

const HALL = { name: 'Hall & Söhne', address: '1 Main Street\nToronto', taxNumber: 'HST 123' };
const HST = { name: 'HST', basisPoints: 1_300, mode: 'EXCLUSIVE' };

const nameSeller = async (world: World, by: Viewer, more: object = {}) =>
  (await world.run(by, SELLER, { input: { ...HALL, ...more } })).setSellerDetails;
const setTax = (world: World, tier: Tier, tax: object) =>
  world.run(tier.organiser, SET_TAX, { input: { eventId: tier.event.eventId, tax } });
const documentsOf = async (world: World, by: Viewer, id: string): Promise<Data[]> =>
  (await world.run(by, OF_ORDER, { id })).order?.documents;
const aYear = (world: World) => {
  const now = world.clock.now().getTime();
  return { from: new Date(now - 86_400_000).toISOString(), until: new Date(now + 86_400_000).toISOString() };
};
const read = async (world: World, url: string): Promise<Buffer> => {
  const { pathname, searchParams } = new URL(url);
  const key = pathname.replace('/files/', '');
  expect(world.files.rightOf('GET', key, searchParams)).not.toBeNull();
  const chunks: Buffer[] = [];
  for await (const chunk of (await world.files.read(key))!) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
const textOf = async (pdf: Buffer) => (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text;

describe('documents of an order (P20)', () => {
  it('are a receipt until its seller has said who they are, and an invoice from then on, with what the ledger says', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 1_005 });
    await setTax(world, tier, HST);
    const buyer = aViewer();
    const before = await world.buy(buyer, tier.id, 2);
    expect(await documentsOf(world, buyer, before.id)).toMatchObject([
      { kind: 'RECEIPT', number: '2026-R-000001', seller: null, billTo: null },
    ]);
    expect(await nameSeller(world, tier.organiser)).toMatchObject({ seller: { name: HALL.name, version: 1 } });
    const billTo = { name: 'ACME', address: 'Road 2', taxNumber: 'DE 1' };
    const input = { items: [{ tierId: tier.id, quantity: 3 }], billTo };
    const { order, payment } = (await world.run(buyer, CHECKOUT, { input })).checkout;
    expect(await documentsOf(world, buyer, order.id)).toEqual([]);
    await world.confirm(buyer, payment.id);
    expect(await documentsOf(world, buyer, order.id)).toMatchObject([
      {
        ...{
          kind: 'INVOICE',
          number: '2026-I-000001',
          seller: HALL,
          billTo: { name: 'ACME', taxNumber: 'DE 1' },
          eventTitle: 'An evening',
        },
        ...{
          net: { amountMinor: 3_015 },
          tax: { amountMinor: 392 },
          total: { amountMinor: 3_407, currency: 'CAD' },
          notes: [],
          corrects: null,
        },
        lines: [
          {
            text: 'Evening',
            quantity: 3,
            unitPrice: { amountMinor: 1_005 },
            net: { amountMinor: 3_015 },
            tax: { amountMinor: 392 },
            taxBasisPoints: 1_300,
          },
        ],
      },
    ]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('say who owes the tax where none is charged; what costs nothing has none', async () => {
    const world = await startWorld();
    const [tier, free] = [await world.aTier(), await world.aTier({ price: 0 })];
    await setTax(world, tier, { name: 'VAT', basisPoints: 0, mode: 'REVERSE_CHARGE' });
    const buyer = aViewer();
    expect(await documentsOf(world, buyer, (await world.buy(buyer, tier.id)).id)).toMatchObject([
      { notes: ['Reverse charge: the tax is owed by the buyer.'], tax: { amountMinor: 0 }, lines: [{ taxMode: 'REVERSE_CHARGE' }] },
    ]);
    expect(await documentsOf(world, buyer, (await world.buy(buyer, free.id)).id)).toEqual([]);
  });

  it('are a credit note for each time that something goes back, of the same seller and tax, until nothing is left', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 1_005 });
    await setTax(world, tier, HST);
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 3);
    await world.refund(buyer, { orderId: order.id, ticketIds: [order.tickets[0]!.id] });
    const goodwill = { orderId: order.id, amountMinor: 100, reason: 'Late start' };
    expect((await world.run(tier.organiser, GOODWILL, { input: goodwill })).giveMoneyBack.__typename).toBe('GiveMoneyBackSuccess');
    await world.refund(buyer, { orderId: order.id });
    const [sale, ...notes] = await documentsOf(world, buyer, order.id);
    expect(notes).toMatchObject([
      {
        kind: 'CREDIT_NOTE',
        number: '2026-C-000001',
        corrects: { number: sale!.number },
        lines: [{ text: '1 × Evening', taxBasisPoints: 1_300 }],
      },
      { kind: 'CREDIT_NOTE', number: '2026-C-000002', total: { amountMinor: 100 }, lines: [{ text: 'Part of the price' }] },
      { kind: 'CREDIT_NOTE', number: '2026-C-000003', lines: [{ text: '2 × Evening' }] },
    ]);
    const sum = (part: string) => notes.reduce((total, note) => total + note[part].amountMinor, 0);
    expect([sum('net'), sum('tax'), sum('total')]).toEqual([sale!.net.amountMinor, sale!.tax.amountMinor, sale!.total.amountMinor]);
    expect((await world.run(tier.organiser, TAXES, aYear(world))).taxReport).toMatchObject([
      { month: expect.stringMatching(/^2026-11-01$/), taxName: 'HST', net: { amountMinor: 0 }, tax: { amountMinor: 0 } },
    ]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('are a credit note, too, when a bank has called the money back for good, and none before', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    await world.confirm(buyer, payment!.id, 'pm_card_dispute');
    await world.subgraph.runJob('find-disputes');
    expect(await documentsOf(world, buyer, order.id)).toMatchObject([{ kind: 'RECEIPT' }]);
    await world.sql(`UPDATE sandbox_disputes SET status = 'LOST'`);
    world.clock.advance(3_600_000);
    await world.subgraph.runJob('watch-disputes');
    expect(await documentsOf(world, buyer, order.id)).toMatchObject([
      { kind: 'RECEIPT' },
      { kind: 'CREDIT_NOTE', total: { amountMinor: 2_500 }, lines: [{ text: 'Called back by the bank of the buyer' }] },
    ]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('are seen by buyer, seller and those who report, and by nobody else', async () => {
    const world = await startWorld();
    const organizationId = randomUUID();
    const [owner, manager, staff, stranger, buyer, till] = Array.from({ length: 6 }, () => aViewer()) as [
      Viewer,
      Viewer,
      Viewer,
      Viewer,
      Viewer,
      Viewer,
    ];
    for (const [viewer, role] of [
      [owner, 'OWNER'],
      [manager, 'MANAGER'],
      [staff, 'STAFF'],
    ] as const)
      // prettier-ignore
      await world.tell('organization.member_changed', organizationId, { organizationId, userId: viewer.id, version: 1, role });
    const event = await world.anEvent({ creatorId: owner.id, organizationId, team: [{ userId: till.id, role: 'BOX_OFFICE' }] });
    const tier = await world.aTier({ event, organiser: owner });
    expect(await nameSeller(world, manager, { organizationId })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await nameSeller(world, stranger, { organizationId })).toMatchObject({ __typename: 'NotFound' });
    expect(await nameSeller(world, owner, { organizationId })).toMatchObject({ __typename: 'SetSellerDetailsSuccess' });
    const order = await world.buy(buyer, tier.id);
    const [document] = await documentsOf(world, buyer, order.id);
    const seen = async (by: Viewer) =>
      (await world.run(by, `query($id: ID!) { orderDocument(id: $id) { number } }`, { id: document!.id })).orderDocument?.number ?? null;
    expect([await seen(buyer), await seen(owner), await seen(manager), await seen(till)]).toEqual(Array(4).fill('2026-I-000001'));
    expect([await seen(staff), await seen(stranger)]).toEqual([null, null]);
    const sold = async (by: Viewer) => (await world.run(by, SOLD, { id: organizationId })).sellerDocuments?.totalCount ?? null;
    expect([await sold(owner), await sold(manager), await sold(staff), await sold(till), await sold(stranger)]).toEqual([
      1,
      1,
      null,
      null,
      null,
    ]);
    const details = async (by: Viewer) =>
      (await world.run(by, 'query($id: ID) { sellerDetails(organizationId: $id) { name } }', { id: organizationId })).sellerDetails;
    expect([await details(owner), await details(stranger)]).toEqual([{ name: HALL.name }, null]);
    expect((await world.execute(null, MINE, {})).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('are listed for their buyer, newest first, by pages', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    for (let n = 0; n < 3; n++) await world.buy(buyer, tier.id);
    const first = (await world.run(buyer, MINE, { first: 2 })).myDocuments;
    const rest = (await world.run(buyer, MINE, { first: 2, after: first.pageInfo.endCursor })).myDocuments;
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect([...first.nodes, ...rest.nodes].map(({ number }: Data) => number).sort()).toEqual([
      '2026-R-000001',
      '2026-R-000002',
      '2026-R-000003',
    ]);
    expect((await world.run(aViewer(), MINE, {})).myDocuments.totalCount).toBe(0);
  });

  it('stay as they were issued, whoever asks the database; what is erased are ids alone', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    await nameSeller(world, tier.organiser);
    const input = { items: [{ tierId: tier.id, quantity: 1 }], billTo: { name: 'Ann', address: 'Road 2' } };
    const { order, payment } = (await world.run(buyer, CHECKOUT, { input })).checkout;
    await world.confirm(buyer, payment.id);
    for (const statement of [
      'UPDATE order_documents SET total_minor = 1',
      `UPDATE order_documents SET content = '{}'`,
      'DELETE FROM order_documents',
      'UPDATE order_document_lines SET quantity = 2',
      'DELETE FROM order_document_lines',
      'TRUNCATE order_documents CASCADE',
    ])
      await expect(world.sql(statement)).rejects.toThrow(/never changed/);
    const more = `INSERT INTO order_document_lines (document_id, position, text, quantity, unit_price_minor, net_minor, tax_minor)
      SELECT id, 9, 'More', 1, 1, 1, 0 FROM order_documents`;
    await expect(world.sql(more)).rejects.toThrow(/do not come to it/);
    for (const { id } of [buyer, tier.organiser]) await world.tell('user.erased', id, { userId: id });
    const [kept] = await world.sql<Data>('SELECT buyer_id, seller_id, content FROM order_documents');
    expect([buyer.id, tier.organiser.id]).not.toContain(kept!.buyer_id);
    expect([buyer.id, tier.organiser.id]).not.toContain(kept!.seller_id);
    expect(kept!.content).toMatchObject({ billTo: { name: 'Ann' }, seller: { name: HALL.name } });
    expect(await world.sql('SELECT bill_to FROM orders WHERE id = $1', [order.id])).toEqual([{ bill_to: null }]);
    expect(await world.sql('SELECT 1 FROM seller_details')).toEqual([]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('refuse what looks like a card number, and names without an address', async () => {
    const world = await startWorld();
    const seller = aViewer();
    expect(await nameSeller(world, seller, { address: '4242 4242 4242 4242' })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await nameSeller(world, seller, { address: ' ' })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await nameSeller(world, seller, { idempotencyKey: 'a' })).toMatchObject({ seller: { version: 1 } });
    expect(await nameSeller(world, seller, { idempotencyKey: 'a' })).toMatchObject({ seller: { version: 1 } });
    expect(await nameSeller(world, seller, { name: 'Other', idempotencyKey: 'a' })).toMatchObject({ __typename: 'KeyReused' });
  });
});

describe('numbers of a seller', () => {
  /** Two buyers pay at once. Returns the numbers, sorted. */
  async function bothPay(world: World): Promise<number[]> {
    const tier = await world.aTier();
    const other = await world.aTier({ organiser: tier.organiser });
    await world.buy(aViewer(), tier.id);
    const started = await Promise.all(
      [tier, other].map(async ({ id }) => {
        const buyer = aViewer();
        return { buyer, paymentId: (await world.checkout(buyer, [{ tierId: id, quantity: 1 }])).payment!.id };
      }),
    );
    await Promise.all(started.map(({ buyer, paymentId }) => world.confirm(buyer, paymentId).catch(() => undefined)));
    const rows = await world.sql<{ sequence: number }>('SELECT sequence FROM order_documents ORDER BY sequence');
    return rows.map(({ sequence }) => sequence);
  }

  it('follow each other without a gap when many pay for different events at once', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    const tiers = await Promise.all([1, 2, 3].map(() => world.aTier({ organiser })));
    await Promise.all(Array.from({ length: 12 }, (_, n) => world.buy(aViewer(), tiers[n % 3]!.id)));
    const rows = await world.sql<{ sequence: number }>('SELECT sequence FROM order_documents ORDER BY sequence');
    expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('are given once to each of two who pay at once', async () => {
    expect(await bothPay(await startWorld())).toEqual([1, 2, 3]);
  });

  it('control: without the lock on the counter, and the unique index behind it, two have one number', async () => {
    const meet = meetingOf(2);
    let isRace = false;
    const world = await startWorld({
      db: (db) =>
        withoutLocks(watched(db, { after: (statement) => (isRace && /FROM document_counters/.test(statement) ? meet() : undefined) })),
    });
    await world.sql('DROP INDEX order_documents_seller_id_year_kind_sequence_key');
    const bought = world.buy.bind(world);
    world.buy = async (...args) => {
      const order = await bought(...args);
      isRace = true;
      return order;
    };
    expect(await bothPay(world)).toEqual([1, 2, 2]);
  });

  it('are not spent by what does not come about', async () => {
    const world = await startWorld({
      db: (db) =>
        watched(db, {
          before: (statement) => (statement === 'orderDocumentLine.createMany' && fails ? Promise.reject(new Error('cut off')) : undefined),
        }),
    });
    let fails = false;
    const tier = await world.aTier();
    await world.buy(aViewer(), tier.id);
    fails = true;
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    await world.confirm(buyer, payment!.id).catch(() => undefined);
    fails = false;
    await world.buy(aViewer(), tier.id);
    world.clock.advance(60_000);
    await world.subgraph.runJob('carry-on-payments');
    const rows = await world.sql<{ sequence: number }>('SELECT sequence FROM order_documents ORDER BY sequence');
    expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('begin anew with each year', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    const tier = await world.aTier({ organiser });
    await world.buy(aViewer(), tier.id);
    world.clock.advance(60 * 86_400_000);
    const next = await world.aTier({ organiser });
    await world.buy(aViewer(), next.id);
    const rows = await world.sql<{ number: string }>('SELECT number FROM order_documents ORDER BY number');
    expect(rows.map(({ number }) => number)).toEqual(['2026-R-000001', '2027-R-000001']);
  });
});

describe('files', () => {
  it('of a document say what it says, are told of once, and stay when their people are erased', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 1_005, name: 'Çok güzel, Ελλάδα, вечер' });
    await nameSeller(world, tier.organiser);
    await setTax(world, tier, HST);
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    expect(await documentsOf(world, buyer, order.id)).toMatchObject([{ url: null }]);
    await Promise.all([1, 2].map(() => world.subgraph.runJob('write-documents')));
    await world.subgraph.runJob('write-documents');
    const [document] = await documentsOf(world, buyer, order.id);
    const text = await textOf(await read(world, document!.url));
    for (const part of [
      'Invoice 2026-I-000001',
      HALL.name,
      'Toronto',
      'Tax number HST 123',
      'Çok güzel, Ελλάδα, вечер',
      'HST 13 %',
      '10.05 CAD',
      '1.31 CAD',
      '11.36 CAD',
    ])
      expect(text).toContain(part);
    const told = await world.sql<Data>(`SELECT payload FROM outbox WHERE topic = 'document.issued'`);
    expect(told).toMatchObject([
      { payload: { kind: 'INVOICE', number: '2026-I-000001', userId: buyer.id, total: { amountMinor: 1_136 } } },
    ]);
    await world.tell('user.erased', buyer.id, { userId: buyer.id });
    world.clock.advance(86_400_000);
    await world.subgraph.runJob('delete-unused-files');
    const [{ file_key: key }] = (await world.sql<Data>('SELECT file_key FROM order_documents')) as [Data];
    expect(await world.files.head(key)).not.toBeNull();
  });

  it('of a ticket have its code as the door reads it; only its holder has one, and not for long', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    const ticket = order.tickets[0]!;
    const make = async (by: Viewer, more: object = {}) =>
      (await world.run(by, TICKET, { input: { ticketId: ticket.id, ...more } })).makeTicketPdf;
    expect(await make(aViewer())).toMatchObject({ __typename: 'NotFound' });
    const made = await make(buyer, { idempotencyKey: 'a' });
    const text = await textOf(await read(world, made.url));
    expect(text).toContain('An evening');
    expect(text.replaceAll('-', '')).toContain(ticket.code);
    const modules = qrOf(ticket.code!);
    const scale = 4;
    const side = modules.length * scale;
    const data = new Uint8Array(side * side * 4);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        data.set(modules[Math.floor(y / scale)]![Math.floor(x / scale)] ? [0, 0, 0, 255] : [255, 255, 255, 255], (y * side + x) * 4);
    expect(decodeQR({ width: side, height: side, data })).toBe(ticket.code);
    expect(new URL((await make(buyer, { idempotencyKey: 'a' })).url).pathname).toBe(new URL(made.url).pathname);
    world.clock.advance(900_000);
    await world.subgraph.runJob('delete-unused-files');
    expect(await world.files.head(new URL(made.url).pathname.replace('/files/', ''))).toBeNull();
    expect(await make(buyer, { idempotencyKey: 'a' })).toMatchObject({ __typename: 'Conflict' });
    for (let n = 0; n < 20; n++) expect((await make(buyer)).__typename).toBe('MakeTicketPdfSuccess');
    expect(await make(buyer)).toMatchObject({ __typename: 'TooManyRequests' });
    await world.refund(buyer, { orderId: order.id });
    world.clock.advance(900_000);
    expect(await make(buyer)).toMatchObject({ __typename: 'Conflict' });
  });

  /** All but one of what may be asked for is, and then two ask at once. */
  async function lastTwo(world: World): Promise<string[][]> {
    const tier = await world.aTier();
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    const now = world.clock.now();
    await world.sql(
      `INSERT INTO long_work (id, kind, owner, input, state, created_at, ended_at)
       SELECT gen_random_uuid(), 'export-documents', $1, '{}', 'CANCELLED', $2, $2 FROM generate_series(1, 9)`,
      [buyer.id, now],
    );
    await world.sql(
      `INSERT INTO stored_files (key, owner, created_at, delete_at)
       SELECT 'tickets/' || n, $1, $2, $3 FROM generate_series(1, 19) n`,
      [buyer.id, now, new Date(now.getTime() + 600_000)],
    );
    const twice = async (field: string, text: string, input: object) =>
      (await Promise.all([1, 2].map(() => world.run(buyer, text, { input })))).map((data) => data[field].__typename as string).sort();
    return [
      await twice('exportDocuments', EXPORT, { content: 'TAXES', ...aYear(world) }),
      await twice('makeTicketPdf', TICKET, { ticketId: order.tickets[0]!.id }),
    ];
  }

  it('are no more than may be, also of two who ask at once (found by the review)', async () => {
    expect(await lastTwo(await startWorld())).toEqual([
      ['ExportDocumentsSuccess', 'TooManyRequests'],
      ['MakeTicketPdfSuccess', 'TooManyRequests'],
    ]);
  });

  it('control: without the lock on who asks both are counted as the last', async () => {
    const [exports, files] = [meetingOf(2), meetingOf(2)];
    const meeting = (statement: string) =>
      statement === 'longWork.findMany' ? exports() : statement === 'storedFile.findMany' ? files() : undefined;
    expect(await lastTwo(await startWorld({ db: (db) => withoutLocks(watched(db, { after: meeting })) }))).toEqual([
      ['ExportDocumentsSuccess', 'ExportDocumentsSuccess'],
      ['MakeTicketPdfSuccess', 'MakeTicketPdfSuccess'],
    ]);
  });

  it('for accounting have each line of each document, or the taxes by month and rate', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 1_000, name: '=1+1' });
    await nameSeller(world, tier.organiser);
    await setTax(world, tier, HST);
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    world.clock.advance(1_000);
    await world.refund(buyer, { orderId: order.id, ticketIds: [order.tickets[0]!.id] });
    const csv = async (by: Viewer, content: string) => {
      const { export: started } = (await world.run(by, EXPORT, { input: { content, ...aYear(world) } })).exportDocuments;
      const done = await eventually(async () => {
        const { documentExport } = await world.run(by, EXPORTED, { id: started.id });
        expect(documentExport).toMatchObject({ state: 'SUCCEEDED' });
        return documentExport as Data;
      });
      return (await read(world, done.url)).toString('utf8').split('\r\n').slice(0, -1);
    };
    const lines = await csv(tier.organiser, 'DOCUMENTS');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^2026-I-000001,INVOICE,.*,'=1\+1,2,CAD,20\.00,2\.60,22\.60,HST,13\.00,EXCLUSIVE$/);
    expect(lines[2]).toMatch(/^2026-C-000001,CREDIT_NOTE,.*,2026-I-000001,.*,1 × =1\+1,1,CAD,-10\.00,-1\.30,-11\.30,HST,13\.00,EXCLUSIVE$/);
    expect((await csv(tier.organiser, 'TAXES')).slice(1)).toEqual(['2026-11-01,CAD,HST,13.00,EXCLUSIVE,10.00,1.30,11.30']);
    expect(await csv(aViewer(), 'DOCUMENTS')).toHaveLength(1);
    const wrong = { content: 'TAXES', from: world.clock.now().toISOString(), until: world.clock.now().toISOString() };
    expect((await world.run(buyer, EXPORT, { input: wrong })).exportDocuments.__typename).toBe('InvalidInput');
    expect(
      (await world.run(buyer, EXPORT, { input: { ...aYear(world), content: 'TAXES', organizationId: randomUUID() } })).exportDocuments
        .__typename,
    ).toBe('NotFound');
    const [{ id }] = (await world.sql<Data>('SELECT id FROM long_work LIMIT 1')) as [Data];
    expect((await world.run(aViewer(), EXPORTED, { id })).documentExport).toBeNull();
  });
});
