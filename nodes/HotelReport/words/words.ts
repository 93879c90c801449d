import { withFrenchSpaces, type Language } from '../../../core/text/language';
import { en, type Words } from './en';
import { fr } from './fr';

export type { Words } from './en';
export type { Language } from '../../../core/text/language';

const FRENCH = withFrenchSpaces(fr);

/** What was told before the language was changed is in the other one. */
export const ALL_WORDS: readonly Words[] = [en, FRENCH];

export function wordsIn(language: Language): Words {
	return language === 'fr' ? FRENCH : en;
}
