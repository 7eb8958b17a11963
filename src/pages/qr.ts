import qrcode from 'qrcode-generator';
import { type Html, html } from './html.ts';

/** White modules around it, without which a phone doesn't find it (ISO/IEC 18004). */
const QUIET = 4;

/** In pixels. */
const MODULE = 8;

/** A QR code of the text, as a picture that needs no other file; a quarter of it may be dirty. */
export function drawQr(text: string, label: string): Html {
  const code = codeOf(text);
  const count = code.getModuleCount();
  const rows = Array.from({ length: count }, (_, y) =>
    Array.from({ length: count }, (_, x) =>
      code.isDark(y, x) ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '',
    ).join(''),
  );
  const size = count + 2 * QUIET;
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${rows.join('')}"/></svg>`;
}

/** The same as a GIF, for a document that takes no SVG; the same text gives the same bytes. */
export function pictureOfQr(text: string): Uint8Array {
  const [, base64 = ''] = codeOf(text)
    .createDataURL(MODULE, QUIET * MODULE)
    .split(',');
  return Buffer.from(base64, 'base64');
}

function codeOf(text: string) {
  const code = qrcode(0, 'Q');
  code.addData(text, 'Byte');
  code.make();
  return code;
}
