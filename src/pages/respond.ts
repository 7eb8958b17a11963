import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Locale } from '../i18n/locale.ts';
import { letGo } from '../slack/read-body.ts';
import { type Html, html } from './html.ts';
import { STYLE } from './style.ts';

/** A page as it is sent. */
export interface PageShown {
  status: number;
  locale: Locale;
  title: string;
  body: Html;
  headers?: Readonly<Record<string, string>>;
}

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** It runs nothing, loads nothing, stands in no other page and is sent nowhere else. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  'img-src data:',
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** What is for whoever holds the address alone: no search engine, cache, other site or frame gets anything of it. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
} as const;

const LANG = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Locale, string>;

/** Sends a page for one reader; what the browser may still be sending is let go. */
export function showPage(request: IncomingMessage, response: ServerResponse, shown: PageShown): void {
  const { status, locale, headers = {} } = shown;
  const body = Buffer.from(documentOf(shown).markup);
  response.writeHead(status, {
    ...HEADERS,
    'content-language': LANG[locale],
    'content-length': body.length,
    ...headers,
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(body);
  letGo(request);
}

function documentOf({ locale, title, body }: PageShown): Html {
  const style: Html = { markup: `<style>${STYLE}</style>` };
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
`;
}

/** The language a browser asks for: Chinese unless it likes English better (RFC 9110, Accept-Language). */
export function localeOfBrowser(accepted: string | undefined): Locale {
  const liking = (locale: string) =>
    Math.max(
      0,
      ...(accepted ?? '').split(',').map((range) => {
        const [tag = '', ...params] = range.trim().toLowerCase().split(';');
        if (tag !== locale && !tag.startsWith(`${locale}-`)) return 0;
        const q = params.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
        return q === undefined ? 1 : Number(q) || 0;
      }),
    );
  return liking('en') > liking('zh') ? 'en' : 'zh';
}
