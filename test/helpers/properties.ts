import fc from 'fast-check';
import { everything, SEED } from './runs.ts';

// A change is judged by the same draws as the one before it; every other run draws anew and names its seed.
if (everything) fc.configureGlobal({ seed: SEED });
