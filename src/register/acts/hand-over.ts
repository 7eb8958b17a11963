import type { WebClient } from '@slack/web-api';
import { actOnce, recordAct } from '../../db/audit.ts';
import type { Db, Trx } from '../../db/open.ts';
import { enqueueHomes } from '../../directory/homes.ts';
import type { Actor } from '../../directory/permissions.ts';
import { keepReachable } from '../../directory/reachable.ts';
import { askLeave } from '../../directory/refuse.ts';
import { findActor } from '../../directory/roles.ts';
import { undoButton } from '../../directory/undo-button.ts';
import type { Locale } from '../../i18n/locale.ts';
import { joinNames } from '../../i18n/words.ts';
import { enqueueNotice } from '../../outbox/enqueue.ts';
import type { RoomDeps } from '../../room.ts';
import { actions, message, section } from '../../slack/blocks.ts';
import type { Option, Typed } from '../../slack/form.ts';
import { type Ask, type Click, isNobody, type Search, type Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import {
  type Holder,
  holdAccounts,
  listAsked,
  listHolders,
  referencesTo,
  sayMoved,
  sayWhatFollows,
} from '../holdings-sql.ts';
import { type Moved, replace } from '../replace-sql.ts';
import { buildHandOverForm, FROM_USER } from '../views.ts';
import { say } from '../words.ts';

/** `hand_over`: everything that somebody holds goes to another person, in one act. */
export async function openHandOver(deps: RoomDeps, click: Click): Promise<void> {
  const { refusal } = await askLeave(deps, click, 'hand_over', {}, objectOf(click.value || 'new'));
  if (refusal) return click.reply(refusal);
  await click.open(buildHandOverForm(click.locale, {}));
}

/** Whose work it is was chosen in the modal: all of it stands below. */
export async function previewHandOver(deps: RoomDeps, client: WebClient, click: Click): Promise<void> {
  const { inView, locale, reader, now } = click;
  const from = inView?.typed[FROM_USER];
  if (!inView || typeof from !== 'string') return;
  const actor = await findActor(deps.db, reader, now);
  const holder = await findHolder(deps, deps.db, click.teamId, from);
  if (!holder || !isWithin(holder, actor)) return;
  const what = await sayHeld(deps, click, from);
  const view = buildHandOverForm(locale, inView.typed, { from: optionOf(holder, locale), what });
  await client.views.update({ view_id: inView.id, view });
}

/** Roles, contacts and duties go over; what waits is asked anew of whoever it is now, who is told once what they hold. */
export async function submitHandOver(deps: RoomDeps, ask: Submission): Promise<Answer> {
  const { teamId, locale, typed } = ask;
  const chosen = typeof typed[FROM_USER] === 'string' ? typed[FROM_USER] : '';
  const leave = await askLeave(deps, ask, 'hand_over', {}, objectOf(chosen || 'new'));
  if (leave.refusal) return { notice: leave.refusal };
  if (!chosen) return { errors: { [FROM_USER]: say(locale, 'choose_from') } };
  const to = typeof typed.to_user === 'string' ? typed.to_user : '';
  if (!to) return { errors: { to_user: say(locale, 'choose_to') } };
  if (to === chosen) return { errors: { to_user: say(locale, 'same_person_twice') } };
  const taker = await deps.readers.find(teamId, to);
  if (isNobody(taker) || taker.isGuest || !taker.known)
    return { errors: { to_user: say(locale, 'not_a_taker') } };
  const holder = await findHolder(deps, deps.db, teamId, chosen);
  if (!holder) return { errors: { [FROM_USER]: say(locale, 'holds_nothing') } };
  const { name } = holder;
  if (!isWithin(holder, leave.by)) return { errors: { [FROM_USER]: say(locale, 'outside', { from: name }) } };
  if (!isTicked(typed)) {
    const what = await sayHeld(deps, ask, chosen);
    const from = optionOf(holder, locale);
    return { view: buildHandOverForm(locale, typed, { from, what, untickedOnce: true }) };
  }

  const one = { teamId, from: chosen, into: to };
  const outcome = await actOnce(deps.db, async (trx) => {
    await holdAccounts(trx, teamId, [chosen, to]);
    // What they were given meanwhile may lie elsewhere.
    const held = await findHolder(deps, trx, teamId, chosen);
    if (!held) return 'holds_nothing' as const;
    if (!isWithin(held, leave.by)) return 'outside' as const;
    const moved: Moved[] = [];
    for (const reference of referencesTo(deps.rooms, 'account')) {
      const each = await replace(trx, reference, one);
      if (each.rows.length + each.dropped.length > 0) moved.push(each);
    }
    const auditId = await recordHandOver(trx, ask, one, moved);
    await askAnew(deps, trx, teamId, chosen);
    return { moved, auditId };
  });
  if (outcome === 'repeated') return { notice: message(section(sayShared(locale, 'already_done'))) };
  if (outcome === 'holds_nothing' || outcome === 'outside')
    return { errors: { [FROM_USER]: say(locale, outcome, { from: name }) } };
  const what = joinNames(sayMoved(referencesTo(deps.rooms, 'account'), outcome.moved, locale), locale);
  return {
    notice: message(
      section(say(locale, 'handed_over_done', { from: name, to: taker.name, what: what || '–' })),
      actions(undoButton(outcome.auditId, locale)),
    ),
  };
}

/** Who holds anything within the asker's reach, whether their account is still there or not. */
export async function suggestHolders(deps: RoomDeps, search: Search): Promise<Option[]> {
  const { teamId, reader, query, locale, now } = search;
  const actor = await findActor(deps.db, reader, now);
  if (!actor.bureau && actor.districts.length + actor.systems.length === 0) return [];
  const holders = await listHolders(deps.db, teamId, referencesTo(deps.rooms, 'account'));
  return holders
    .filter((one) => isWithin(one, actor) && one.name.toLowerCase().includes(query.toLowerCase()))
    .map((one) => optionOf(one, locale));
}

async function findHolder(
  { rooms }: Pick<RoomDeps, 'rooms'>,
  db: Db,
  teamId: string,
  userId: string,
): Promise<Holder | undefined> {
  const [holder] = await listHolders(db, teamId, referencesTo(rooms, 'account'), userId);
  return holder;
}

/** The bureau hands over anything, a coordinator what lies in their own districts and systems and nowhere else. */
function isWithin({ places }: Holder, { bureau, districts, systems }: Actor): boolean {
  if (bureau) return true;
  const own = [...districts.map((slug) => `district:${slug}`), ...systems.map((slug) => `system:${slug}`)];
  return places.length > 0 && places.every((place) => own.includes(place));
}

function sayHeld(deps: RoomDeps, { teamId, locale }: Ask, from: string): Promise<string[]> {
  // Nobody yet takes over.
  const one = { teamId, from, into: '' };
  return sayWhatFollows(deps.db, referencesTo(deps.rooms, 'account'), one, locale);
}

function optionOf({ userId, name, isGone }: Holder, locale: Locale): Option {
  return { value: userId, text: isGone ? say(locale, 'gone', { name }) : name };
}

async function recordHandOver(
  trx: Trx,
  { teamId, userId, now, cause }: Submission,
  { from, into: to }: { from: string; into: string },
  moved: Moved[],
): Promise<number> {
  const { kind: objectKind, id: objectId } = objectOf(from);
  const details = { to, moved };
  const act = { teamId, act: 'hand_over' as const, actor: userId, objectKind, objectId, now, cause, details };
  const auditId = await recordAct(trx, act);
  const told = (await keepReachable(trx, teamId, [from, to])).filter((target) => target !== userId);
  for (const target of told)
    await enqueueNotice(trx, {
      teamId,
      key: `notice:${auditId}:${target}`,
      kind: 'handed_over',
      target,
      ref: { auditId: String(auditId) },
    });
  await enqueueHomes(trx, teamId, [from, to, userId]);
  return auditId;
}

/** What stands with somebody as a request, each room asks of whoever stands in: that is by now whoever took over. */
async function askAnew({ rooms }: RoomDeps, trx: Trx, teamId: string, from: string): Promise<void> {
  const handlers = Object.fromEntries(rooms.flatMap(({ unreachable = {} }) => Object.entries(unreachable)));
  for (const { key, kind, ref } of await listAsked(trx, teamId, from, Object.keys(handlers)))
    await handlers[kind]?.(trx, { teamId, key, kind, target: from, ref });
}

function objectOf(userId: string) {
  return { kind: 'slack_user', id: userId };
}

function isTicked({ confirm }: Typed): boolean {
  return Array.isArray(confirm) && confirm.includes('yes');
}
