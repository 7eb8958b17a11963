import { actOnce, hasActed } from '../../db/audit.ts';
import type { Db } from '../../db/open.ts';
import { today } from '../../programme/programme.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import type { ClaimFile } from '../claim.ts';
import { claimNow, moveClaim } from '../claim-sql.ts';
import type { Consent } from '../consent.ts';
import { keepConsent } from '../consent-sql.ts';
import { type Decided, press, recordDecision, showEverywhere } from '../decide.ts';
import type { Doer } from '../enter.ts';
import { tellTransition } from '../tell.ts';
import { CLAIM_TRANSITIONS } from '../transitions.ts';

/** `give_consent`: the home unit's yes with one click. */
export async function consent(deps: Deps, click: Click): Promise<void> {
  await press(deps, click, 'give_consent', (doer, file) => {
    const date = today(doer.programme, doer.now).toString();
    const online = { kind: 'online' as const, documentNo: '', date, until: undefined };
    return giveConsent(deps.db, doer, file, online, 'give_consent');
  });
}

/**
 * The home unit says yes (notice 5(2): 经单位同意): the host is asked next. For a claim that was confirmed before the
 * paper came, or by telephone first, the consent is kept with it and nothing else moves.
 */
export async function giveConsent(
  db: Db,
  doer: Doer,
  file: ClaimFile,
  given: Consent,
  act: 'give_consent' | 'record_consent',
): Promise<Decided> {
  const { programme, userId: by, onBehalfOf, now, cause } = doer;
  const { teamId } = programme;
  const { id, state } = file.claim;
  return actOnce(db, async (trx) => {
    const { from, to } = CLAIM_TRANSITIONS[act];
    const moved = await moveClaim(trx, { teamId, id, from, to, now });
    const claim = moved ?? (await claimNow(trx, teamId, id, ['host_pending', 'confirmed']));
    const giver = { teamId, claim: file.claim, by, onBehalf: onBehalfOf !== undefined, now };
    if (!claim || !(await keepConsent(trx, giver, given)))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const telling = await recordDecision(trx, doer, file, act, { kind: given.kind });
    const after = { ...file, claim };
    if (moved) await tellTransition(trx, telling, act, state, after);
    await showEverywhere(trx, programme, after);
    return moved ? { undo: telling.auditId } : {};
  });
}
