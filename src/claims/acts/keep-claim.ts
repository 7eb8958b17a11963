import type { Click, Deps } from '../../slack/interaction.ts';
import { press } from '../enact.ts';

/**
 * `keep_claim`: the date has moved, and suits the expert all the same. Then whoever has not yet said yes to it is next:
 * the home unit, and a host that had not accepted the expert (designs 3).
 */
export async function keepClaim(deps: Deps, click: Click): Promise<void> {
  await press(deps, click, 'keep_claim');
}
