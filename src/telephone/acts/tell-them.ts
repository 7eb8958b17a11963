import { actOnce, hasActed, recordAct } from '../../db/audit.ts';
import { findReader } from '../../directory/readers.ts';
import { askLeave } from '../../directory/refuse.ts';
import { undoButton } from '../../directory/undo-button.ts';
import { showMoment } from '../../programme/programme.ts';
import { findProgrammeOf } from '../../programme/repository.ts';
import { actions, type Message, message, section } from '../../slack/blocks.ts';
import type { Ask, Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { whoseLine } from '../line.ts';
import { findCallee } from '../read.ts';
import { showRingers } from '../show.ts';
import { findLine, type OpenLine, tellLine } from '../sql.ts';
import { say } from '../words.ts';

/** `told_them`: a coordinator has rung somebody who has no account; on record, and the line goes. */
export async function toldThem(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause, value } = click;
  const line = await findLine(deps.db, teamId, value);
  if (!line) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const object = { kind: 'telephone_line', id: String(line.id) };
  const leave = await askLeave(deps, click, 'told_them', whoseLine(line), object);
  if (leave.refusal) return click.reply(leave.refusal);
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await tellLine(trx, { teamId, id: line.id, by: userId, now })))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const { how } = leave;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'told_them',
      actor: userId,
      objectKind: object.kind,
      objectId: object.id,
      now,
      cause,
      details: { kind: line.kind, person: line.person },
      how,
    });
    await showRingers(trx, teamId, [line], now);
    return { auditId };
  });
  if (outcome === 'repeated') return;
  if (outcome === 'decided') return click.reply(await explain(deps, click, line));
  const name = (await findCallee(deps.db, teamId, line))?.name ?? '';
  await click.reply(
    message(section(say(locale, 'done', { name })), actions(undoButton(outcome.auditId, locale))),
  );
}

/** Who told them, and when; or that it matters no more. */
async function explain(deps: Deps, ask: Ask, { id }: OpenLine): Promise<Message> {
  const { teamId, locale } = ask;
  const line = await findLine(deps.db, teamId, String(id));
  const programme = await findProgrammeOf(deps.db, ask);
  if (!line?.toldBy || !line.toldAt || !programme) return message(section(say(locale, 'no_longer')));
  const who = (await findReader(deps.db, teamId, line.toldBy))?.name ?? line.toldBy;
  const when = showMoment(line.toldAt, programme, locale);
  return message(section(say(locale, 'told_before', { who, when })));
}
