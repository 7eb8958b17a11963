import { createHash } from 'node:crypto';
import type { Locale } from '../i18n/locale.ts';
import { type Html, html } from './html.ts';

export const LANG = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Locale, string>;

/** A whole page, which needs nothing from anywhere else. */
export interface Document {
  locale: Locale;
  title: string;
  style: string;
  body: Html;
}

/** As a file, or as it is sent to a browser. */
export function drawDocument({ locale, title, style: css, body }: Document): string {
  const style: Html = { markup: `<style>${css}</style>` };
  return html`<!doctype html>
<html lang="${LANG[locale]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="data:,">
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

/** It runs nothing, loads nothing, has this style alone, stands in no other page and is sent nowhere else. */
export function policyOf(style: string): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    'img-src data:',
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
