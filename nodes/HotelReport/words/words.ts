import { en, type Words } from './en';
import { fr } from './fr';

export type { Words } from './en';

export type Language = 'en' | 'fr';

export function wordsIn(language: Language): Words {
	return language === 'fr' ? fr : en;
}
