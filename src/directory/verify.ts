import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { enqueueNotice, refreshView } from '../outbox/enqueue.ts';
import { actions, type Message, message, section } from '../slack/blocks.ts';
import { VIEWS } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import type { Expert } from './expert.ts';
import { enqueueHomes } from './homes.ts';
import { addContact } from './organisations.ts';
import { askLeave } from './refuse.ts';
import { findExpert, returnRegistration, verifyExpert } from './repository.ts';
import { listCoordinators } from './roles.ts';
import { undoButton } from './undo-button.ts';
import { buildReasonForm } from './views.ts';
import { say } from './words.ts';

/** `verify_expert`: the person, the employer and who consents for it are true. */
export async function verify(deps: Deps, ask: Ask, expertId: string): Promise<Message | undefined> {
  const { teamId, userId, locale, now, cause } = ask;
  const { expert, refusal } = await findForCoordinator(deps, ask, 'verify_expert', expertId);
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
    });
    if (expert.homeUnitUser) {
      await addContact(trx, {
        teamId,
        organisationId: expert.employerId,
        userId: expert.homeUnitUser,
        by: userId,
        now,
      });
    }
    await tellDecision(trx, expert, teamId, auditId);
    return { auditId };
  });
  if (outcome === 'repeated') return undefined;
  const { name } = expert;
  if (outcome === 'decided') return message(section(say(locale, 'decided_before', { name })));
  const undo = undoButton(outcome.auditId, locale);
  return message(section(say(locale, 'verified_done', { name })), actions(undo));
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
    await tellDecision(trx, expert, teamId, auditId);
    return 'done' as const;
  });
  const key = outcome === 'decided' ? 'decided_before' : 'returned_done';
  return { notice: message(section(say(locale, key, { name: expert.name }))) };
}

/** The expert hears the decision; every coordinator's message and Home loses its buttons. */
async function tellDecision(trx: Trx, expert: Expert, teamId: string, auditId: number): Promise<void> {
  if (expert.userId) {
    await enqueueNotice(trx, {
      ...{
        teamId,
        key: `notice:${auditId}:${expert.userId}`,
        kind: 'registration_notice',
        target: expert.userId,
      },
      ref: { expertId: expert.id },
    });
  }
  await refreshView(trx, teamId, `registration_review:${expert.id}:`);
  await enqueueHomes(trx, teamId, [
    expert.userId,
    ...(await listCoordinators(trx, teamId, { systems: [expert.system] })),
  ]);
}

async function findForCoordinator(
  deps: Deps,
  ask: Ask,
  act: 'verify_expert' | 'return_registration',
  expertId: string,
) {
  const expert = await findExpert(deps.db, ask.teamId, expertId);
  if (!expert) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const { refusal } = await askLeave(
    deps,
    ask,
    act,
    { systems: [expert.system] },
    { kind: 'expert', id: expert.id },
  );
  return refusal ? { refusal } : { expert };
}
