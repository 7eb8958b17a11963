/** Files over HTTP: the window uploads and shows them, the app fetches them with its token. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { File } from './file-store.ts';
import { insertFile, MOST_BYTES } from './files.ts';
import { sendJson, targetOf } from './http.ts';
import { grantedScopes } from './scopes.ts';
import type { Team } from './team.ts';

/** What a browser may show in a page; everything else is offered for download. */
const SHOWN = /^(image\/(png|jpeg|gif|webp)|application\/pdf)$/;

/** `url_private` is the app's: with the bot token and `files:read`. */
export function serveToApp(team: Team, request: IncomingMessage, response: ServerResponse): void {
  const [, id = ''] = /^\/files-pri\/[^/]+-(F\w+)\//.exec(request.url ?? '') ?? [];
  const file = team.files.get(id);
  const isApp = request.headers.authorization === `Bearer ${team.options.botToken}`;
  if (!file || !isApp || !grantedScopes(team).includes('files:read'))
    return void response.writeHead(isApp && file ? 403 : 404).end();
  send(team, file, response);
}

/** What the app has announced: the address itself is the right to it, for as long as it isn't completed. */
export async function takeUpload(
  team: Team,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const secret = (request.url ?? '').slice('/upload/v1/'.length);
  const upload = [...team.uploads.values()].find((one) => one.secret === secret);
  const bytes = await readFile(request).catch(() => undefined);
  if (request.method !== 'POST' || !upload) return void response.writeHead(404).end('not found');
  if (bytes?.length !== upload.length) return void response.writeHead(400).end('wrong length');
  upload.bytes = bytes;
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${bytes.length}`);
}

/** For the window: `POST /window/files?as=&name=` uploads, `GET /window/files/<id>` shows. False when it is neither. */
export function serveToWindow(team: Team) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const target = targetOf(request, team.url);
    if (!target) return false;
    const { pathname, searchParams } = target;
    if (pathname !== '/window/files' && !pathname.startsWith('/window/files/')) return false;
    // A page of somebody else's can neither upload nor embed.
    if (request.headers['sec-fetch-site'] !== 'same-origin')
      sendJson(response, 403, { ok: false, error: 'forbidden' });
    else if (request.method === 'POST') void upload(team, request, response, searchParams);
    else {
      const file = team.files.get(pathname.slice('/window/files/'.length));
      if (file) send(team, file, response);
      else sendJson(response, 404, { ok: false, error: 'file_not_found' });
    }
    return true;
  };
}

async function upload(
  team: Team,
  request: IncomingMessage,
  response: ServerResponse,
  asked: URLSearchParams,
): Promise<void> {
  try {
    const user = asked.get('as') ?? '';
    if (!team.users.has(user)) throw new Error('user_not_found');
    const bytes = await readBytes(request);
    const { id, name, filetype, size } = insertFile(team, user, asked.get('name') || 'file', bytes);
    team.changed();
    sendJson(response, 200, { ok: true, file: { id, name, filetype, size } });
  } catch (error) {
    sendJson(response, 400, { ok: false, error: (error as Error).message });
  }
}

/** The file alone, or the first one in a form, as the SDK sends it. */
async function readFile(request: IncomingMessage): Promise<Buffer | undefined> {
  const bytes = await readBytes(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return bytes;
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const file = [...form.values()].find((value) => value instanceof Blob);
  return file && Buffer.from(await file.arrayBuffer());
}

/** All of it is read, so that the window hears the answer instead of a broken connection. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  if (size > MOST_BYTES) throw new Error('file_too_large');
  return Buffer.concat(chunks);
}

function send(team: Team, { id, name, mimetype, size }: File, response: ServerResponse): void {
  const bytes = team.bytes.read(id);
  if (!bytes) return void response.writeHead(404).end();
  const how = SHOWN.test(mimetype) ? 'inline' : 'attachment';
  response.writeHead(200, {
    'content-type': SHOWN.test(mimetype) ? mimetype : 'application/octet-stream',
    'content-length': size,
    'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  });
  bytes.on('error', () => response.destroy()).pipe(response);
}
