import { ownSideOf } from '../directory/acts-for.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { askLeave } from '../directory/refuse.ts';
import { findExpert } from '../directory/repository.ts';
import { listCoordinators } from '../directory/roles.ts';
import { refreshView } from '../outbox/enqueue.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { takeBackLink, takeBackVerification } from './decisions.ts';
import { type Entry, notFound } from './subject.ts';
import { say } from './words.ts';

const TAKE_BACK = {
  verify_expert: takeBackVerification,
  link_expert: takeBackLink,
} as const;

/** A registration, and who verified or linked it. */
export async function enterExpert(
  deps: Deps,
  ask: Ask,
  act: 'verify_expert' | 'link_expert',
  id: string,
): Promise<Entry> {
  const { teamId } = ask;
  const [expert, programme] = await Promise.all([
    findExpert(deps.db, teamId, id),
    findProgrammeOf(deps.db, ask),
  ]);
  if (!expert || !programme) return notFound(ask);
  // It was another registration's, which was merged into this one since.
  if (expert.id !== id) return { refusal: message(section(say(ask.locale, 'undo_overtaken'))) };
  const systems = [expert.system];
  const { refusal } = await askLeave(deps, ask, act, { systems }, { kind: 'expert', id });
  if (refusal) return { refusal };
  return {
    ...{ number: '', onBehalfOf: undefined, programme },
    takeBack: (trx, undoing) => TAKE_BACK[act](trx, undoing, expert),
    async show(trx) {
      await refreshView(trx, teamId, `registration_review:${id}:`);
      const coordinators = await listCoordinators(trx, teamId, { systems });
      await enqueueHomes(trx, teamId, [...ownSideOf(expert), ...coordinators], [id]);
    },
  };
}
