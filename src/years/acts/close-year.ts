import { actOnce, recordAct } from '../../db/audit.ts';
import { undoButton } from '../../directory/undo-button.ts';
import type { Locale } from '../../i18n/locale.ts';
import { isAhead, type Programme, today } from '../../programme/programme.ts';
import { programmeOf } from '../../programme/repository.ts';
import type { RoomDeps } from '../../room.ts';
import { actions, type Message, message, section } from '../../slack/blocks.ts';
import type { Ask, Click, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { buildChecklist } from '../checklist.ts';
import { closeYear, countUnreported, freeze, markUnreported } from '../closing-sql.ts';
import { enterYear } from '../enter.ts';
import { buildCloseForm } from '../forms.ts';
import { countLeft, isNothingLeft, yearPartsOf } from '../left.ts';
import { showYears } from '../tell.ts';
import { sayFirstDay } from '../views.ts';
import { say } from '../words.ts';
import { objectOf } from '../year.ts';

/** `close_year`: the checklist while anything waits for somebody; then the figures that will stand. */
export async function openCloseYear(deps: RoomDeps, click: Click): Promise<void> {
  const { locale } = click;
  const entry = await enterYear(deps, click, 'close_year', click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { programme } = entry;
  const reason = notClosable(programme, click.now, locale);
  if (reason) return click.reply(reason);
  if (!isNothingLeft(await countLeft(deps.db, deps.rooms, programme)))
    return click.reply(await explainLeft(deps, click, programme));
  const [{ city }, unreported] = await Promise.all([
    freeze(deps.db, programme),
    countUnreported(deps.db, programme),
  ]);
  await click.open(buildCloseForm(programme, city, unreported, locale));
}

/** Freezes the figures; from then on the year changes by numbered corrections alone. */
export async function submitCloseYear(deps: RoomDeps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const entry = await enterYear(deps, ask, 'close_year', ask.metadata.year);
  if (entry.refusal) return { notice: entry.refusal };
  const { programme } = entry;
  const { year } = programme;
  const object = objectOf(year);
  if (!ask.typed.confirm?.includes('yes')) return { errors: { confirm: say(locale, 'confirm_needed') } };

  const outcome = await actOnce(deps.db, async (trx) => {
    const closed = await closeYear(trx, deps.rooms, programme, { by: userId, now });
    if (closed !== 'closed') return closed;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'close_year',
      actor: userId,
      objectKind: object.kind,
      objectId: object.id,
      now,
      cause,
    });
    await markUnreported(trx, programme);
    await showYears(trx, teamId);
    return { auditId };
  });
  const done = section(say(locale, 'closed_done', { year }));
  if (typeof outcome === 'object')
    return { notice: message(done, actions(undoButton(outcome.auditId, locale))) };
  switch (outcome) {
    case 'left':
      return { notice: await explainLeft(deps, ask, programme) };
    case 'not_closable': {
      const asItIs = await programmeOf(deps.db, { teamId, year });
      return {
        notice: notClosable(asItIs, now, locale) ?? message(section(sayShared(locale, 'already_done'))),
      };
    }
    case 'repeated':
      return { notice: message(done) };
  }
}

function notClosable(programme: Programme, now: Temporal.Instant, locale: Locale): Message | undefined {
  const { year, state, isCurrent, nextYear: next } = programme;
  if (state === 'closed') return message(section(say(locale, 'closed_before', { year })));
  if (isAhead(programme)) {
    return message(section(say(locale, 'ahead_already', { year, date: sayFirstDay(year, locale) })));
  }
  if (!isCurrent) return undefined;
  if (next === undefined || today(programme, now).year >= next)
    return message(section(say(locale, 'open_next_first', { year, next: year + 1 })));
  return message(section(say(locale, 'close_waits', { year, next, date: sayFirstDay(next, locale) })));
}

async function explainLeft(
  { db, rooms }: RoomDeps,
  { locale, now }: Ask,
  programme: Programme,
): Promise<Message> {
  const ask = { locale, programme, now };
  const left = [];
  for (const part of yearPartsOf(rooms)) {
    const items = await part.listLeft(db, ask);
    left.push({ part, items, n: items.length });
  }
  return buildChecklist(left, ask);
}
