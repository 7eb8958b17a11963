import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { enqueueNotice, refreshView } from '../outbox/enqueue.ts';
import { actions, type Message, message, section } from '../slack/blocks.ts';
import { VIEWS } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { actsFor, ownSideOf } from './acts-for.ts';
import { type Expert, whoseRegistration } from './expert.ts';
import { enqueueHomes } from './homes.ts';
import { addContact } from './organisations.ts';
import { askLeave } from './refuse.ts';
import { findExpert, returnRegistration, verifyExpert } from './repository.ts';
import { bureauAmong, coordinatorsAmong, listGrants } from './roles.ts';
import { undoButton } from './undo-button.ts';
import { buildReasonForm } from './views.ts';
import { say } from './words.ts';
import { say as sayRecorded } from './words-recorded.ts';

/** `verify_expert`: the person, the employer and who consents for it are true. */
export async function verify(deps: Deps, ask: Ask, expertId: string): Promise<Message | undefined> {
  const { teamId, userId, locale, now, cause } = ask;
  const { expert, how, refusal } = await findForCoordinator(deps, ask, 'verify_expert', expertId);
  if (!expert) return refusal;
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await verifyExpert(trx, { teamId, id: expert.id, by: userId, now })))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const auditId = await recordAct(trx, {
      teamId,
      act: 'verify_expert',
      actor: userId,
      objectKind: 'expert',
      objectId: expert.id,
      now,
      cause,
      how,
    });
    const { employerId, homeUnitUser, secondEmployerId, secondHomeUnitUser } = expert;
    const contacts = [
      [employerId, homeUnitUser],
      [secondEmployerId, secondHomeUnitUser],
    ] as const;
    for (const [organisationId, contact] of contacts)
      if (organisationId && contact)
        await addContact(trx, { teamId, organisationId, userId: contact, by: userId, now });
    await tellDecision(trx, expert, teamId, { act: 'verify_expert', auditId });
    return { auditId };
  });
  if (outcome === 'repeated') return undefined;
  const { name } = expert;
  if (outcome === 'decided') return message(section(say(locale, 'decided_before', { name })));
  const undo = undoButton(outcome.auditId, locale);
  return message(section(sayDone(expert, 'verified_done', locale)), actions(undo));
}

/** `return_registration`: opens the window for the reason. */
export async function openReturn(deps: Deps, ask: Ask, expertId: string): Promise<Message | undefined> {
  const { expert, refusal } = await findForCoordinator(deps, ask, 'return_registration', expertId);
  if (!expert) return refusal;
  const { locale } = ask;
  if (expert.state !== 'registered')
    return message(section(say(locale, 'decided_before', { name: expert.name })));
  await ask.open(
    buildReasonForm(
      locale,
      {
        callbackId: VIEWS.returnRegistration,
        title: say(locale, 'return_title'),
        label: say(locale, 'return_reason'),
        hint: say(locale, 'return_hint', { name: expert.name }),
        submit: say(locale, 'return'),
      },
      { expertId },
    ),
  );
}

export async function submitReturn(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const { expert, refusal } = await findForCoordinator(
    deps,
    ask,
    'return_registration',
    ask.metadata.expertId ?? '',
  );
  if (!expert) return { notice: refusal };
  const reason = typeof ask.typed.reason === 'string' ? ask.typed.reason : '';
  if (!reason) return { errors: { reason: say(locale, 'required') } };
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await returnRegistration(trx, { teamId, id: expert.id, reason }))) return 'decided' as const;
    const auditId = await recordAct(trx, {
      ...{
        teamId,
        act: 'return_registration',
        actor: userId,
        objectKind: 'expert',
        objectId: expert.id,
        now,
        cause,
      },
      details: { reason },
    });
    await tellDecision(trx, expert, teamId, { act: 'return_registration', auditId });
    return 'done' as const;
  });
  const { name } = expert;
  const said =
    outcome === 'decided'
      ? say(locale, 'decided_before', { name })
      : sayDone(expert, 'returned_done', locale);
  return { notice: message(section(said)) };
}

/** With who is told: somebody without an account isn't. */
function sayDone({ name, userId }: Expert, done: 'verified_done' | 'returned_done', locale: Locale): string {
  return (userId ? say : sayRecorded)(locale, done, { name });
}

/** The expert hears the decision, or who recorded them; every coordinator's message and Home loses its buttons. */
async function tellDecision(
  trx: Trx,
  expert: Expert,
  teamId: string,
  { act, auditId }: { act: 'verify_expert' | 'return_registration'; auditId: number },
): Promise<void> {
  // Without an account: whoever recorded them, and they themselves by telephone, if nobody acts for them.
  const { userId, recordedBy, assistantUser } = expert;
  const targets = userId ? [userId] : [recordedBy, ...(assistantUser ? [] : actsFor(expert))];
  for (const target of targets.filter((one) => one !== undefined)) {
    await enqueueNotice(trx, {
      teamId,
      key: `notice:${auditId}:${target}`,
      kind: 'registration_notice',
      target,
      ref: { expertId: expert.id },
    });
  }
  if (act === 'verify_expert' && assistantUser && !userId) {
    await enqueueNotice(trx, {
      teamId,
      key: `notice:${auditId}:assistant:${assistantUser}`,
      kind: 'assistant_notice',
      target: assistantUser,
      ref: { expertId: expert.id, news: 'verified' },
    });
  }
  await refreshView(trx, teamId, `registration_review:${expert.id}:`);
  const grants = await listGrants(trx, teamId);
  const coordinators = [...coordinatorsAmong(grants, { systems: [expert.system] }), ...bureauAmong(grants)];
  await enqueueHomes(trx, teamId, [...ownSideOf(expert), ...coordinators], [expert.id]);
}

async function findForCoordinator(
  deps: Deps,
  ask: Ask,
  act: 'verify_expert' | 'return_registration',
  expertId: string,
) {
  const expert = await findExpert(deps.db, ask.teamId, expertId);
  if (!expert) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const leave = await askLeave(deps, ask, act, whoseRegistration(expert), { kind: 'expert', id: expert.id });
  return leave.refusal ? { refusal: leave.refusal } : { expert, how: leave.how };
}
