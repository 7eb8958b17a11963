import type { WebClient } from '@slack/web-api';

/** What somebody put into a form, or why it can't be had. */
export type Fetched =
  | { ok: true; bytes: Uint8Array }
  | { ok: false; why: 'gone' | 'too_large' | 'elsewhere' | 'not_allowed' | 'unreachable' };

/** Slack keeps files there. */
const FILES_HOST = 'files.slack.com';

const MOST_MS = 30_000;

/**
 * Fetches a file with the bot's token, from where Slack keeps files and from nowhere else: the token is never sent to
 * another host, and no redirect is followed.
 */
export function createDownload({ token, apiUrl }: { token: string; apiUrl: string }, lookup: WebClient) {
  return async function fetchFile(id: string, mostBytes: number): Promise<Fetched> {
    const answer = await lookup.files
      .info({ file: id })
      .catch((error: { data?: { error?: string } }) => error);
    if (!('file' in answer) || !answer.file) return { ok: false, why: whyNot(answer) };
    const { url_private_download: url = '', size = 0 } = answer.file;
    if (size > mostBytes) return { ok: false, why: 'too_large' };
    if (!isSlacks(url, apiUrl)) return { ok: false, why: 'elsewhere' };
    return read(url, token, mostBytes).catch((): Fetched => ({ ok: false, why: 'unreachable' }));
  };
}

function whyNot(answer: object): 'gone' | 'not_allowed' | 'unreachable' {
  const reason = 'data' in answer ? (answer.data as { error?: string } | undefined)?.error : undefined;
  if (reason === 'file_not_found' || reason === 'file_deleted') return 'gone';
  return reason === 'missing_scope' || reason === 'not_allowed' ? 'not_allowed' : 'unreachable';
}

function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, origin } = new URL(url);
  return (protocol === 'https:' && host === FILES_HOST) || origin === new URL(apiUrl).origin;
}

async function read(url: string, token: string, mostBytes: number): Promise<Fetched> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'manual',
    signal: AbortSignal.timeout(MOST_MS),
  });
  if (answer.status >= 300 && answer.status < 400) return { ok: false, why: 'elsewhere' };
  if (answer.status === 404) return { ok: false, why: 'gone' };
  // Whoever may not read the file is shown the page to sign in.
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (answer.status === 401 || answer.status === 403 || isPage) return { ok: false, why: 'not_allowed' };
  if (!answer.ok || !answer.body) return { ok: false, why: 'unreachable' };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.byteLength;
    if (size > mostBytes) return { ok: false, why: 'too_large' };
    chunks.push(chunk);
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}
