import aliases from './data/aliases.json' with { type: 'json' };

type Aliases = Readonly<Record<string, readonly string[]>>;

/** Other words for the year's own entries, by their ids; their labels are known from the year's catalogue. */
export const LINE_ALIASES: Aliases = aliases.lines;
export const FORM_ALIASES: Aliases = aliases.forms;
export const METRIC_ALIASES: Aliases = aliases.metrics;
export const SYSTEM_ALIASES: Aliases = aliases.systems;

/** What is counted, where it is no figure of a report. */
export const COUNTED = aliases.counted;
export const STATES = aliases.states;

/** What has nothing, and of what that is asked. */
export const NOTHING: readonly string[] = aliases.nothing;
export const PLACES: readonly string[] = aliases.places;

/** They ask, and name nothing. */
export const FILLERS: readonly string[] = aliases.fillers;

/** One character that says nothing behind a word, and one that says nothing before one. */
export const TAILS = '的了过吗呢吧么次个位名人份场项条在里中内年';
export const HEADS = '在到去由对为按从让被给';

/** Behind a surname or a name: 丁老, 何教授; before it: Professor Ding. */
export const HONORIFICS = /(?:老师|教授|院士|主任|医生|大夫|专家|博士|先生|女士|老|工)$/;
export const ENGLISH_HONORIFICS = /^(?:prof|professor|dr|doctor|mr|ms|mrs|miss|academician) /;
