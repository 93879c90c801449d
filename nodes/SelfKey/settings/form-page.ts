/** What the pages of the form of settings say and ask, in one language; the template only shows it. Pure. */
import type { Language } from '../../../core/text/language';
import { wordsIn } from '../words/words';
import type { FormField } from './form-fields';
import type { SettingsInSelfKey } from './settings';

/** As people choose them and n8n's table keeps them. */
const NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

const DAYS_TO_KEEP_THE_LOG = '90';

export interface FormPage {
	language: Language;
	/** The texts of all pages, by what they are for. */
	texts: Record<string, string>;
	/** What SelfKey keeps, then what n8n alone keeps: whom to alert, in which language, and for how long the log stays. */
	fields: FormField[];
	/** The question once everything is saved. */
	next: FormField[];
}

/**
 * @param fields of what SelfKey keeps
 * @param found a line for each system that was asked for its room types
 */
export function formPage(
	fields: readonly FormField[],
	{ hotelSlug, rooms }: Pick<SettingsInSelfKey, 'hotelSlug' | 'rooms'>,
	language: Language,
	found: readonly string[] = [],
): FormPage {
	const { form: say } = wordsIn(language);
	const { save, notSaved, saved, change, undo, goOn, undone, notUndone, done, doneText } = say;
	return {
		language,
		texts: {
			...{ save, notSaved, saved, change, undo, goOn, undone, notUndone, done, doneText },
			title: say.title(hotelSlug),
			rooms: [rooms.length > 0 ? say.rooms(rooms.map(({ name }) => name).join(', ')) : say.noRooms, ...found].join(
				'\n',
			),
			savedText: say.savedText(hotelSlug),
			undoneText: say.undoneText(hotelSlug),
		},
		fields: [
			...fields,
			{
				...{ fieldName: 'alertAddress', fieldLabel: say.alertAddress, fieldType: 'text' },
				placeholder: say.alertExample,
			},
			{
				...{ fieldName: 'language', fieldLabel: say.language, fieldType: 'dropdown' },
				...{ requiredField: true, defaultValue: NAMES[language], fieldOptions: choices(Object.values(NAMES)) },
			},
			{
				...{ fieldName: 'keepLogDays', fieldLabel: say.keepLogDays, fieldType: 'number' },
				...{ requiredField: true, defaultValue: DAYS_TO_KEEP_THE_LOG },
			},
		],
		next: [
			{
				...{ fieldName: 'next', fieldLabel: say.next, fieldType: 'radio', requiredField: true },
				...{ defaultValue: say.isDone, fieldOptions: choices([say.isDone, say.change, say.undo]) },
			},
		],
	};
}

function choices(options: readonly string[]): NonNullable<FormField['fieldOptions']> {
	return { values: options.map((option) => ({ option })) };
}
