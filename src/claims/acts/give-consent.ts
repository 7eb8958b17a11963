import { randomUUID } from 'node:crypto';
import { today } from '../../programme/programme.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import type { Consent } from '../consent.ts';
import type { With } from '../decide.ts';
import { press } from '../enact.ts';
import type { Doer } from '../enter.ts';

/**
 * `give_consent`: the home unit says yes (notice 5(2): 经单位同意), and the host is asked next. For a claim that was
 * confirmed before the consent came, it is kept with the claim and nothing else moves.
 */
export async function giveConsent(deps: Deps, click: Click): Promise<void> {
  await press(deps, click, 'give_consent', (doer) => {
    const date = today(doer.programme, doer.now).toString();
    return withConsent(doer, { kind: 'online', documentNo: '', date, until: undefined });
  });
}

/** The yes as it is kept with the claim and in the record. */
export function withConsent({ userId: by, onBehalfOf }: Doer, consent: Consent): With {
  return {
    given: {
      consent,
      by,
      onBehalf: onBehalfOf !== undefined,
      blanketId: consent.kind === 'blanket' ? randomUUID() : undefined,
    },
    details: { kind: consent.kind },
  };
}
