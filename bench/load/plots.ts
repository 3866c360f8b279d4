import sharp from 'sharp';

/** One line, or the bars, of a plot: a value for each place on the axis. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [900, 360, 70, 40, 50, 20];
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A round number at or above: 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value)!;
}

/** Lines or bars over a named axis, as SVG. */
export function plot(title: string, axis: readonly string[], series: readonly Series[], kind: 'lines' | 'bars'): string {
  const most = roundUp(Math.max(...series.flatMap(({ values }) => values), 1e-9));
  const room = (WIDTH - LEFT - RIGHT) / axis.length;
  const x = (at: number) => LEFT + room * (at + 0.5);
  const y = (value: number) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  const text = (at: number, from: number, words: string, anchor: string, more = '') =>
    `<text x="${at.toFixed(1)}" y="${from.toFixed(1)}" text-anchor="${anchor}" ${more}>${escape(words)}</text>`;
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(most * share);
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" stroke="#ddd"/>${text(LEFT - 8, at + 4, String(Number((most * share).toPrecision(3))), 'end')}`;
  });
  const drawn = series.map(({ values, colour }, n) => {
    if (kind === 'lines') {
      const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
      return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2.5"/>`;
    }
    const width = (room * 0.8) / series.length;
    return values
      .map((value, at) => {
        const left = x(at) - room * 0.4 + n * width;
        return `<rect x="${left.toFixed(1)}" y="${y(value).toFixed(1)}" width="${width.toFixed(1)}" height="${(y(0) - y(value)).toFixed(1)}" fill="${colour}"/>`;
      })
      .join('');
  });
  const legend = series.map(
    ({ name, colour }, n) =>
      `<rect x="${LEFT + n * 210}" y="${TOP - 20}" width="12" height="12" fill="${colour}"/>${text(LEFT + n * 210 + 18, TOP - 10, name, 'start')}`,
  );
  const names = axis.map((name, at) => text(x(at), HEIGHT - BOTTOM + 18, name, 'middle'));
  const parts = [...marks, ...drawn, ...legend, ...names, text(LEFT, 20, title, 'start', 'font-weight="bold"')];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>`;
}

export const pngOf = (svg: string): Promise<Buffer> => sharp(Buffer.from(svg), { density: 144 }).png().toBuffer();
