/** Below this a cover picture is blurred on any screen. */
const GOOD_WIDTH = 1200;
const POOR_WIDTH = 200;

/**
 * 0 to 1: what the address of the cover picture alone can tell, until `image.examined` tells of its pixels. A picture that is broken, ugly
 * or of another event scores as a good one does, which is why 0.8 is the most an address earns without a size.
 *
 * 0 without a picture; else 0.5, and 0.15 for https, 0.15 for the ending of a picture format (not of an icon or a tracking pixel), and
 * up to 0.2 for a width that the address names (1200 and more is full, 200 and less nothing).
 */
export function imageQualityOf(imageUrl: string | null): number {
  if (!imageUrl || !URL.canParse(imageUrl)) return 0;
  const url = new URL(imageUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 0;
  const path = url.pathname.toLowerCase();
  if (/(?:^|[/_-])(?:pixel|spacer|blank|favicon|placeholder)[._-]/.test(path)) return 0.1;
  const width = namedWidth(url);
  const size = width === null ? 0 : 0.2 * Math.min(1, Math.max(0, (width - POOR_WIDTH) / (GOOD_WIDTH - POOR_WIDTH)));
  const known = /\.(?:jpe?g|png|webp|avif)$/.test(path) ? 0.15 : /\.(?:gif|svg|ico|bmp)$/.test(path) ? -0.1 : 0;
  const tooSmall = width !== null && width <= POOR_WIDTH ? -0.3 : 0;
  return Math.max(0.05, 0.5 + (url.protocol === 'https:' ? 0.15 : 0) + known + size + tooSmall);
}

/** Pixels, when the address says so: `?w=1200`, `?width=1200`, `/1200x630/`, `name-1200x630.jpg`. */
function namedWidth(url: URL): number | null {
  const named =
    url.searchParams.get('w') ?? url.searchParams.get('width') ?? /(?:^|[/_=-])(\d{2,4})x\d{2,4}(?=[/_.-]|$)/.exec(url.pathname)?.[1];
  const width = Number(named);
  return named && Number.isFinite(width) && width > 0 ? width : null;
}
