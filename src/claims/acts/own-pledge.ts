import { today } from '../../programme/programme.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { openForm, press } from '../enact.ts';
import type { Doer } from '../enter.ts';
import { enterClaim } from '../enter.ts';
import { withConsent } from './give-consent.ts';
import { buildConsentForm } from './record-consent.ts';

/**
 * `own_pledge`: the expert's own promise, at once, in the home unit's place (decision 18); a coordinator records what was
 * promised on paper. Never the assistant: see the permission table.
 */
export async function ownPledge(deps: Deps, click: Click): Promise<void> {
  const entry = await enterClaim(deps, click, 'own_pledge', click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  if (entry.doer.onBehalfOf !== undefined)
    return openForm(deps, click, 'own_pledge', (claimCase, { programme, now }) =>
      claimCase.consent
        ? undefined
        : buildConsentForm(claimCase, programme.catalogue, click.locale, today(programme, now)),
    );
  await press(deps, click, 'own_pledge', pledgeOf);
}

function pledgeOf(doer: Doer) {
  const date = today(doer.programme, doer.now).toString();
  return withConsent(doer, { kind: 'own_pledge', documentNo: '', date, until: undefined });
}
