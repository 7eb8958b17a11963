import { holdUnit } from '../../claims/advance-sql.ts';
import { marksOf } from '../../claims/tell.ts';
import { actOnce } from '../../db/audit.ts';
import { isUniqueViolation, type Trx } from '../../db/open.ts';
import { recordInside } from '../../outbox/act-sql.ts';
import type { Marks } from '../../outbox/marks.ts';
import { message, section } from '../../slack/blocks.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { enterRequest, type LinkEntry } from '../asked.ts';
import { type Asked, expiryOf } from '../link.ts';
import { endLink, findLink, insertLink } from '../link-sql.ts';
import { findKindOf, forgetOtherDate, type LinkedKind } from '../request-sql.ts';
import { hashOf, newSecret } from '../secret.ts';
import { buildLinkForm } from '../views.ts';
import { say } from '../words.ts';
import { chooseRequest } from './choose-request.ts';

/**
 * `make_link`: an address by which the home unit or the host answers this request without an account. It is shown once,
 * in the modal, and kept nowhere; making a new one ends the one before. On a need: for whichever request of it waits; on a
 * home unit: for its yes in advance to all its experts.
 */
export async function makeLink(deps: Deps, click: Click): Promise<void> {
  if (!deps.publicUrl) return click.reply(message(section(say(click.locale, 'no_address'))));
  const kind = await findKindOf(deps.db, click.teamId, click.value);
  if (!kind) return click.reply(message(section(sayShared(click.locale, 'not_found'))));
  if (kind !== 'demand') return makeFor(deps, click, kind, click.value);
  const choice = await chooseRequest(deps, click);
  if ('only' in choice) return makeFor(deps, click, choice.only.kind, choice.only.id);
  await click.reply(choice.answer);
}

async function makeFor(deps: Deps, click: Click, kind: LinkedKind, id: string): Promise<void> {
  const entry = await enterRequest(deps, click, kind, id);
  if (entry.refusal) return click.reply(entry.refusal);
  const { asked } = entry;
  const expiresAt = expiryOf(asked, click.now);
  if (Temporal.Instant.compare(expiresAt, click.now) <= 0)
    return click.reply(message(section(say(click.locale, 'too_late'))));
  const secret = newSecret();
  const made = await keep(deps, click, entry, { secretHash: hashOf(secret), expiresAt });
  if (made === 'repeated') return;
  // The unit was merged at this moment: it is asked of the one that stays.
  if (made === 'merged') return makeFor(deps, click, kind, id);
  const address = `${deps.publicUrl}/a/${secret}`;
  await click.open(buildLinkForm({ asked, ...made, address, expiresAt, locale: click.locale }));
}

const ATTEMPTS = 5;

/** Of two coordinators at one moment the later one's link holds. */
async function keep(
  { db }: Deps,
  { teamId, userId: actor, now, cause }: Ask,
  { asked, how }: Extract<LinkEntry, { refusal?: undefined }>,
  { secretHash, expiresAt }: { secretHash: string; expiresAt: Temporal.Instant },
): Promise<{ id: string; ended: number } | 'repeated' | 'merged'> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await actOnce(db, async (trx) => {
        if (asked.asks === 'blanket' && !(await holdUnit(trx, teamId, asked.unit.id))) return 'merged';
        const one = { teamId, secretHash, asked, madeBy: actor, madeAt: now, expiresAt };
        const made = await insertLink(trx, one);
        const marks = await forgetBefore(trx, teamId, asked);
        const details = { ...nameThing(asked), asks: asked.asks, until: String(expiresAt) };
        const object = { objectKind: 'answer_link', objectId: made.id };
        await recordInside(
          trx,
          { teamId, act: 'make_link', actor, ...object, now, cause, details, how },
          { ...marks, people: [actor, ...(marks.people ?? [])] },
        );
        return made;
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'answer_link_one_open') || attempt === ATTEMPTS) throw error;
    }
  }
}

/** As the trail has it. */
function nameThing(asked: Asked): Record<string, string> {
  switch (asked.asks) {
    case 'consent':
    case 'host':
      return { claim: asked.claimCase.claim.id };
    case 'report':
      return { report: asked.report.id };
    case 'blanket':
      return { unit: asked.unit.id };
  }
}

/** They are asked again, so a date that they wished for before is no longer shown. */
async function forgetBefore(trx: Trx, teamId: string, asked: Asked): Promise<Partial<Marks>> {
  if (asked.asks === 'report' || asked.asks === 'blanket') return {};
  const { claimCase } = asked;
  return (await forgetOtherDate(trx, teamId, claimCase.claim.id)) ? marksOf(claimCase) : {};
}

/** The modal is closed; where it was said so, the link is taken back. */
export async function submitLink(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId: actor, locale, now, cause, typed, metadata } = ask;
  const link = await findLink(deps.db, teamId, metadata.linkId ?? '');
  if (!link) return { notice: message(section(sayShared(locale, 'not_found'))) };
  if (!typed.revoke?.includes('yes')) return { close: true };
  if (link.madeBy !== actor) {
    const kind = link.claimId ? 'claim' : link.reportId ? 'report' : 'unit';
    const id = link.claimId ?? link.reportId ?? link.unitId ?? '';
    const { refusal } = await enterRequest(deps, ask, kind, id);
    if (refusal) return { notice: refusal };
  }
  const ended = await actOnce(deps.db, async (trx) => {
    if (!(await endLink(trx, teamId, link.id, now))) return false;
    const object = { objectKind: 'answer_link', objectId: link.id };
    await recordInside(trx, { teamId, act: 'end_link', actor, ...object, now, cause }, { people: [actor] });
    return true;
  });
  return { notice: message(section(say(locale, ended ? 'ended' : 'ended_before'))) };
}
