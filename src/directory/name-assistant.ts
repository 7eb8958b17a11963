import { actOnce, recordAct } from '../db/audit.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { type Click, type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { refuseAssistant } from './acting-form.ts';
import { setAssistant } from './acting-sql.ts';
import { buildAssistantForm } from './assistant-views.ts';
import { type Expert, whoseRegistration } from './expert.ts';
import { enqueueHomes } from './homes.ts';
import { askLeave } from './refuse.ts';
import { findExpert } from './repository.ts';
import { tellAssistants } from './tell-assistant.ts';
import { say as sayDirectory } from './words.ts';
import { say } from './words-assistants.ts';

/** `name_assistant`: by the expert, or a coordinator of their system; see the permission table. */
export async function openAssistant(deps: Deps, click: Click): Promise<Message | undefined> {
  const { expert, refusal } = await enter(deps, click, click.value);
  if (!expert) return refusal;
  await click.open(buildAssistantForm(expert, click.locale));
  return undefined;
}

/** Names, changes or ends the assistant; those concerned are told once. */
export async function submitAssistant(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, typed } = ask;
  const { expert, onBehalfOf, refusal } = await enter(deps, ask, ask.metadata.expertId ?? '');
  if (!expert) return { notice: refusal };
  const { id, name } = expert;
  const assistant = typeof typed.assistant === 'string' ? typed.assistant || undefined : undefined;
  const wrong = (await refusePerson(deps, ask, assistant)) ?? refuseAssistant(locale, assistant, expert);
  if (wrong) return { errors: { assistant: wrong } };
  const outcome = await actOnce(deps.db, async (trx) => {
    const set = await setAssistant(trx, { teamId, id, assistant });
    if (!set) return 'same' as const;
    const { before } = set;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'name_assistant',
      actor: userId,
      onBehalfOf,
      objectKind: 'expert',
      objectId: id,
      now,
      cause,
      details: { assistant: assistant ?? null, before: before ?? null },
    });
    const expertUser = userId === expert.userId ? undefined : expert.userId;
    await tellAssistants(trx, { teamId, auditId, expertId: id, before, after: assistant, expertUser });
    await enqueueHomes(trx, teamId, [userId, expert.userId, before, assistant], [id]);
    return 'done' as const;
  });
  const done = assistant ? 'assistant_set' : 'assistant_unset';
  const key = outcome === 'same' ? 'assistant_same' : done;
  return { notice: message(section(say(locale, key, { expert: name }))) };
}

/** Why there is no such person to act for anybody, if there isn't. */
export async function refusePerson(
  deps: Deps,
  { teamId, locale }: Pick<Submission, 'teamId' | 'locale'>,
  assistant: string | undefined,
): Promise<string | undefined> {
  if (!assistant) return undefined;
  const person = await deps.readers.find(teamId, assistant);
  return isNobody(person) || !person.known ? sayDirectory(locale, 'not_a_person') : undefined;
}

type Entry =
  | { expert: Expert; onBehalfOf: string | undefined; refusal?: undefined }
  | { expert?: undefined; onBehalfOf?: undefined; refusal: Message };

async function enter(deps: Deps, ask: Click | Submission, expertId: string): Promise<Entry> {
  const expert = await findExpert(deps.db, ask.teamId, expertId);
  if (!expert) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const object = { kind: 'expert', id: expert.id };
  const leave = await askLeave(deps, ask, 'name_assistant', whoseRegistration(expert), object);
  return leave.refusal ? { refusal: leave.refusal } : { expert, onBehalfOf: leave.onBehalfOf };
}
