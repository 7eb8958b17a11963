const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const ISOLATES = /[\u2066-\u2069]/g;
const [PDF, PDI] = ['\u202c', '\u2069'];

/**
 * Keeps text that changes the writing direction from turning round what stands beside it: what it opens and doesn't
 * close is wrapped in an isolate of its own (Unicode UAX #9). Anything else stays as it was written.
 */
export function isolate(text: string): string {
  return closesWhatItOpens(text) ? text : `\u2068${text.replace(ISOLATES, '')}${PDI}`;
}

function closesWhatItOpens(text: string): boolean {
  const open: ('embedding' | 'isolate')[] = [];
  for (const [control] of text.matchAll(CONTROLS)) {
    if (control === PDF) {
      if (open.pop() !== 'embedding') return false;
    } else if (control === PDI) {
      const start = open.lastIndexOf('isolate');
      if (start < 0) return false;
      open.length = start;
    } else open.push(control >= '\u2066' ? 'isolate' : 'embedding');
  }
  return open.length === 0;
}
