import { withFrenchSpaces, type Language } from '../../../core/text/language';
import { en, type Words } from './en';
import { fr } from './fr';

export type { Words } from './en';
export type { Language } from '../../../core/text/language';

const FRENCH = withFrenchSpaces(fr);

export function wordsIn(language: Language): Words {
	return language === 'fr' ? FRENCH : en;
}
