import { createHash } from 'node:crypto';
import type { Locale } from '../i18n/locale.ts';
import { type Html, html } from '../pages/html.ts';

/** What people wrote, as they wrote it, its direction kept to itself. */
export function text(said: string): Html {
  return html`<bdi>${said}</bdi>`;
}

/** One style for screen, phone and A4 paper; its digest is all that the page's policy lets through. */
const STYLE = `
:root{color-scheme:light}
body{margin:0;background:#f3f4f6;color:#1a1a1a;font:1rem/1.65 "FangSong","STFangsong","Noto Serif CJK SC","Songti SC",Georgia,serif}
main{max-width:46rem;margin:1rem auto;padding:1.5rem;background:#fff}
h1{font-size:1.5rem;text-align:center;margin:.2rem 0}
h2{font-size:1.1rem;margin:1.4rem 0 .3rem}
p.under{text-align:center;margin:0 0 1rem}
dl{display:grid;grid-template-columns:minmax(7rem,11rem) 1fr;margin:0;border-top:1px solid #777}
dt,dd{margin:0;padding:.35rem .5rem;border-bottom:1px solid #777;overflow-wrap:anywhere;white-space:pre-line}
dt{font-weight:600}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #777;padding:.3rem .4rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
.state{border:2px solid;padding:.6rem .9rem;margin:0 0 1.2rem}
.state strong{font-size:1.25rem}
.valid{color:#0b5d2a}
.ended{color:#8f1414}
.state p{color:#1a1a1a;margin:.2rem 0 0}
.foot{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-end;justify-content:space-between;margin-top:1.6rem}
.seal{min-width:12rem;min-height:9rem;border:1px dashed #777;display:grid;place-items:center;color:#555}
.qr{width:8rem;height:8rem}
.checks{display:flex;flex-wrap:wrap;gap:1.2rem}
figure{margin:0;width:10rem;break-inside:avoid}
figcaption{font-size:.85rem}
a{color:#0a4b9a}
@page{size:A4;margin:20mm 18mm}
@media print{body{background:#fff;font-size:11pt}main{max-width:none;margin:0;padding:0}tr,dl>*{break-inside:avoid}.screen{display:none}}
@media (max-width:30rem){main{margin:0;padding:1rem}dl{grid-template-columns:1fr}dt{border-bottom:0;padding-bottom:0}}
`;

/** By which a browser knows that the style is ours. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

/** A page that needs nothing from anywhere else. */
export function drawPage(locale: Locale, title: string, body: Html): string {
  const lang = locale === 'zh' ? 'zh-CN' : 'en';
  const style: Html = { markup: `<style>${STYLE}</style>` };
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${style}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.markup;
}
