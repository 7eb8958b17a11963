import type { Message } from './blocks.ts';

/** Answers one interaction, to the person alone (Slack: five times within 30 minutes). */
export async function respondTo(url: string, answer: Message): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...answer, response_type: 'ephemeral', replace_original: false }),
    signal: AbortSignal.timeout(5000),
  });
  await response.body?.cancel();
}
