import type { WebClient } from '@slack/web-api';
import { actOnce, hasActed, recordAct } from '../../db/audit.ts';
import type { Trx } from '../../db/open.ts';
import { enqueueHomes } from '../../directory/homes.ts';
import type { Actor } from '../../directory/permissions.ts';
import { askLeave } from '../../directory/refuse.ts';
import { findActor } from '../../directory/roles.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import { undoButton } from '../../directory/undo-button.ts';
import { joinNames } from '../../i18n/words.ts';
import { enqueueNotice } from '../../outbox/enqueue.ts';
import type { Pair } from '../../people.ts';
import { type Programme, today } from '../../programme/programme.ts';
import { findProgramme } from '../../programme/repository.ts';
import type { RoomDeps } from '../../room.ts';
import { actions, type Message, message, section } from '../../slack/blocks.ts';
import type { Option, Typed } from '../../slack/form.ts';
import type { Ask, Click, Search, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { findEntry, isAnyErased, type Known, reaches, searchOthers } from '../entries-sql.ts';
import { referencesTo, sayMoved, sayWhatFollows } from '../holdings-sql.ts';
import { holdPair, type KeptMerge, mergePair } from '../merge-sql.ts';
import { buildMergeForm, INTO, nameEntry, optionOfEntry, type Preview, sayClashes } from '../views.ts';
import { say } from '../words.ts';

/** `merge`: a person or unit that is kept twice; which one stays is chosen, and seen beforehand what follows. */
export async function openMerge(deps: RoomDeps, click: Click): Promise<void> {
  const entered = await enter(deps, click, click.value);
  if (entered.refusal) return click.reply(entered.refusal);
  await click.open(buildMergeForm(click.locale, entered.one, {}));
}

/** Which one stays was chosen in the modal: what follows stands below it, and what stands against it. */
export async function previewMerge(deps: RoomDeps, client: WebClient, click: Click): Promise<void> {
  const { inView } = click;
  const entered = await enter(deps, click, inView?.metadata.id ?? '');
  if (!inView || entered.refusal) return;
  const into = await findInto(deps, click, entered, inView.typed);
  if ('error' in into) return;
  const preview = await readPreview(deps, click, entered, into.other);
  const view = buildMergeForm(click.locale, entered.one, inView.typed, { preview });
  await client.views.update({ view_id: inView.id, view });
}

/** One of the two stays, with all that spoke of either: one transaction, or a sentence that says what is in the way. */
export async function submitMerge(deps: RoomDeps, ask: Submission): Promise<Answer> {
  const { locale, typed } = ask;
  const entered = await enter(deps, ask, ask.metadata.id ?? '');
  if (entered.refusal) return { notice: entered.refusal };
  const { one } = entered;
  const into = await findInto(deps, ask, entered, typed);
  if ('error' in into) return { errors: { [INTO]: into.error } };
  const { other } = into;
  if (!isTicked(typed)) {
    const preview = await readPreview(deps, ask, entered, other);
    return { view: buildMergeForm(locale, one, typed, { preview, untickedOnce: true }) };
  }
  const pair = pairOf(ask, entered, other);
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await holdPair(trx, pair)))
      return (await hasActed(trx, pair.teamId, ask.cause))
        ? ('repeated' as const)
        : ('merged_before' as const);
    if (await isAnyErased(trx, pair.teamId, [pair.from, pair.into])) return 'erased' as const;
    const clashes = await listClashes(deps, trx, pair, ask);
    if (clashes.length > 0) return { clashes, kept: undefined };
    const kept = await mergePair(trx, deps.rooms, pair);
    return { kept, auditId: await recordMerge(trx, ask, pair, kept, other) };
  });
  const said = { name: nameEntry(one, locale), into: nameEntry(other, locale) };
  if (outcome === 'repeated') return { notice: message(section(sayShared(locale, 'already_done'))) };
  if (outcome === 'merged_before') return { notice: message(section(say(locale, outcome, said))) };
  if (outcome === 'erased') return { notice: message(section(say(locale, outcome))) };
  if (!outcome.kept) return { errors: { [INTO]: sayClashes(outcome.clashes, locale) } };
  const what = joinNames(sayMoved(referencesTo(deps.rooms, pair.kind), outcome.kept.moved, locale), locale);
  const done = what ? say(locale, 'merged_with', { ...said, what }) : say(locale, 'merged', said);
  return { notice: message(section(done), actions(undoButton(outcome.auditId, locale))) };
}

