import { actOnce, recordAct } from '../db/audit.ts';
import { findProgramme } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId, saveDraft, useDraft } from '../slack/drafts.ts';
import { type Ask, type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { askToVerify } from './ask-to-verify.ts';
import { registrationSchema, whoseRegistration } from './expert.ts';
import { enqueueHomes } from './homes.ts';
import { refuseForm } from './refuse-form.ts';
import { findExpertByUser, registerExpert } from './repository.ts';
import { decidersAmong, listGrants } from './roles.ts';
import { replySetUpFirst } from './set-up-first.ts';
import { tellAssistants } from './tell-assistant.ts';
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

  const refused = await refuseForm(deps, ask, checked.value, userId);
  if (refused) return { errors: refused };

  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await useDraft(trx, draft, now))) return 'spent' as const;
    const { id, state, assistant } = await registerExpert(trx, { teamId, userId, form: checked.value, now });
    const auditId = await recordAct(trx, {
      teamId,
      act: 'register_expert',
      actor: userId,
      objectKind: 'expert',
      objectId: id,
      now,
      cause,
    });
    const { system, home_unit_user: homeUnitUser, assistant: assistantUser } = checked.value;
    await tellAssistants(trx, { teamId, auditId, expertId: id, before: assistant, after: assistantUser });
    const whose = whoseRegistration({
      userId,
      assistantUser,
      homeUnitUser: homeUnitUser || undefined,
      secondHomeUnitUser: checked.value.second_home_unit_user,
      system,
      recordedBy: undefined,
    });
    const coordinators = decidersAmong(await listGrants(trx, teamId), 'verify_expert', whose);
    if (state === 'registered') await askToVerify(trx, { teamId, expertId: id, auditId }, coordinators);
    await enqueueHomes(trx, teamId, [userId, assistant, assistantUser, ...coordinators], [id]);
    return state;
  });
  const key = outcome === 'verified' ? 'changed' : 'registered';
  return { notice: message(section(say(locale, key))) };
}
