/** What people upload, as Slack's file objects. */
import type { File } from './file-store.ts';
import { grantedScopes } from './scopes.ts';
import { freshId, type Team } from './team.ts';

/** In bytes. Slack takes a gigabyte; this is a workspace on somebody's own machine. */
export const MOST_BYTES = 25 * 1024 * 1024;

/** By the first bytes, as Slack looks at a file: a name can say anything. */
const SIGNATURES: [type: string, mimetype: string, starts: RegExp][] = [
  ['png', 'image/png', /^\x89PNG\r\n/],
  ['jpg', 'image/jpeg', /^\xff\xd8\xff/],
  ['gif', 'image/gif', /^GIF8[79]a/],
  ['pdf', 'application/pdf', /^%PDF-/],
  ['heic', 'image/heic', /^.{4}ftyp(heic|heix|mif1)/s],
  ['webp', 'image/webp', /^RIFF.{4}WEBP/s],
];

/** Takes a file in for its owner, who alone can see it until an app shows it. */
export function insertFile(
  team: Team,
  user: string,
  name: string,
  bytes: Buffer,
  id = freshId(team, 'F'),
): File {
  if (bytes.length > MOST_BYTES) throw new Error('file_too_large');
  if (bytes.length === 0) throw new Error('file_is_empty');
  const created = Math.floor(team.options.wallNow() / 1000);
  const [filetype, mimetype] = typeOf(name, bytes);
  const path = encodeURIComponent(name.replaceAll('/', '_'));
  const file: File = {
    ...{ id, created, timestamp: created, name, title: name, mimetype, filetype, size: bytes.length },
    ...{ user, user_team: team.id, mode: 'hosted', file_access: 'visible', editable: false },
    ...{ is_external: false, is_public: false, public_url_shared: false, display_as_bot: false },
    url_private: `${team.url}/files-pri/${team.id}-${id}/${path}`,
    url_private_download: `${team.url}/files-pri/${team.id}-${id}/download/${path}`,
    permalink: `${team.url}/window/files/${id}`,
  };
  team.bytes.put(id, bytes);
  team.files.set(id, file);
  return file;
}

function typeOf(name: string, bytes: Buffer): [filetype: string, mimetype: string] {
  const head = bytes.subarray(0, 16).toString('latin1');
  const known = SIGNATURES.find(([, , starts]) => starts.test(head));
  if (known) return [known[0], known[1]];
  const claimed = name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '';
  // What calls itself a picture and is none is just bytes.
  const isKnownName = SIGNATURES.some(([type]) => type === claimed) || claimed === 'jpeg';
  return [isKnownName || !claimed ? 'binary' : claimed, 'application/octet-stream'];
}

/** Slack refuses what shows a picture that isn't there, isn't one, or isn't the app's to read. */
export function refusePictures(team: Team, blocks: unknown): string[] {
  const ids = [...JSON.stringify(blocks ?? []).matchAll(/"slack_file":\{"id":"([^"]*)"/g)].map(
    ([, id]) => id ?? '',
  );
  const mayRead = grantedScopes(team).includes('files:read');
  const isPicture = (id: string) => /^image\/(png|jpeg|gif)$/.test(team.files.get(id)?.mimetype ?? '');
  return ids.filter((id) => !mayRead || !isPicture(id)).map((id) => `[ERROR] invalid slack file: ${id}`);
}
