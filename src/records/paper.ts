import type { Locale } from '../i18n/locale.ts';
import { drawDocument } from '../pages/document.ts';
import { type Html, html } from '../pages/html.ts';

/** What people wrote, as they wrote it, its direction kept to itself. */
export function text(said: string): Html {
  return html`<bdi>${said}</bdi>`;
}

/** For screen, phone and A4 paper. */
export const PAPER_STYLE = `
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
th,td{border:1px solid #777;padding:.3rem .4rem;text-align:start;vertical-align:top}
td{overflow-wrap:anywhere}
td.short{white-space:nowrap;overflow-wrap:normal;font-size:.85em}
th{overflow-wrap:normal;word-break:keep-all}
.state{border:2px solid;padding:.6rem .9rem;margin:0 0 1.2rem}
.state strong{font-size:1.25rem}
.valid{color:#0b5d2a}
.ended{color:#8f1414}
.state p{color:#1a1a1a;margin:.2rem 0 0}
.foot{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-end;justify-content:space-between;margin-top:1.6rem;break-inside:avoid}
.seal{min-width:12rem;min-height:9rem;border:1px dashed #777;display:grid;place-items:center;color:#555}
.qr{width:8rem;height:8rem}
.checks{display:flex;flex-wrap:wrap;gap:1.2rem}
figure{margin:0;width:11rem;break-inside:avoid}
figcaption{font-size:.85rem;overflow-wrap:anywhere}
figcaption b{display:block}
a{color:#0a4b9a}
h2{break-after:avoid}
@page{size:A4;margin:20mm 18mm}
@media print{body{background:#fff;font-size:11pt}main{max-width:none;margin:0;padding:0}tr,dl,dl>*{break-inside:avoid}.screen{display:none}}
@media screen and (max-width:34rem){main{margin:0;padding:1rem}dl{grid-template-columns:1fr}dt{border-bottom:0;padding-bottom:0}
thead{display:none}tr{display:block;border:1px solid #777;margin:0 0 .8rem}
tbody td,tfoot th,tfoot td{display:block;border:0;padding:.15rem .5rem}td[data-head]::before{content:attr(data-head);display:block;font-weight:600;font-size:.85rem}td.short{font-size:1em}}
`;

/** A paper of ours, as a file. */
export function drawPage(locale: Locale, title: string, body: Html): string {
  return drawDocument({ locale, title, style: PAPER_STYLE, body });
}
