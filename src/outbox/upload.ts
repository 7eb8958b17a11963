import type { WebClient } from '@slack/web-api';
import type { Upload } from '../slack/renderer.ts';

/** What failed before anybody could see anything: tried again without a risk of two. */
export class NotShared extends Error {
  constructor(cause: unknown) {
    super('the file was not shared', { cause });
  }
}

/** Milliseconds for the bytes alone. */
const PATIENCE = 30_000;

/**
 * Shares a file in a thread, in Slack's three steps: only the last one shows anything.
 *
 * @throws NotShared for what happens before it.
 */
export async function upload(
  client: WebClient,
  { channel, name, title, bytes }: Upload,
  threadTs: string | null,
): Promise<void> {
  const id = await bring(client, name, bytes).catch((error: unknown) => {
    throw new NotShared(error);
  });
  await client.files.completeUploadExternal({
    files: [{ id, title }],
    channel_id: channel,
    ...(threadTs ? { thread_ts: threadTs } : {}),
  });
}

async function bring(client: WebClient, filename: string, bytes: Uint8Array): Promise<string> {
  const announced = await client.files.getUploadURLExternal({ filename, length: bytes.length });
  const { upload_url = '', file_id = '' } = announced;
  const answer = await fetch(upload_url, {
    method: 'POST',
    body: new Uint8Array(bytes),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok)
    throw Object.assign(new Error('upload refused'), {
      code: 'slack_webapi_http_error',
      statusCode: answer.status,
    });
  return file_id;
}
