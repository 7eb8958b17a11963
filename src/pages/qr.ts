import qrcode from 'qrcode-generator';
import { type Html, html } from './html.ts';

/** White modules around it, without which a phone doesn't find it (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code of the text, as a picture that needs no other file; a quarter of it may be dirty. */
export function drawQr(text: string, label: string): Html {
  const code = qrcode(0, 'Q');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const rows = Array.from({ length: count }, (_, y) =>
    Array.from({ length: count }, (_, x) =>
      code.isDark(y, x) ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '',
    ).join(''),
  );
  const size = count + 2 * QUIET;
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${rows.join('')}"/></svg>`;
}
