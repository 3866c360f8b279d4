import { encode } from 'uqr';
import './qr-code.css';

/** Dark on light whatever the page looks like: scanners want it so. */
export function QrCode({ code, label }: { code: string; label: string }) {
  const { data, size } = encode(code, { border: 3 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges" data-code={code}>
      <rect width={size} height={size} />
      <path d={path} />
    </svg>
  );
}
