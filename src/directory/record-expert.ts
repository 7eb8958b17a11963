import { actOnce, recordAct } from '../db/audit.ts';
import { isUniqueViolation, type Trx } from '../db/open.ts';
import { findProgramme } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId, saveDraft, useDraft } from '../slack/drafts.ts';
import { type Click, type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { askToVerify } from './ask-to-verify.ts';
import { recordingSchema, whoseRegistration } from './expert.ts';
import { enqueueHomes } from './homes.ts';
import { buildRecordForm, type RecordIds } from './record-views.ts';
import { findLikely, insertRecorded, mendRecorded, type Recorded } from './recorded-sql.ts';
import { askLeave } from './refuse.ts';
import { refuseForm } from './refuse-form.ts';
import { findExpert } from './repository.ts';
import { decidersAmong, listGrants } from './roles.ts';
import { setUpFirst } from './set-up-first.ts';
import { tellAssistants } from './tell-assistant.ts';
import { typedOf } from './views.ts';
import { say as sayDirectory } from './words.ts';
import { say } from './words-recorded.ts';

/** `record_expert`: opens the form, empty or with what was begun; on somebody's returned registration, with theirs. */
export async function openRecording(deps: Deps, click: Click): Promise<Message | undefined> {
  const { teamId, userId, locale, value } = click;
  const [programme, expert, draft] = await Promise.all([
    findProgramme(deps.db, teamId),
    findExpert(deps.db, teamId, value),
    findUnfinished(deps.db, teamId, userId, 'record_expert'),
  ]);
  if (!programme) return setUpFirst(click);
  const object = { kind: 'expert', id: expert?.id ?? 'new' };
  const whose = expert ? whoseRegistration(expert) : {};
  const { refusal } = await askLeave(deps, click, 'record_expert', whose, object);
  if (refusal) return refusal;
  if (!expert) {
    const ids = { draftId: draft?.id ?? newDraftId() };
    await click.open(buildRecordForm(locale, programme, draft?.typed ?? {}, ids));
    return undefined;
  }
  const { id: expertId, evidence, name, state, userId: account } = expert;
  if (account || state === 'verified') return message(section(say(locale, 'not_to_mend', { name })));
  const typed = { ...typedOf(expert), evidence };
  await click.open(buildRecordForm(locale, programme, typed, { draftId: newDraftId(), expertId }));
  return undefined;
}

/** Records the expert, and asks those to verify who had no hand in it: one transaction. */
export async function submitRecording(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, typed, metadata } = ask;
  const { draftId = newDraftId(), expertId } = metadata;
  const draft = { teamId, userId, draftId };
  await saveDraft(deps.db, draft, { kind: expertId ? 'mend_expert' : 'record_expert', typed, now });
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { close: true };
  const checked = check(recordingSchema(locale, programme.catalogue, typed), typed);
  if (!checked.ok) return { errors: checked.errors };
  const { account, evidence, ...form } = checked.value;
  const whose = whoseRegistration({
    userId: account,
    assistantUser: form.assistant,
    homeUnitUser: form.home_unit_user,
    secondHomeUnitUser: form.second_home_unit_user,
    system: form.system,
    recordedBy: userId,
  });
  const object = { kind: 'expert', id: expertId ?? 'new' };
  const { refusal } = await askLeave(deps, ask, 'record_expert', whose, object);
  if (refusal) return { notice: refusal };
  if (account === userId) return { errors: { account: say(locale, 'record_yourself') } };
  for (const field of ['account', 'home_unit_user'] as const) {
    const named = checked.value[field];
    if (named && isNobody(await deps.readers.find(teamId, named)))
      return { errors: { [field]: sayDirectory(locale, 'not_a_person') } };
  }
  const refused = await refuseForm(deps, ask, form, account);
  if (refused) return { errors: refused };
  const likely = expertId ? undefined : await findLikely(deps.db, teamId, form);
  const isSeen = likely === metadata.likely && Array.isArray(typed.confirm) && typed.confirm.includes('yes');
  if (likely && !isSeen) {
    const ids: RecordIds = { draftId, likely };
    return { view: buildRecordForm(locale, programme, typed, ids) };
  }

  const recorded: Recorded = { teamId, form, evidence, by: userId, now };
  try {
    const outcome = await actOnce(deps.db, async (trx) => {
      if (!(await useDraft(trx, draft, now))) return 'spent' as const;
      const before = expertId ? (await findExpert(trx, teamId, expertId))?.assistantUser : undefined;
      if (expertId && !(await mendRecorded(trx, expertId, recorded))) return 'decided' as const;
      const id = expertId ?? (await insertRecorded(trx, recorded, account));
      const auditId = await tellRecorded(trx, ask, id, whose);
      const change = { teamId, auditId, expertId: id, before, after: form.assistant };
      await tellAssistants(trx, { ...change, expertUser: account });
      return 'done' as const;
    });
    const { name } = form;
    if (outcome === 'decided') return { notice: message(section(say(locale, 'not_to_mend', { name }))) };
    return { notice: message(section(say(locale, expertId ? 'mended' : 'recorded', { name }))) };
  } catch (error) {
    if (!isUniqueViolation(error, 'expert_one_per_user')) throw error;
    return { errors: { account: say(locale, 'account_taken') } };
  }
}

/** Whoever recorded somebody is asked to verify them only where nobody else could. */
async function tellRecorded(
  trx: Trx,
  { teamId, userId, now, cause }: Submission,
  id: string,
  whose: ReturnType<typeof whoseRegistration>,
): Promise<number> {
  const auditId = await recordAct(trx, {
    teamId,
    act: 'record_expert',
    actor: userId,
    objectKind: 'expert',
    objectId: id,
    now,
    cause,
  });
  const deciders = decidersAmong(await listGrants(trx, teamId), 'verify_expert', whose);
  const others = deciders.filter((one) => one !== userId);
  await askToVerify(trx, { teamId, expertId: id, auditId }, others.length > 0 ? others : deciders);
  const assistants = whose.assistantUsers ?? [];
  await enqueueHomes(trx, teamId, [userId, ...assistants, ...deciders], [id]);
  return auditId;
}
