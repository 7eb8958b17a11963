import { actOnce, recordAct } from '../db/audit.ts';
import { enqueueView } from '../outbox/enqueue.ts';
import { findProgramme } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId, saveDraft, useDraft } from '../slack/drafts.ts';
import { type Ask, type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { registrationSchema } from './expert.ts';
import { enqueueHomes } from './homes.ts';
import { findExpertByUser, registerExpert } from './repository.ts';
import { listCoordinators } from './roles.ts';
import { replySetUpFirst } from './set-up-first.ts';
import { buildRegistrationForm, typedOf } from './views.ts';
import { say } from './words.ts';

/** Opens the registration: what is registered, with an unfinished draft over it. */
export async function openRegistration(deps: Deps, ask: Ask): Promise<void> {
  const { teamId, userId, locale } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return replySetUpFirst(ask);
  const [expert, draft] = await Promise.all([
    findExpertByUser(deps.db, teamId, userId),
    findUnfinished(deps.db, teamId, userId, 'register_expert'),
  ]);
  const typed = {
    ...(expert ? typedOf(expert) : { name: ask.reader.known ? ask.reader.name : null }),
    ...draft?.typed,
  };
  await ask.open(buildRegistrationForm(locale, programme, typed, draft?.id ?? newDraftId()));
}

/** Registers, and asks the coordinators of the system (or the bureau) to verify: one transaction. */
export async function submitRegistration(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const draft = { teamId, userId, draftId: ask.metadata.draftId ?? newDraftId() };
  await saveDraft(deps.db, draft, { kind: 'register_expert', typed: ask.typed, now });
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { close: true };
  const checked = check(registrationSchema(locale, userId, programme.catalogue), ask.typed);
  if (!checked.ok) return { errors: checked.errors };

  const consenter =
    checked.value.home_unit_user && (await deps.readers.find(teamId, checked.value.home_unit_user));
  if (consenter && isNobody(consenter)) return { errors: { home_unit_user: say(locale, 'not_a_person') } };

  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await useDraft(trx, draft, now))) return 'spent' as const;
    const { id, state } = await registerExpert(trx, { teamId, userId, form: checked.value, now });
    const auditId = await recordAct(trx, {
      teamId,
      act: 'register_expert',
      actor: userId,
      objectKind: 'expert',
      objectId: id,
      now,
      cause,
    });
    const coordinators = await listCoordinators(trx, teamId, { systems: [checked.value.system] });
    if (state === 'registered') {
      for (const target of coordinators) {
        // A new registration is news; a change after a return is shown in a new message too, so that it is seen.
        await enqueueView(trx, {
          ...{
            teamId,
            key: `registration_review:${id}:${target}:${auditId}`,
            kind: 'registration_review',
            target,
          },
          ref: { expertId: id },
        });
      }
    }
    await enqueueHomes(trx, teamId, [userId, ...coordinators]);
    return state;
  });
  const key = outcome === 'verified' ? 'changed' : 'registered';
  return { notice: message(section(say(locale, key))) };
}
