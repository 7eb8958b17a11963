import type { WebClient } from '@slack/web-api';
import { actOnce, hasActed, recordAct } from '../../db/audit.ts';
import type { Db, Trx } from '../../db/open.ts';
import { whoseRegistration } from '../../directory/expert.ts';
import { findReader } from '../../directory/readers.ts';
import { askLeave } from '../../directory/refuse.ts';
import { findExpert } from '../../directory/repository.ts';
import { coordinatorIn, listGrants } from '../../directory/roles.ts';
import { type Locale, localeOf } from '../../i18n/locale.ts';
import { PERSON } from '../../outbox/refusals.ts';
import type { Person } from '../../people.ts';
import { today } from '../../programme/programme.ts';
import { findProgramme } from '../../programme/repository.ts';
import type { RoomDeps } from '../../room.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Typed } from '../../slack/form.ts';
import type { Ask, Click, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { type Erased, erasePerson } from '../erase-sql.ts';
import { type Asked, findPerson, holdPerson } from '../person-sql.ts';
import { showAnew } from '../show-anew-sql.ts';
import {
  buildErasedNotice,
  buildEraseForm,
  buildHomeAfter,
  isOneself,
  ONESELF,
  sayUnfinished,
} from '../views.ts';
import { say } from '../words.ts';

/** `erase_person`: what goes and what stays, before anything does. */
export async function openErase(deps: RoomDeps, click: Click): Promise<void> {
  const entered = await enter(deps, click, click.value);
  if (entered.refusal) return click.reply(entered.refusal);
  const { id, name, person } = entered;
  const unfinished = await listUnfinished(deps, deps.db, person, click);
  await click.open(buildEraseForm(click.locale, { id, name }, unfinished));
}

/** One transaction, or a sentence that says what is to be done first; whoever comes second finds nothing left. */
export async function submitErase(deps: RoomDeps, client: WebClient, ask: Submission): Promise<Answer> {
  const { teamId, locale, cause } = ask;
  const entered = await enter(deps, ask, ask.metadata.id || 'nobody');
  if (entered.refusal) return { notice: entered.refusal };
  const { asked, isOwn } = entered;
  if (!isTicked(ask.typed)) return { errors: { confirm: say(locale, 'tick_first') } };
  const outcome = await actOnce(deps.db, async (trx) => {
    await holdPerson(trx, entered.person);
    // What was read before may have changed while it was waited for.
    const person = await findPerson(trx, teamId, asked);
    if (!person || person.accounts.join() !== entered.person.accounts.join())
      return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : ('gone' as const);
    const unfinished = await listUnfinished(deps, trx, person, ask);
    if (unfinished.length > 0) return { unfinished };
    return erase(deps, trx, ask, { person, isOwn });
  });
  if (outcome === 'repeated') return { notice: message(section(sayShared(locale, 'already_done'))) };
  if (outcome === 'gone') return { notice: message(section(say(locale, 'erased_before'))) };
  if ('unfinished' in outcome) return { errors: { confirm: sayUnfinished(outcome.unfinished, locale) } };
  const { opaque: id, records: n, reached } = outcome;
  return {
    notice: message(
      section(n > 0 ? say(locale, 'erased_records', { id, n }) : say(locale, 'erased', { id })),
    ),
    async afterwards() {
      if (reached) await tellErased(client, reached, isOwn ? undefined : ask.reader.name);
    },
  };
}

/** The trail keeps that it was done, and nobody's name: also not that of whoever erased themselves. */
async function erase(
  { rooms }: RoomDeps,
  trx: Trx,
  { teamId, userId, now, cause }: Submission,
  { person, isOwn }: { person: Person; isOwn: boolean },
): Promise<Erased & { reached: Reached | undefined }> {
  const reached = await findReached(trx, person);
  const shown = await showAnew(trx, person);
  const erased = await erasePerson(trx, rooms, person, { by: isOwn ? 'expert' : 'coordinator', now });
  const [expertId] = person.expertIds;
  await recordAct(trx, {
    teamId,
    act: 'erase_person',
    actor: isOwn ? erased.opaque : userId,
    objectKind: expertId === undefined ? 'slack_user' : 'expert',
    objectId: expertId ?? erased.opaque,
    now,
    cause,
    details: { records: erased.records, shown },
  });
  return { ...erased, reached };
}

/** Whose Home still shows what was known of them, and who can read a message. */
interface Reached {
  account: string;
  locale: Locale;
  hasHome: boolean;
  isGone: boolean;
}

async function findReached(trx: Trx, { teamId, accounts }: Person): Promise<Reached | undefined> {
  const row = await trx
    .selectFrom('slack_user')
    .select(['user_id', 'locale', 'home_opened_at', 'deleted'])
    .where('team_id', '=', teamId)
    .where('user_id', 'in', [...accounts, ''])
    .executeTakeFirst();
  return (
    row && {
      account: row.user_id,
      locale: localeOf(row.locale),
      hasHome: row.home_opened_at !== null,
      isGone: row.deleted,
    }
  );
}

/**
 * Told outside the queue, whose row would keep the account: once, as the erasure is, and not at all where this process stops
 * at this very moment.
 */
async function tellErased(
  client: WebClient,
  { account, locale, hasHome, isGone }: Reached,
  by: string | undefined,
): Promise<void> {
  const view = { type: 'home' as const, blocks: buildHomeAfter(locale) };
  if (hasHome) await client.views.publish({ user_id: account, view });
  if (by === undefined || isGone) return;
  const { text, blocks } = buildErasedNotice(by, locale);
  await client.chat.postMessage({ channel: account, text, blocks }).catch(isUnreached);
}

/** Gone, or taking no messages: nothing to be done about it, and the erasure stands. */
function isUnreached(error: unknown): undefined {
  const { error: reason = '' } = (error as { data?: { error?: string } }).data ?? {};
  if (PERSON.some((one) => one === reason)) return undefined;
  throw error;
}

type Entered =
  | { refusal: Message }
  | { refusal?: undefined; person: Person; asked: Asked; id: string; name: string; isOwn: boolean };

/** Oneself, or by a coordinator's button the expert of this id. */
async function enter(deps: RoomDeps, ask: Ask, value: string): Promise<Entered> {
  const { teamId, userId, locale, reader } = ask;
  const expert = await findExpert(deps.db, teamId, value);
  const isOwn = isOneself(value, userId) || expert?.userId === userId;
  if (!expert && !isOwn) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const object = { kind: expert ? 'expert' : 'slack_user', id: expert?.id ?? userId };
  const whose = expert ? whoseRegistration(expert) : { expertUsers: [userId] };
  const leave = await askLeave(deps, ask, 'erase_person', whose, object);
  if (leave.refusal) return leave;
  const asked: Asked = isOwn ? { account: userId } : { expertId: expert?.id ?? '' };
  const person = await findPerson(deps.db, teamId, asked);
  if (!person) return { refusal: message(section(say(locale, 'erased_before'))) };
  if (!isOwn && !leave.by.bureau && (await holdsRole(deps.db, person)))
    return { refusal: message(section(say(locale, 'holds_role'))) };
  const name = isOwn
    ? ((await findReader(deps.db, teamId, userId))?.name ?? reader.name)
    : (expert?.name ?? '');
  return { person, asked, id: isOwn ? ONESELF : (expert?.id ?? ''), name, isOwn };
}

async function holdsRole(db: Db, { teamId, accounts }: Person): Promise<boolean> {
  const grants = await listGrants(db, teamId);
  return accounts.some((account) => {
    const { bureau, districts, systems } = coordinatorIn(grants, account);
    return bureau || districts.length + systems.length > 0;
  });
}

/** As each room says it; their rows are held from then on where this is asked in the transaction. */
async function listUnfinished(
  { rooms }: Pick<RoomDeps, 'rooms'>,
  db: Db,
  person: Person,
  { teamId, locale, now }: Ask,
): Promise<string[]> {
  const programme = await findProgramme(db, teamId);
  const day = programme ? today(programme, now) : now.toZonedDateTimeISO('UTC').toPlainDate();
  const found: string[] = [];
  for (const { people } of rooms)
    found.push(...((await people?.listUnfinished?.(db, person, { locale, today: day })) ?? []));
  return found;
}

function isTicked({ confirm }: Typed): boolean {
  return Array.isArray(confirm) && confirm.includes('yes');
}
