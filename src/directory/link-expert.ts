import { actOnce, recordAct } from '../db/audit.ts';
import { isCheckViolation, isUniqueViolation } from '../db/open.ts';
import { enqueueNotice, enqueueView, refreshView } from '../outbox/enqueue.ts';
import { telephoneOf } from '../outbox/telephone.ts';
import { endLinesOf } from '../outbox/telephone-sql.ts';
import { actions, type Message, message, section } from '../slack/blocks.ts';
import { type Click, type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { type Expert, whoseRegistration } from './expert.ts';
import { enqueueHomes } from './homes.ts';
import { buildLinkForm } from './record-views.ts';
import { linkAccount } from './recorded-sql.ts';
import { askLeave } from './refuse.ts';
import { findExpert } from './repository.ts';
import { coordinatorsAmong, listGrants } from './roles.ts';
import { undoButton } from './undo-button.ts';
import { say as sayDirectory } from './words.ts';
import { say } from './words-recorded.ts';

/** `link_expert`: somebody who was recorded without an account has one now, and keeps everything. */
export async function openLink(deps: Deps, click: Click): Promise<Message | undefined> {
  const { expert, refusal } = await enter(deps, click, click.value);
  if (!expert) return refusal;
  await click.open(buildLinkForm(expert, click.locale));
  return undefined;
}

export async function submitLink(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, typed } = ask;
  const { expert, refusal } = await enter(deps, ask, ask.metadata.expertId ?? '');
  if (!expert) return { notice: refusal };
  const account = typeof typed.account === 'string' ? typed.account : '';
  if (!account) return { errors: { account: sayDirectory(locale, 'required') } };
  const person = await deps.readers.find(teamId, account);
  if (isNobody(person) || !person.known) return { errors: { account: sayDirectory(locale, 'not_a_person') } };
  const { id, name } = expert;
  try {
    const outcome = await actOnce(deps.db, async (trx) => {
      if (!(await linkAccount(trx, { teamId, id, account }))) return undefined;
      // What nobody has told them by telephone is asked of them here.
      const { ids: lines, asked } = await endLinesOf(trx, teamId, { person: 'expert', id });
      const address = telephoneOf({ person: 'expert', id });
      await enqueueView(
        trx,
        ...asked.map((one) => ({ ...one, teamId, target: account, key: one.key.replace(address, account) })),
      );
      const auditId = await recordAct(trx, {
        teamId,
        act: 'link_expert',
        actor: userId,
        objectKind: 'expert',
        objectId: id,
        now,
        cause,
        details: { account, lines },
      });
      await enqueueNotice(trx, {
        teamId,
        key: `notice:${auditId}:${account}`,
        kind: 'expert_linked',
        target: account,
        ref: { expertId: id },
      });
      await refreshView(trx, teamId, `registration_review:${id}:`);
      const ringers = coordinatorsAmong(await listGrants(trx, teamId), { systems: [expert.system] });
      await enqueueHomes(trx, teamId, [userId, account, ...ringers], [id]);
      return auditId;
    });
    if (typeof outcome !== 'number')
      return { notice: message(section(say(locale, 'linked_before', { name }))) };
    return {
      notice: message(section(say(locale, 'linked', { name })), actions(undoButton(outcome, locale))),
    };
  } catch (error) {
    const wrong = isUniqueViolation(error, 'expert_one_per_user')
      ? 'account_taken'
      : isCheckViolation(error, 'expert_consents_for_himself')
        ? 'account_consents'
        : isCheckViolation(error, 'expert_records_himself')
          ? 'linked_yourself'
          : isCheckViolation(error, 'expert_assists_himself')
            ? 'account_assists'
            : isCheckViolation(error, 'expert_consents_for_second')
              ? 'account_consents'
              : undefined;
    if (!wrong) throw error;
    return { errors: { account: say(locale, wrong) } };
  }
}

async function enter(
  deps: Deps,
  ask: Click | Submission,
  expertId: string,
): Promise<{ expert: Expert; refusal?: undefined } | { expert?: undefined; refusal: Message }> {
  const expert = await findExpert(deps.db, ask.teamId, expertId);
  if (!expert) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const object = { kind: 'expert', id: expert.id };
  const { refusal } = await askLeave(deps, ask, 'link_expert', whoseRegistration(expert), object);
  if (refusal) return { refusal };
  const { name, userId } = expert;
  return userId ? { refusal: message(section(say(ask.locale, 'linked_before', { name }))) } : { expert };
}
