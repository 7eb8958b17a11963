import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Typed } from './form.ts';
import type { Submission } from './interaction.ts';
import { listenersOf } from './listeners.ts';
import type { Answer } from './submit.ts';
import { readMetadata } from './view.ts';

/**
 * Presses the button again for somebody who has confirmed that they act alone: what it answers, or opens, takes the
 * place of the modal that asked. Whether they are alone is asked again at each step.
 */
export async function pressAgain(
  app: App,
  ask: Submission,
  { actionId, value, chosen }: { actionId: string; value: string; chosen: Typed },
): Promise<Answer> {
  let answer = { close: true } as Answer;
  await listenersOf(app).presses.get(actionId)?.({
    ...ask,
    value,
    chosen,
    alone: true,
    async reply(notice) {
      answer = { notice };
    },
    async open(view) {
      answer = { view: carryAlone(view) };
    },
  });
  return answer;
}

/** The modal remembers what was confirmed before it. */
export function carryAlone(view: ModalView): ModalView {
  const metadata = { ...readMetadata(view.private_metadata ?? ''), alone: 'yes' };
  return { ...view, private_metadata: JSON.stringify(metadata) };
}

export function isAlone({ alone }: Record<string, string>): boolean {
  return alone === 'yes';
}
