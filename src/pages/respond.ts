import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Locale } from '../i18n/locale.ts';
import { letGo } from '../slack/read-body.ts';
import { drawDocument, LANG, policyOf } from './document.ts';
import type { Html } from './html.ts';
import { STYLE } from './style.ts';

/** A page as it is sent. */
export interface PageShown {
  status: number;
  locale: Locale;
  title: string;
  body: Html;
  /** Other than for a phone. */
  style?: string;
  headers?: Readonly<Record<string, string>>;
}

/** What is for whoever holds the address alone: no search engine, cache, other site or frame gets anything of it. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
} as const;

/** By style: there are two. */
const policies = new Map<string, string>();

function policyFor(style: string): string {
  const policy = policies.get(style) ?? policyOf(style);
  policies.set(style, policy);
  return policy;
}

/** Sends a page for one reader; what the browser may still be sending is let go. */
export function showPage(request: IncomingMessage, response: ServerResponse, shown: PageShown): void {
  const { status, locale, title, style = STYLE, headers = {} } = shown;
  const body = Buffer.from(drawDocument({ locale, title, style, body: shown.body }));
  response.writeHead(status, {
    ...HEADERS,
    'content-security-policy': policyFor(style),
    'content-language': LANG[locale],
    'content-length': body.length,
    ...headers,
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(body);
  letGo(request);
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
