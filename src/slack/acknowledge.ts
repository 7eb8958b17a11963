/** Slack waits three seconds for the acknowledgement; the person should wait less than one. In ms. */
export const PATIENCE_MS = 800;

/**
 * When Slack hears that a payload has arrived. 'at_once': it only reads, or opens a modal while its trigger lives.
 * 'once_known': it changes something, so its transaction has committed or was refused, or 800 ms have passed. A process
 * that dies before has not acknowledged, and Slack itself tells the person.
 */
export type When = 'at_once' | 'once_known';

/**
 * Does the work and acknowledges it once, whatever becomes of it. The work is handed how to acknowledge before it
 * answers; without an answer that happens when it ends.
 *
 * @throws what the work throws; else what the acknowledgement threw, and then the work is done all the same unless it was
 * to be acknowledged at once.
 */
export async function acknowledged(
  ack: () => Promise<void>,
  when: When,
  work: (acknowledge: () => Promise<void>) => Promise<void>,
): Promise<void> {
  if (when === 'at_once') {
    await ack();
    return work(async () => {});
  }
  let acking: Promise<void> | undefined;
  function acknowledge(): Promise<void> {
    acking ??= ack();
    return acking;
  }
  // A lost acknowledgement keeps no answer back.
  const quietly = () => acknowledge().catch(() => {});
  const late = setTimeout(quietly, PATIENCE_MS);
  try {
    await work(quietly);
  } catch (error) {
    await quietly();
    throw error;
  } finally {
    clearTimeout(late);
  }
  await acknowledge();
}
