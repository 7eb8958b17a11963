import type { Click, Deps } from '../../slack/interaction.ts';
import { press } from '../enact.ts';

/** `accept_expert`: the host takes the expert; from now on both read each other's phone. */
export async function acceptExpert(deps: Deps, click: Click): Promise<void> {
  await press(deps, click, 'accept_expert');
}
