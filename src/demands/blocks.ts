import type { KnownBlock } from '@slack/types';
import { LOCALES, type Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { districtName } from '../programme/places.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS, CARD_ROW } from '../slack/ids.ts';
import { withInstant } from './after-blocks.ts';
import {
  type Clarity,
  type Demand,
  demandPhase,
  isOpenForClaims,
  isOpenForReports,
  isReduced,
  missingForPublication,
  type Named,
  type Seats,
} from './demand.ts';
import { shownField } from './field.ts';
import { showRange } from './show-range.ts';
import { say } from './words.ts';
import { say as sayAfter } from './words-after.ts';

/**
 * The card in the needs channel, in the programme's language; `today` is the day in its zone. A confidential need
 * stays reduced for good: who is confirmed learns the rest privately (`buildDemandDetails`).
 */
export function buildDemandCard(
  demand: Demand,
  seats: Seats,
  programme: Programme,
  today: Temporal.PlainDate,
): Message {
  const locale = programme.language;
  const reduced = isReduced(demand);
  const phase = demandPhase(demand, seats, today);
  const text = (label: 'requirement' | 'where' | 'outcome' | 'conditions', value: string) =>
    [say(locale, label), reduced ? '' : value] as const;
  return message(
    header(nameOf(demand, programme, locale)),
    section(withInstant(demand, `${say(locale, `phase_${phase}`)} · ${saySeats(locale, seats)}`, locale)),
    reduced ? context(say(locale, 'confidential_note')) : descriptionOf(demand),
    facts([
      [say(locale, 'unit'), reduced ? '' : demand.unitName],
      [say(locale, 'districts'), districtsOf(demand, programme, locale)],
      [say(locale, 'line'), labelOf(programme.catalogue.action_lines, demand.actionLine, locale)],
      [say(locale, 'field'), shownField(demand, programme.catalogue, locale)],
      [say(locale, 'when'), showTime(demand, programme, locale)],
      text('where', demand.place),
      text('requirement', demand.expertRequirement),
      text('outcome', demand.expectedOutcome),
      text('conditions', demand.conditionsOffered),
      [say(locale, 'deadline'), deadlineOf(demand, programme, locale)],
      [say(locale, 'confirmed'), reduced ? '' : namesOf(seats, locale)],
    ]),
    buildCardButtons(demand, seats, programme, today),
  );
}

function buildCardButtons(
  demand: Demand,
  seats: Seats,
  programme: Programme,
  today: Temporal.PlainDate,
): KnownBlock[] {
  const locale = programme.language;
  const of = (verb: string) => ({ value: demand.id, label: `${verb} ${nameOf(demand, programme, locale)}` });
  const claim = say(locale, 'claim');
  const report = say(locale, 'file_report');
  const rows = actions(
    seats.free > 0 && isOpenForClaims(demand, today)
      ? button({ text: claim, actionId: ACTIONS.claimSlot, style: 'primary', ...of(claim) })
      : undefined,
    isOpenForReports(demand, seats, today)
      ? button({ text: report, actionId: ACTIONS.fileReport, ...of(report) })
      : undefined,
  );
  return rows.map((row) => ({ ...row, block_id: `${CARD_ROW}${seats.free}:${seats.held}` }));
}

/** All that is known of a need, for a coordinator or a confirmed expert; the phone only to those who may see it. */
export function buildDemandDetails(
  demand: Demand,
  programme: Programme,
  locale: Locale,
  shown: { withContact: boolean },
): KnownBlock[] {
  return [...descriptionOf(demand), facts(detailsOf(demand, programme, locale, shown))];
}

/** The same but for the description, each with its label; what isn't said is empty. */
export function detailsOf(
  demand: Demand,
  programme: Programme,
  locale: Locale,
  { withContact }: { withContact: boolean },
): (readonly [label: string, value: string | undefined])[] {
  const { catalogue } = programme;
  const labels = (of: 'modes' | 'need_types', ids: string[]) =>
    joinNames(
      ids.map((id) => labelOf(catalogue[of], id, locale)),
      locale,
    );
  return [
    [say(locale, 'number'), demand.number],
    [say(locale, 'title'), demand.title],
    [say(locale, 'unit'), demand.unitName],
    [say(locale, 'unit_type'), demand.unitType && labelOf(catalogue.unit_types, demand.unitType, locale)],
    [say(locale, 'districts'), districtsOf(demand, programme, locale)],
    [say(locale, 'line'), labelOf(catalogue.action_lines, demand.actionLine, locale)],
    [say(locale, 'form'), demand.form && labelOf(catalogue.forms, demand.form, locale)],
    [say(locale, 'modes'), labels('modes', demand.modes)],
    [say(locale, 'field'), shownField(demand, programme.catalogue, locale)],
    [say(locale, 'need_types'), labels('need_types', demand.needTypes)],
    [say(locale, 'slots'), say(locale, 'seats_wanted', { slots: demand.expertSlots })],
    [say(locale, 'requirement'), demand.expertRequirement],
    [say(locale, 'when'), showTime(demand, programme, locale)],
    [say(locale, 'deadline'), deadlineOf(demand, programme, locale)],
    [say(locale, 'where'), demand.place],
    [say(locale, 'outcome'), demand.expectedOutcome],
    [say(locale, 'conditions'), demand.conditionsOffered],
    [say(locale, 'expected_beneficiaries'), demand.expectedBeneficiaries?.toString()],
    [say(locale, 'contact'), withContact ? demand.contactName : ''],
    [say(locale, 'phone'), withContact ? demand.contactPhone : ''],
  ];
}

/** One compact line for lists; a confidential need without its title. */
export function buildDemandLine(
  demand: Demand,
  { free }: Seats,
  programme: Programme,
  locale: Locale,
): KnownBlock {
  return section(
    say(locale, 'line_summary', {
      number: demand.number,
      title: titleOf(demand, programme, locale),
      district: districtsOf(demand, programme, locale),
      when: showTime(demand, programme, locale),
      free,
    }),
  );
}

/** What is still missing for publication, by the names of the form's fields; undefined when nothing is. */
export function nameMissing(demand: Demand, locale: Locale): string | undefined {
  const missing: Clarity[] = missingForPublication(demand);
  if (missing.length === 0) return undefined;
  return missing.map((field) => say(locale, field)).join(locale === 'zh' ? '、' : ', ');
}

/** The title, or for a confidential need only its line: what may stand in a list that others read. */
export function titleOf(demand: Named, { catalogue }: Programme, locale: Locale): string {
  return isReduced(demand) ? labelOf(catalogue.action_lines, demand.actionLine, locale) : demand.title;
}

/** The words people wrote, and the range behind them; that alone where the words are the range, in whatever language. */
export function showTime(
  { state, timeText, serviceStart, serviceEnd }: Demand,
  { year }: Programme,
  locale: Locale,
): string {
  if (state === 'postponed') return sayAfter(locale, 'time_postponed');
  const range = showRange(serviceStart, serviceEnd, locale, year);
  if (!range) return timeText;
  const isRange = LOCALES.some((one) => timeText === showRange(serviceStart, serviceEnd, one, year));
  if (isRange) return range;
  return locale === 'zh' ? `${timeText}（${range}）` : `${timeText} (${range})`;
}

/** "3 seats: 1 free, 0 awaiting consent, 2 confirmed". */
export function saySeats(locale: Locale, { total, free, held, confirmed }: Seats): string {
  return say(locale, 'seats', { total, free, held, confirmed: confirmed.length });
}

export function districtsOf({ districts }: Demand, { year }: Programme, locale: Locale): string {
  return districts.map((slug) => districtName(slug, locale, year)).join(locale === 'zh' ? '、' : ', ');
}

function nameOf(demand: Demand, programme: Programme, locale: Locale): string {
  return `${demand.number} ${titleOf(demand, programme, locale)}`;
}

function deadlineOf({ claimDeadline }: Demand, { year }: Programme, locale: Locale): string | undefined {
  return claimDeadline && say(locale, 'deadline_value', { date: showDate(claimDeadline, locale, year) });
}

function namesOf({ confirmed }: Seats, locale: Locale): string {
  return confirmed.join(locale === 'zh' ? '、' : ', ');
}

function descriptionOf({ description }: Demand): KnownBlock[] {
  return description ? [section(description)] : [];
}
