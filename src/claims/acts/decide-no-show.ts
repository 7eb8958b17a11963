import type { Click, Deps } from '../../slack/interaction.ts';
import { press } from '../enact.ts';

/** `uphold_no_show`: nobody came. The claim ends, and so does whatever anybody owes about it. */
export async function upholdNoShow(deps: Deps, click: Click): Promise<void> {
  await press(deps, click, 'uphold_no_show');
}

/** `dismiss_no_show`: they came after all, and the claim stands as before. */
export async function dismissNoShow(deps: Deps, click: Click): Promise<void> {
  await press(deps, click, 'dismiss_no_show');
}
