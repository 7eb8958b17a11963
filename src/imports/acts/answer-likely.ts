import { actOnce, recordAct } from '../../db/audit.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { enterImport } from '../enter.ts';
import { buildLikelyForm, LIKELY_SHOWN } from '../forms.ts';
import { type Import, unansweredIn } from '../import.ts';
import { answerRows, listRows } from '../rows-sql.ts';
import { findImport } from '../sql.ts';
import { showImport } from '../tell.ts';
import { explainState } from '../views.ts';
import { say } from '../words.ts';

/** `answer_likely`: the rows that look like something that is there, ten by ten. */
export async function openLikely(deps: Deps, click: Click): Promise<Message | undefined> {
  const { locale, value } = click;
  const { one, refusal } = await enterImport(deps, click, 'drop_import', value);
  if (!one) return refusal;
  if (one.state !== 'checked') return explainState(one, locale);
  const view = await pageOf(deps, click, one, { after: 0, from: 1, n: unansweredIn(one) });
  if (!view) return message(section(say(locale, 'likely_none')));
  await click.open(view);
  return undefined;
}

/** A page is saved; the next one follows, until none is left. */
export async function submitLikely(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, typed, metadata } = ask;
  const { importId = '', rows = '', from = '1', n = '0' } = metadata;
  const { one, refusal } = await enterImport(deps, ask, 'drop_import', importId);
  if (!one) return { notice: refusal };
  const shown = rows.split(' ').map(Number).filter(Number.isInteger);
  const answers = shown.flatMap((no) => {
    const answer = typed[`row_${no}`];
    return answer === 'same' || answer === 'another' ? [{ no, answer } as const] : [];
  });
  const rest = Array.isArray(typed.all) && typed.all.includes('yes') ? 'same' : undefined;
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await answerRows(trx, { teamId, importId }, answers, rest))) return 'elsewhere';
    await recordAct(trx, {
      teamId,
      act: 'answer_likely',
      actor: userId,
      objectKind: 'import',
      objectId: importId,
      now,
      cause,
      details: { answers, rest: rest ?? null },
    });
    await showImport(trx, teamId, one);
    return 'done';
  });
  const after = (await findImport(deps.db, teamId, importId)) ?? one;
  if (outcome === 'elsewhere') return { notice: explainState(after, locale) };
  const next = { after: shown.at(-1) ?? 0, from: Number(from) + shown.length, n: Number(n) };
  const view = await pageOf(deps, ask, after, next);
  if (view) return { view };
  const open = unansweredIn(after);
  return { notice: message(section(say(locale, open > 0 ? 'still_open' : 'likely_done', { n: open }))) };
}

async function pageOf(
  { db }: Deps,
  { teamId, locale }: Pick<Click, 'teamId' | 'locale'>,
  one: Import,
  { after, from, n }: { after: number; from: number; n: number },
) {
  const of = { teamId, importId: one.id };
  const rows = await listRows(db, of, { which: 'unanswered', after, limit: LIKELY_SHOWN });
  if (rows.length === 0) return undefined;
  return buildLikelyForm(locale, { importId: one.id, rows, from, n: Math.max(n, from + rows.length - 1) });
}
