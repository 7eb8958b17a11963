import qrcode from 'qrcode-generator';
import { escaped, type Html } from './html.ts';

/** Free modules around the code, as its readers expect. */
const QUIET = 4;

/** A QR code as a drawing of its own, black on white. */
export function drawQr(text: string, label: string): Html {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * QUIET;
  const dark: string[] = [];
  for (let y = 0; y < count; y += 1)
    for (let x = 0; x < count; x += 1) if (code.isDark(y, x)) dark.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`);
  return `<svg class="qr" role="img" aria-label="${escaped(label)}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${dark.join('')}"/></svg>` as Html;
}
