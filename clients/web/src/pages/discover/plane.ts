/** A map without tiles: places on a plane, as Mercator drew it. Units are pixels of a world that is `WORLD` wide. */

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What part of the world is shown: its middle, and how many pixels of the screen one of the world's is. */
export interface Frame {
  readonly middle: Point;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const WORLD = 1_024;
/** Beyond, Mercator has no end. */
const MAX_LATITUDE = 85;
const EQUATOR_KM = 40_075;
/** Some kilometres wide: one place alone is shown with what is around it. */
const SMALLEST_SPAN = 0.15;
const MARGIN = 0.85;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

export function project({ latitude, longitude }: Place): Point {
  const held = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
  return {
    x: ((longitude + 180) / 360) * WORLD,
    y: (0.5 - Math.log(Math.tan(Math.PI / 4 + radians(held) / 2)) / (2 * Math.PI)) * WORLD,
  };
}

export function unproject({ x, y }: Point): Place {
  return {
    longitude: (x / WORLD) * 360 - 180,
    latitude: (Math.atan(Math.sinh((0.5 - y / WORLD) * 2 * Math.PI)) * 180) / Math.PI,
  };
}

/** The frame that shows all places. */
export function frameOf(places: readonly Place[], { width, height }: Size): Frame {
  if (places.length === 0) return { middle: { x: WORLD / 2, y: WORLD / 2 }, scale: width / WORLD };
  const points = places.map(project);
  const [left, right] = spanOf(points.map(({ x }) => x));
  const [top, bottom] = spanOf(points.map(({ y }) => y));
  return {
    middle: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: MARGIN * Math.min(width / Math.max(right - left, SMALLEST_SPAN), height / Math.max(bottom - top, SMALLEST_SPAN)),
  };
}

function spanOf(values: readonly number[]): [number, number] {
  let [least, most] = [values[0]!, values[0]!];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return [least, most];
}

export const onScreen = (point: Point, { middle, scale }: Frame, { width, height }: Size): Point => ({
  x: (point.x - middle.x) * scale + width / 2,
  y: (point.y - middle.y) * scale + height / 2,
});

export const zoom = ({ middle, scale }: Frame, factor: number): Frame => ({ middle, scale: scale * factor });

/** Moves what is shown by pixels of the screen. */
export const pan = ({ middle, scale }: Frame, right: number, down: number): Frame => ({
  middle: { x: middle.x + right / scale, y: middle.y + down / scale },
  scale,
});

export interface Cluster<T> extends Point {
  readonly items: readonly T[];
}

/** What stands closer together than `apart` pixels is one mark, so that each can be hit by a finger. The same places make the same marks. */
export function clusters<T extends Place>(items: readonly T[], frame: Frame, size: Size, apart: number): Cluster<T>[] {
  const marks: { x: number; y: number; items: T[] }[] = [];
  for (const item of items) {
    const { x, y } = onScreen(project(item), frame, size);
    if (x < 0 || y < 0 || x > size.width || y > size.height) continue;
    const near = marks.find((mark) => Math.hypot(mark.x - x, mark.y - y) < apart);
    if (near) near.items.push(item);
    else marks.push({ x, y, items: [item] });
  }
  return marks;
}

/** A bar for the scale of a map: a round number of kilometres, and how many pixels it is long, at most `longest`. */
export function scaleBar(frame: Frame, longest: number): { readonly km: number; readonly pixels: number } {
  const { latitude } = unproject(frame.middle);
  const kmOfPixel = (EQUATOR_KM * Math.cos(radians(latitude))) / WORLD / frame.scale;
  const most = kmOfPixel * longest;
  const power = 10 ** Math.floor(Math.log10(most));
  const km = power * ([5, 2, 1].find((step) => step * power <= most) ?? 1);
  return { km, pixels: km / kmOfPixel };
}

/** Lines of whole degrees (or parts of them) to see by: at most some ten each way. */
export function graticule(frame: Frame, size: Size): { readonly across: number[]; readonly down: number[] } {
  const first = unproject({ x: frame.middle.x - size.width / 2 / frame.scale, y: frame.middle.y - size.height / 2 / frame.scale });
  const last = unproject({ x: frame.middle.x + size.width / 2 / frame.scale, y: frame.middle.y + size.height / 2 / frame.scale });
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30].find((one) => (last.longitude - first.longitude) / one <= 8) ?? 60;
  const lines = (from: number, to: number) =>
    Array.from(
      { length: Math.max(0, Math.min(12, Math.floor(to / step) - Math.ceil(from / step) + 1)) },
      (_, at) => (Math.ceil(from / step) + at) * step,
    );
  return {
    across: lines(first.longitude, last.longitude).map((longitude) => onScreen(project({ latitude: 0, longitude }), frame, size).x),
    down: lines(last.latitude, first.latitude).map((latitude) => onScreen(project({ latitude, longitude: 0 }), frame, size).y),
  };
}
