/** files.getUploadURLExternal and files.completeUploadExternal: what an app uploads, in three steps. */
import { insertFile, MOST_BYTES } from '../files.ts';
import { addMessage } from '../messages.ts';
import type { Channel } from '../records.ts';
import { faultApp, freshId, type Team } from '../team.ts';
import { type Answer, type Args, requireArgs } from './call.ts';
import { findDestination, findParent } from './chat.ts';

/** files.getUploadURLExternal. */
export function announceUpload(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'filename', 'length');
  if (missing) return missing;
  const length = Number(args.length);
  if (!Number.isSafeInteger(length) || length < 1) return { error: 'invalid_arguments' };
  if (length > MOST_BYTES) return { error: 'file_upload_size_restricted' };
  const id = freshId(team, 'F');
  const secret = crypto.randomUUID();
  team.uploads.set(id, { secret, name: String(args.filename), length });
  return { upload_url: `${team.url}/upload/v1/${secret}`, file_id: id };
}

/** files.completeUploadExternal: shares what is whole in a channel; without one it stays the app's own. */
export function completeUpload(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'files');
  if (missing) return missing;
  const asked = titlesIn(args.files);
  if (!asked || asked.length === 0) return { error: 'invalid_arguments' };
  const whole = asked.every(({ id }) => team.uploads.get(id)?.bytes);
  if (!whole) return { error: 'file_not_found' };
  const where = args.channel_id ? findChannel(team, String(args.channel_id)) : undefined;
  if (where && 'refusal' in where) return where.refusal;
  const parent =
    where && args.thread_ts
      ? findParent(team, where.channel, args.thread_ts, 'files.completeUploadExternal')
      : undefined;
  if (typeof parent === 'object') return parent;
  const files = asked.map(({ id, title }) => takeIn(team, id, title));
  if (where)
    addMessage(team, {
      channel: where.channel.id,
      user: team.botUserId,
      text: String(args.initial_comment ?? ''),
      blocks: [],
      threadTs: parent,
      files,
    });
  return { files: structuredClone(files) };
}

/** Unlike a message, a file is shared in a channel alone: a person's own id opens nothing. */
function findChannel(team: Team, id: string): { channel: Channel } | { refusal: Answer } {
  if (!team.users.has(id)) return findDestination(team, id);
  faultApp(team, `files.completeUploadExternal: ${id} is a person, not a channel`);
  return { refusal: { error: 'channel_not_found' } };
}

function takeIn(team: Team, id: string, title: string | undefined) {
  const { name = id, bytes = Buffer.alloc(0) } = team.uploads.get(id) ?? {};
  team.uploads.delete(id);
  const file = insertFile(team, team.botUserId, name, bytes, id);
  file.title = title ?? name;
  return file;
}

function titlesIn(given: unknown): { id: string; title: string | undefined }[] | undefined {
  if (!Array.isArray(given)) return undefined;
  return given.map((one: { id?: unknown; title?: unknown } | null) => ({
    id: String(one?.id ?? ''),
    title: typeof one?.title === 'string' && one.title !== '' ? one.title : undefined,
  }));
}
