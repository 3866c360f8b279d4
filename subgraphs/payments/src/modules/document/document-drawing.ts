import PDFDocument from 'pdfkit';
import encodeQR from 'qr';
import type { PartyView, PrintedDocument, PrintedTicket } from './document.types';

const REGULAR = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const BOLD = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

const MARGIN = 56;
const NAMES = { INVOICE: 'Invoice', RECEIPT: 'Receipt', CREDIT_NOTE: 'Credit note' } as const;

type Pdf = InstanceType<typeof PDFDocument>;

/** An invoice, a receipt or a credit note, on as many pages as it takes. */
export function drawDocument({ kind, number, issuedAt, content, lines, net, tax, total }: PrintedDocument): Promise<Uint8Array> {
  const title = `${NAMES[kind]} ${number}`;
  return drawn(title, issuedAt, (pdf) => {
    pdf.font(BOLD).fontSize(18).text(title).moveDown(0.3);
    pdf.font(REGULAR).fontSize(10);
    pdf.text(`Issued ${dayOf(issuedAt)}`);
    if (content.corrects) pdf.text(`Corrects ${content.corrects}`);
    pdf.moveDown();
    if (content.seller) party(pdf, 'Seller', content.seller);
    if (content.billTo) party(pdf, 'Bill to', content.billTo);
    pdf
      .font(BOLD)
      .text(content.event.title)
      .font(REGULAR)
      .text(`Begins ${momentOf(content.event.startsAt)}`)
      .moveDown();
    row(pdf, ['', 'Quantity', 'Price', 'Net', 'Tax'], BOLD);
    for (const { text, quantity, unitPrice, net: lineNet, tax: lineTax, rate } of lines)
      row(pdf, [rate ? `${text} (${rate})` : text, String(quantity), unitPrice, lineNet, lineTax], REGULAR);
    pdf.moveDown(0.5);
    for (const [name, amount] of [
      ['Net', net],
      ['Tax', tax],
    ] as const)
      row(pdf, [name, '', '', '', amount], REGULAR);
    row(pdf, [kind === 'CREDIT_NOTE' ? 'Goes back' : 'Paid', '', '', '', total], BOLD);
    pdf.font(REGULAR).moveDown();
    for (const note of content.notes) pdf.text(note, MARGIN);
  });
}

/** A ticket with its code, for the door to read. */
export function drawTicket({ title, startsAt, city, tier, attendee, code, number }: PrintedTicket): Promise<Uint8Array> {
  return drawn(`Ticket for ${title}`, startsAt, (pdf) => {
    pdf.font(BOLD).fontSize(22).text(title).moveDown(0.3);
    pdf.font(REGULAR).fontSize(12);
    pdf.text([momentOf(startsAt), city].filter(Boolean).join(', '));
    pdf.text(tier);
    if (attendee) pdf.text(attendee);
    pdf.moveDown();
    const side = 240;
    const [x, y] = [MARGIN, pdf.y];
    const modules = qrOf(code);
    const size = side / modules.length;
    modules.forEach((line, down) =>
      line.forEach((dark, across) => {
        if (dark) pdf.rect(x + across * size, y + down * size, size, size);
      }),
    );
    pdf.fill('black');
    pdf.y = y + side;
    pdf.fontSize(12).text(grouped(code), MARGIN, pdf.y + 12);
    pdf.fontSize(8).text(`Ticket ${number}. It lets one person in, once. Whoever has this code has the ticket.`, MARGIN, pdf.y + 6);
  });
}

/** The squares of the QR code, dark or not, with the border that readers need. */
export const qrOf = (code: string): boolean[][] => encodeQR(code, 'raw', { ecc: 'quartile', border: 4 });

function drawn(title: string, at: string, draw: (pdf: Pdf) => void): Promise<Uint8Array> {
  const info = { Title: title, Producer: 'Marquee', Creator: 'Marquee', CreationDate: new Date(at) };
  const pdf = new PDFDocument({ size: 'A4', margin: MARGIN, info, lang: 'en', displayTitle: true, font: REGULAR });
  const chunks: Uint8Array[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    pdf.on('error', reject);
  });
  draw(pdf);
  pdf.end();
  return whole;
}

function party(pdf: Pdf, title: string, { name, address, taxNumber }: PartyView): void {
  pdf.font(BOLD).text(title).font(REGULAR).text(name).text(address);
  if (taxNumber) pdf.text(`Tax number ${taxNumber}`);
  pdf.moveDown();
}

const COLUMNS = [
  [0, 200],
  [200, 55],
  [255, 75],
  [330, 75],
  [405, 78],
] as const;
const BOTTOM = 60;

/** A line of the table: its first cell may take several lines, and a new page where it does not fit. */
function row(pdf: Pdf, cells: readonly string[], font: string): void {
  pdf.font(font).fontSize(9);
  const height = pdf.heightOfString(cells[0] ?? '', { width: COLUMNS[0][1] });
  if (pdf.y + height > pdf.page.height - BOTTOM) pdf.addPage();
  const top = pdf.y;
  cells.forEach((cell, index) => {
    const [left, width] = COLUMNS[index]!;
    pdf.text(cell, MARGIN + left, top, { width, align: index === 0 ? 'left' : 'right', lineBreak: index === 0 });
  });
  pdf.x = MARGIN;
  pdf.y = top + Math.max(height, 12) + 4;
}

const dayOf = (at: string): string => at.slice(0, 10);
const momentOf = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
const grouped = (code: string): string => code.replace(/(.{5})(?=.)/g, '$1-');