/** Those of the same kind that could stay. */
export async function suggestInto(deps: RoomDeps, search: Search): Promise<Option[]> {
  const { teamId, reader, query, locale, now, inView } = search;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme || !inView) return [];
  const frame = { locale, year: programme.year };
  const one = await findEntry(deps.db, teamId, inView.metadata.id ?? '', frame);
  const actor = await findActor(deps.db, reader, now);
  if (!one || !reaches(actor, 'merge', one)) return [];
  return (await searchOthers(deps.db, teamId, { one, query, actor, frame })).map((other) =>
    optionOfEntry(other, locale),
  );
}

interface Entered {
  refusal?: undefined;
  one: Known;
  programme: Programme;
  /** Whose reach both must lie within. */
  actor: Actor;
}

/** The one that goes, if the person may merge it; one that was merged already is told as such. */
async function enter(deps: RoomDeps, ask: Ask, id: string): Promise<Entered | { refusal: Message }> {
  const { teamId, userId, locale } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { refusal: setUpFirst(ask) };
  const one = await findEntry(deps.db, teamId, id, { locale, year: programme.year });
  if (!one) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const object = { kind: objectKindOf(one), id: one.id };
  const leave = await askLeave(deps, ask, 'merge', one.whose, object);
  if (leave.refusal) {
    const isOwn = one.expert?.userId === userId;
    return { refusal: isOwn ? message(section(say(locale, 'never_oneself'))) : leave.refusal };
  }
  if (await isAnyErased(deps.db, teamId, [one.id]))
    return { refusal: message(section(say(locale, 'erased'))) };
  if (one.id !== id)
    return { refusal: message(section(say(locale, 'merged_into', { into: nameEntry(one, locale) }))) };
  return { one, programme, actor: leave.by };
}

type Into = { other: Known } | { error: string };

async function findInto(
  deps: RoomDeps,
  { teamId, locale, userId }: Ask,
  { one, programme, actor }: Entered,
  { [INTO]: chosen }: Typed,
): Promise<Into> {
  if (typeof chosen !== 'string' || !chosen) return { error: say(locale, 'choose_into') };
  const other = await findEntry(deps.db, teamId, chosen, { locale, year: programme.year });
  if (!other || other.kind !== one.kind) return { error: say(locale, 'choose_into') };
  if (other.id === one.id) return { error: say(locale, 'not_itself') };
  if (await isAnyErased(deps.db, teamId, [other.id])) return { error: say(locale, 'erased') };
  if (other.unitKind !== one.unitKind) return { error: say(locale, 'other_kind') };
  if (other.expert?.userId === userId) return { error: say(locale, 'never_oneself') };
  return reaches(actor, 'merge', other) ? { other } : { error: say(locale, 'out_of_reach') };
}

async function readPreview(deps: RoomDeps, ask: Ask, entered: Entered, into: Known): Promise<Preview> {
  const pair = pairOf(ask, entered, into);
  const what = await sayWhatFollows(deps.db, referencesTo(deps.rooms, pair.kind), pair, ask.locale);
  return { into, what, clashes: await listClashes(deps, deps.db, pair, ask) };
}

async function listClashes(
  { rooms }: Pick<RoomDeps, 'rooms'>,
  db: RoomDeps['db'],
  pair: Pair,
  { locale }: Pick<Ask, 'locale'>,
): Promise<string[]> {
  const clashes: string[] = [];
  for (const { people } of rooms) clashes.push(...((await people?.listClashes?.(db, pair, locale)) ?? []));
  return clashes;
}

/** The trail names both; the person who was two hears of it, and every screen that showed either shows the one. */
async function recordMerge(
  trx: Trx,
  { teamId, userId, now, cause }: Submission,
  { kind, into }: Pair,
  kept: KeptMerge,
  { expert }: Known,
): Promise<number> {
  const auditId = await recordAct(trx, {
    teamId,
    act: 'merge',
    actor: userId,
    objectKind: kind === 'expert' ? 'expert' : 'organisation',
    objectId: into,
    now,
    cause,
    details: { ...kept },
  });
  const account = expert?.userId ?? kept.account;
  if (account)
    await enqueueNotice(trx, {
      teamId,
      key: `notice:${auditId}:${account}`,
      kind: 'merged',
      target: account,
      ref: { expertId: into },
    });
  await enqueueHomes(trx, teamId, [userId, account], [into]);
  return auditId;
}

function pairOf({ teamId, now }: Ask, { one, programme }: Entered, { id: into }: Known): Pair {
  return { teamId, kind: one.kind, from: one.id, into, today: today(programme, now) };
}

function objectKindOf({ kind }: Known): string {
  return kind === 'expert' ? 'expert' : 'organisation';
}

function isTicked({ confirm }: Typed): boolean {
  return Array.isArray(confirm) && confirm.includes('yes');
}
