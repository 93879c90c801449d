/** What is wrong is told of a field by the name that stands above it in the form, in both languages. */
import { n8nMistakes } from '../../../../../nodes/SelfKey/settings/typed-for-n8n';
import { mistakesIn } from '../../../../../nodes/SelfKey/settings/typed-settings';
import type { TypedSettings } from '../../../../../nodes/SelfKey/settings/settings';
import { wordsIn } from '../../../../../nodes/SelfKey/words/words';

const right: TypedSettings = {
	...{
		propertyIds: '8011855',
		roomMap: '1296364403 = 101',
		timeZone: 'Europe/Zurich',
		registrationRetentionMonths: '',
	},
	...{ buffer: '', allotments: '', overbooking: '', overbookingCap: '', rates: '' },
};
/** The label as far as it names the field; what follows says how to fill it in. */
const nameIn = (label: string) => label.split(/[:,]/)[0]!.trim();

describe.each(['en', 'fr'] as const)('in %s', (language) => {
	const words = wordsIn(language);

	// The lines of the room map are named by their numbers: boxes stand above them under other labels.
	test.each([
		['propertyIds', 'propertyIds'],
		['timeZone', 'timeZone'],
		['registrationRetentionMonths', 'months'],
		['buffer', 'buffer'],
		['allotments', 'allotments'],
		['overbooking', 'overbooking'],
		['overbookingCap', 'overbookingCap'],
		['rates', 'rates'],
	] as const)('%s', (field, label) => {
		const [mistake = '', ...others] = mistakesIn({ typed: { ...right, [field]: 'abc' }, picked: {} }, words);
		expect(others).toEqual([]);
		expect(mistake.toLowerCase()).toContain(nameIn(words.form[label]).toLowerCase());
	});

	test.each([
		['alertAddress', 'nobody'],
		['keepLogDays', '0'],
	] as const)('%s', (field, typed) => {
		const [mistake = ''] = n8nMistakes({ ...{ alertAddress: '', keepLogDays: '' }, [field]: typed }, words);
		expect(mistake).toContain(nameIn(words.form[field]));
	});
});
