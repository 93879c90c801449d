import { sleep, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { languageField } from '../../../shared/language-field';
import { optionalDate } from '../../../shared/parameters';
import { withRetry } from '../../../shared/request/retry';
import { languageFor } from '../../settings/in-language';
import { unreadable } from '../../rest-api/responses';
import { MAX_WAIT_SECONDS, selfKeySignedGet } from '../../transport';

const fields: INodeProperties[] = [
	{
		displayName: 'Arrival Date',
		name: 'date',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-07-01',
		description: "The day of arrival; empty for the hotel's own today",
	},
	{ ...languageField, description: "Of SelfKey's advice on stays without a room" },
];

/** One item: the day's arrivals and the standing conflicts, with nothing of the guest. */
export const get: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const date = optionalDate(this, 'date', 'Arrival Date', index);
		const language = languageFor(this, index);
		const query = { ...(date ? { date } : {}), ...(language === 'en' ? {} : { language }) };
		const ask = async () => await selfKeySignedGet(this, 'front-desk', query);
		const answer = await withRetry(ask, { attempts: 4, wait: sleep, longestWait: MAX_WAIT_SECONDS });
		const { status: _, ...desk } = answer as IDataObject;
		if (!Array.isArray(desk['arrivals']) || !Array.isArray(desk['conflicts']))
			throw unreadable("SelfKey's answer does not say who arrives");
		return desk;
	}),
};
