import type { Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { readPress } from '../case-sql.ts';
import { say } from '../words-acting.ts';
import { claimWith } from './claim.ts';
import { claimFor } from './claim-for.ts';

/** `choose_expert`: in whose name an assistant claims; then as a press of that person. */
export async function submitExpert(deps: Deps, ask: Submission): Promise<Answer> {
  const { expert } = ask.typed;
  if (typeof expert !== 'string' || expert === '')
    return { errors: { expert: say(ask.locale, 'choose_one') } };
  return go(deps, ask, expert, undefined);
}

/** `choose_employer`: for which of two employers the expert goes; that one is asked for its consent. */
export async function submitEmployer(deps: Deps, ask: Submission): Promise<Answer> {
  const { employer } = ask.typed;
  if (typeof employer !== 'string' || employer === '')
    return { errors: { employer: say(ask.locale, 'choose_one') } };
  return go(deps, ask, ask.metadata.expertId, employer);
}

async function go(
  deps: Deps,
  ask: Submission,
  expertId: string | undefined,
  employerId: string | undefined,
): Promise<Answer> {
  const { demandId = '', onBehalf, reason = '' } = ask.metadata;
  if (onBehalf && expertId !== undefined)
    return claimFor(deps, ask, { demandId, expertId, employerId, reason });
  const press = await readPress(deps.db, ask, demandId, { expertId, employerId });
  const { answer } = await claimWith(deps, ask, press, { demandId, expertId, employerId });
  if (!answer) return { close: true };
  return 'type' in answer ? { view: answer } : { notice: answer };
}
