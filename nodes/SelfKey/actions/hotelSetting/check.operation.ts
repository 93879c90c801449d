import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { isRecord, recordOf, type Fields } from '../../../../core/payload/field-reader';
import { jsonOrNull } from '../../../../core/payload/json-or-null';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { languageField } from '../../../shared/language-field';
import { languageFor } from '../../settings/in-language';
import { checkSetup } from '../../setup/check-setup';
import { wordsIn } from '../../words/words';

/**
 * Looks whether everything is set up: SelfKey's answers, the signature, clocks, rooms, and what n8n's editor drops when it
 * imports a workflow. It never fails: what is wrong is what it is asked for.
 */
export const check: Operation = {
	fields: [
		languageField,
		{
			displayName: 'Workflows',
			name: 'workflows',
			type: 'json',
			default: '',
			placeholder: 'e.g. {{ $("Workflows").all().map((item) => item.json) }}',
			description:
				"All workflows, as n8n's own node gives them out, so that their error workflows and time zones are checked too. Leave empty if n8n's node has no API key.",
		},
	],
	execute: eachItem(async function (index, { json }) {
		const n8n = {
			own: ownSettings(this),
			ownTimeZone: this.getTimezone(),
			ownCredential: this.getNode().credentials?.['selfKeyApi']?.id ?? null,
			workflows: workflowsIn(this.getNodeParameter('workflows', index, '')),
		};
		const checks = await checkSetup(this, n8n, wordsIn(languageFor(this, index)));
		const open = checks.filter(({ state }) => state !== 'good');
		return {
			...json,
			setup: {
				isComplete: open.length === 0,
				checks: checks.map((each): IDataObject => ({ ...each })),
				// Signs beside the words: colours alone say nothing to some people.
				text: checks.map(({ state, says }) => `${SIGNS[state]} ${says}`).join('\n'),
			},
		};
	}),
};

const SIGNS = { good: '✓', warning: '!', bad: '✗', unknown: '?' } as const;

/** Older versions of n8n do not tell. */
function ownSettings(context: IExecuteFunctions): Fields | null {
	const { getWorkflowSettings } = context as Partial<Pick<IExecuteFunctions, 'getWorkflowSettings'>>;
	return typeof getWorkflowSettings === 'function' ? recordOf(getWorkflowSettings.call(context)) : null;
}

/** A node that was not run, or has no API key, gives nothing that is a workflow. */
function workflowsIn(value: unknown): Fields[] | null {
	const list = typeof value === 'string' ? jsonOrNull(value) : value;
	const workflows = (Array.isArray(list) ? list : []).filter(isRecord).filter(({ nodes }) => Array.isArray(nodes));
	return workflows.length > 0 ? workflows : null;
}
