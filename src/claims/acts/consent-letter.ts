import { today } from '../../programme/programme.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { enterClaim } from '../enter.ts';
import { buildLetterAnswer } from '../letter-views.ts';

/** `consent_letter`: what the employer puts on paper, to be copied; it changes nothing. */
export async function showLetter(deps: Deps, click: Click): Promise<void> {
  const entry = await enterClaim(deps, click, 'consent_letter', click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { claimCase: file, doer } = entry;
  const { programme, now } = doer;
  const { consent } = file;
  await click.reply(
    buildLetterAnswer({ file, consent, programme, locale: click.locale, today: today(programme, now) }),
  );
}
