/** The operations of the settings speak the language of whoever opened the form. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { languageOf, type Language } from '../../../core/text/language';
import { ApiError } from '../../shared/request/api-error';
import { wordsIn } from '../words/words';

/** A template of an older version does not say. */
export function languageFor(context: IExecuteFunctions, index: number): Language {
	return languageOf(context.getNodeParameter('language', index, 'en'));
}

/** The shared kit words its errors in English; in French they say the same of SelfKey by their kind. */
export async function inLanguage<T>(language: Language, work: () => Promise<T>): Promise<T> {
	if (language === 'en') return await work();
	const { reason } = wordsIn(language);
	return await work().catch((error: unknown) => {
		if (error instanceof ApiError) throw new RangeError(reason.said(error));
		throw error instanceof RangeError ? new RangeError(reason.credential(error.message)) : error;
	});
}
