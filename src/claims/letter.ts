import type { Locale } from '../i18n/locale.ts';
import { say } from './words-letter.ts';

/** What a letter of consent is about; of a confidential need no more than its home unit may read. */
export interface LetterFacts {
  expert: string;
  /** Rank or title, in words. */
  title: string;
  employer: string;
  programme: string;
  /** The document number of the programme. */
  programmeNo: string;
  /** To whom; empty where the home unit doesn't learn it. */
  unit: string;
  need: string;
  when: string;
  where: string;
  claimNumber: string;
  /** Of the letter itself; empty until there is one. */
  documentNo: string;
  /** In words. */
  date: string;
}

/** An official letter in its parts, from the top of the sheet to its foot (GB/T 9704). */
export interface Letter {
  documentNo: string;
  title: string;
  to: string;
  /** The body, a paragraph each, and what stands before each. */
  indent: string;
  paragraphs: string[];
  /** The foot: who signs, and when. */
  from: string;
  date: string;
}

/** The letter by which an employer agrees: rank, pay and post are kept (notice 5(2)). */
export function writeLetter(facts: LetterFacts, locale: Locale): Letter {
  const { expert, title, employer, programme, programmeNo, unit, need, when, where, claimNumber } = facts;
  const basis = programmeNo
    ? say(locale, 'basis_no', { programme, no: programmeNo })
    : say(locale, 'basis', { programme });
  const lines = [
    ['need', need],
    ['when', when],
    ['where', where],
    ['claim', claimNumber],
  ] as const;
  return {
    documentNo: facts.documentNo || say(locale, 'no_number'),
    title: say(locale, 'title', { expert }),
    to: say(locale, 'to', { unit: unit || say(locale, 'unit_concerned') }),
    indent: locale === 'zh' ? '　　' : '',
    paragraphs: [
      say(locale, 'agree', { basis, expert, title }),
      ...lines
        .filter(([, value]) => value !== '')
        .map(([label, value], i) =>
          say(locale, 'line', { no: say(locale, `no_${i + 1}` as 'no_1'), label: say(locale, label), value }),
        ),
      say(locale, 'kept', { expert }),
      say(locale, 'close'),
    ],
    from: say(locale, 'from', { employer }),
    date: facts.date,
  };
}

/** As plain text, to be copied. */
export function textOfLetter({ documentNo, title, to, indent, paragraphs, from, date }: Letter): string {
  return [title, documentNo, '', to, ...paragraphs.map((one) => `${indent}${one}`), '', from, date].join(
    '\n',
  );
}
