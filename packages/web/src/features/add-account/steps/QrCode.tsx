import { useMemo } from 'react';
import { encode } from 'uqr';
import styles from './QrCode.module.css';

interface QrCodeProps {
  readonly data: string;
  readonly label: string;
  /** Where it cannot be drawn. */
  readonly failure: string;
}

/** Light modules around it, which scanners need (ISO/IEC 18004). */
const quiet = 4;

/** A QR code in black on white, in either theme: many scanners do not read it the other way round. */
export function QrCode({ data, label, failure }: QrCodeProps) {
  const drawing = useMemo(() => drawingOf(data), [data]);
  if (drawing === undefined) return <p role="alert">{failure}</p>;
  const { size, path } = drawing;
  const box = `${-quiet} ${-quiet} ${size + 2 * quiet} ${size + 2 * quiet}`;
  return (
    <svg className={styles['code']} viewBox={box} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect x={-quiet} y={-quiet} width={size + 2 * quiet} height={size + 2 * quiet} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** One stroke for each run of dark modules. */
function drawingOf(data: string): { readonly size: number; readonly path: string } | undefined {
  try {
    const { size, data: rows } = encode(data, { ecc: 'L', boostEcc: true, border: 0 });
    const runs = rows.flatMap((row, y) =>
      row.flatMap((isDark, x) => {
        if (!isDark || row[x - 1] === true) return [];
        const end = row.indexOf(false, x);
        return `M${x} ${y}h${(end === -1 ? size : end) - x}v1H${x}z`;
      }),
    );
    return { size, path: runs.join('') };
  } catch {
    // More than a QR code holds.
    return undefined;
  }
}
