import { reasonSchema } from '../claims/consent.ts';
import { actOnce, hasActed, recordAct, recordRefusal } from '../db/audit.ts';
import { listBureau } from '../directory/roles.ts';
import { buildReasonForm } from '../directory/views.ts';
import type { Programme } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { VIEWS } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { buildStateSentence, nameOf } from './blocks.ts';
import { enterSummary } from './open-summary.ts';
import { acceptVersion, findSummary, returnVersion } from './repository.ts';
import { mayAccept, type Summary, stateOf, type Version } from './summary.ts';
import { showSummary, tellOfSummary } from './tell.ts';
import { say } from './words.ts';

type Decision = 'accept_summary' | 'return_summary';

/**
 * The bureau accepts the version that stands, by the rule of `mayAccept`. There is no way back by `undo`: what was
 * accepted by mistake is returned for correction, with a reason, and every version is kept.
 */
export async function acceptSummary(deps: Deps, ask: Ask, id: string): Promise<Message | undefined> {
  const found = await findForDecision(deps, ask, 'accept_summary', id);
  if ('refusal' in found) return found.refusal;
  const { summary, latest } = found;
  const { teamId, userId, locale, now, cause } = ask;
  const isUndecided = stateOf(summary) === 'submitted';
  if (isUndecided && !mayAccept(latest, userId, await listBureau(deps.db, teamId))) {
    await recordRefusal(deps.db, {
      ...{ teamId, act: 'accept_summary', actor: userId, objectKind: 'yearly_summary', objectId: id },
      ...{ now, cause, details: { reason: 'own_summary' } },
    });
    return message(section(say(locale, 'own_summary')));
  }
  return decide(deps, ask, found, { decision: 'accept_summary', reason: '' });
}

/** Opens the window that asks for the reason; on an old message it says instead where the summary stands. */
export async function openReturn(deps: Deps, ask: Ask, id: string): Promise<Message | undefined> {
  const found = await findForDecision(deps, ask, 'return_summary', id);
  if ('refusal' in found) return found.refusal;
  const { summary, latest } = found;
  const { locale } = ask;
  const state = stateOf(summary);
  if (state === 'returned') return explainToday(deps, ask, id);
  await ask.open(
    buildReasonForm(
      locale,
      {
        callbackId: VIEWS.returnSummary,
        title: say(locale, 'return_title'),
        label: say(locale, 'return_reason'),
        hint: say(locale, state === 'accepted' ? 'return_hint_accepted' : 'return_hint'),
        submit: sayShared(locale, 'submit'),
      },
      { summaryId: summary.id, version: String(latest.version) },
    ),
  );
  return undefined;
}

/** The reason was given: the version that was read goes back, and no other. */
export async function submitReturn(deps: Deps, ask: Submission): Promise<Answer> {
  const { summaryId = '', version = '' } = ask.metadata;
  const found = await findForDecision(deps, ask, 'return_summary', summaryId);
  if ('refusal' in found) return { notice: found.refusal };
  if (String(found.latest.version) !== version || stateOf(found.summary) === 'returned')
    return { notice: await explainToday(deps, ask, summaryId) };
  const checked = check(reasonSchema(ask.locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { reason } = checked.value;
  const answer = await decide(deps, ask, found, { decision: 'return_summary', reason });
  return answer ? { notice: answer } : { close: true };
}

interface Found {
  programme: Programme;
  summary: Summary;
  latest: Version;
}

async function findForDecision(
  deps: Deps,
  ask: Ask,
  decision: Decision,
  id: string,
): Promise<Found | { refusal: Message }> {
  const { locale } = ask;
  const entered = await enterSummary(deps, ask, id, decision);
  if ('refusal' in entered) return entered;
  const { programme, summary } = entered;
  const { latest } = summary;
  if (!latest) return { refusal: message(section(buildStateSentence(summary, { locale, programme }))) };
  if (programme.state === 'closed')
    return { refusal: message(section(say(locale, 'year_closed', { year: summary.year }))) };
  return { programme, summary, latest };
}

/** One decision, in one transaction; of two at the same moment one wins and the other reads what happened. */
async function decide(
  deps: Deps,
  ask: Ask,
  { programme, summary: before, latest }: Found,
  { decision, reason }: { decision: Decision; reason: string },
): Promise<Message | undefined> {
  const { teamId, userId, locale, now, cause } = ask;
  const accepts = decision === 'accept_summary';
  const { id: summaryId, year } = before;
  const step = { teamId, summaryId, year, version: latest.version, by: userId, now, reason };
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await (accepts ? acceptVersion : returnVersion)(trx, step)))
      return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : ('decided' as const);
    const auditId = await recordAct(trx, {
      ...{ teamId, act: decision, actor: userId, objectKind: 'yearly_summary', objectId: before.id },
      ...{ now, cause },
      details: {
        version: latest.version,
        ...(accepts ? { own: latest.submittedBy === userId } : { reason, from: stateOf(before) }),
      },
    });
    const summary = await findSummary(trx, teamId, before.id);
    if (!summary) throw new Error('a summary that was just decided is gone');
    await showSummary(trx, teamId, summary);
    await tellOfSummary(trx, teamId, { summary, auditId, actor: userId });
    return 'done' as const;
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'decided') return explainToday(deps, ask, before.id);
  const unit = nameOf(before, { locale, programme });
  return message(section(say(locale, accepts ? 'accepted_done' : 'returned_done', { unit })));
}

async function explainToday(deps: Deps, ask: Ask, id: string): Promise<Message> {
  const { teamId, locale, reader } = ask;
  const summary = await findSummary(deps.db, teamId, id);
  if (!summary) return message(section(sayShared(locale, 'not_found')));
  const programme = await programmeOf(deps.db, { teamId, year: summary.year }, reader.tz);
  return message(section(buildStateSentence(summary, { locale, programme })));
}
