/** The language as a node's field. */
import type { INodeProperties } from 'n8n-workflow';

export const languageField: INodeProperties = {
	displayName: 'Language',
	name: 'language',
	type: 'options',
	options: [
		{ name: 'English', value: 'en' },
		{ name: 'French', value: 'fr' },
	],
	default: 'en',
	description: 'What people are told in',
};
