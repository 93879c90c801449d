import type { Facts } from '../facts/facts';
import type { Overview } from '../facts/overview';
import type { Language, Words } from '../words/words';
import type { Times } from './times';

/** What every section of the page needs. */
export interface PageContext {
	facts: Facts;
	overview: Overview;
	words: Words;
	times: Times;
	language: Language;
	/** n8n's own address, to which links to executions lead; `''` if it is not known. */
	editorUrl: string;
	/** Proves to the workflow that *Send again* was pressed on this page. */
	formToken: string;
}
