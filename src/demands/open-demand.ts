import { askLeave } from '../directory/refuse.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import type { Programme } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId, saveDraft } from '../slack/drafts.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { type Demand, isOpenForEdits } from './demand.ts';
import { findFormYear } from './entry-sql.ts';
import { findLastDemand } from './listings.ts';
import { findDemand } from './repository.ts';
import { explainState } from './tell.ts';
import { LONGEST_INPUT, typedOf, typedOfMessage, typedOfUnit } from './typed.ts';
import { buildNeedForm, type FormIds } from './views.ts';
import { say } from './words.ts';

/** `/expert-demand`, the shortcut and the button: an unfinished draft, else the unit of the person's last need. */
export async function openDemandForm(deps: Deps, ask: Ask): Promise<void> {
  const { teamId, userId, locale } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return replySetUpFirst(ask);
  const { refusal } = await askLeave(deps, ask, 'post_demand', {}, { kind: 'demand', id: '' });
  if (refusal) return ask.reply(refusal);
  const [draft, last] = await Promise.all([
    findUnfinished(deps.db, teamId, userId, 'post_demand'),
    findLastDemand(deps.db, teamId, userId),
  ]);
  const ids: FormIds = { step: 'need', draftId: newDraftId() };
  const offer = draft
    ? { typed: draft.typed, ids: { ...ids, resumes: draft.id }, note: say(locale, 'draft_offered') }
    : last && {
        typed: typedOfUnit(last),
        ids: { ...ids, proposed: last.actionLine },
        note: say(locale, 'last_offered'),
      };
  await ask.open(buildNeedForm({ locale, programme, typed: {}, ids, ...offer }));
}

/**
 * `demand_from_message`: the form with the message's first line as title and all of it as description. Unit and
 * contact stay empty: who wrote it need not be who asks, and nobody's phone is taken over.
 */
export async function openDemandFromMessage(deps: Deps, ask: Ask, text: string): Promise<void> {
  const { teamId, userId, locale, now } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return replySetUpFirst(ask);
  const { refusal } = await askLeave(deps, ask, 'post_demand', {}, { kind: 'demand', id: '' });
  if (refusal) return ask.reply(refusal);
  const typed = typedOfMessage(text);
  const draftId = newDraftId();
  if (text.length > LONGEST_INPUT)
    await saveDraft(deps.db, { teamId, userId, draftId }, { kind: 'post_demand', typed, now });
  const note = say(locale, 'message_taken');
  await ask.open(buildNeedForm({ locale, programme, typed, ids: { step: 'need', draftId }, note }));
}

/** `edit_demand`: the same form with what is known, while the need is being checked. Returns a refusal. */
export async function openEdit(deps: Deps, ask: Ask, demandId: string): Promise<Message | undefined> {
  const { teamId, userId, locale } = ask;
  const programme = await findFormYear(deps.db, ask, demandId);
  if (!programme) return void (await replySetUpFirst(ask));
  const { demand, refusal } = await findEditable(deps, ask, programme, demandId);
  if (!demand) return refusal;
  const draft = await findUnfinished(deps.db, teamId, userId, 'edit_demand');
  const resumed = draft?.object_id === demand.id ? draft : undefined;
  await ask.open(
    buildNeedForm({
      ...{ locale, programme, typed: { ...typedOf(demand), ...resumed?.typed } },
      ids: {
        ...{ step: 'need', draftId: newDraftId(), demandId: demand.id, number: demand.number },
        ...(resumed ? { resumes: resumed.id } : {}),
      },
      note: demand.reason && say(locale, 'note_returned', { reason: demand.reason }),
    }),
  );
}

/** The need that is edited, or why it may not be; neither for a new one. */
export type Allowed = { demand?: Demand; refusal?: Message };

/** The poster, the contact or a coordinator may mend the need while it is being checked. */
export async function findEditable(
  deps: Deps,
  ask: Ask,
  programme: Programme,
  demandId: string,
): Promise<Allowed> {
  const demand = await findDemand(deps.db, ask.teamId, demandId);
  if (!demand) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const { poster, contactUser, district } = demand;
  const whose = { poster, hostUsers: [contactUser ?? null], district };
  const { refusal } = await askLeave(deps, ask, 'edit_demand', whose, { kind: 'demand', id: demandId });
  if (refusal) return { refusal };
  if (isOpenForEdits(demand)) return { demand };
  return { refusal: message(section(await explainState(deps.db, demand, programme, ask.locale))) };
}
