import type { Trx } from '../db/open.ts';
import { showAgain } from './enqueue.ts';

/** Shows again all that stands in Slack for one person, Home included: they read in another language from now on. */
export async function refreshForReader(trx: Trx, teamId: string, userId: string): Promise<void> {
  await showAgain(trx, teamId, '')
    .where('target', '=', userId)
    .where('rests', '=', false)
    .where(({ or, eb }) => or([eb('ts', 'is not', null), eb('kind', '=', 'home')]))
    .execute();
}
