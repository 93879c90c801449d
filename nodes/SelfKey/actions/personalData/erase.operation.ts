import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isRecord } from '../../../../core/payload/field-reader';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { logKeyOf } from '../../../shared/log/log-text';
import { unreadable } from '../../rest-api/responses';
import { selfKeyRepeatablePost } from '../../transport';

const fields: INodeProperties[] = [
	{
		displayName:
			'This cannot be undone. Dates, rooms and money stay. What channels, OPERA, mailboxes and backups hold is not reached.',
		name: 'eraseNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Reservation Keys',
		name: 'keys',
		type: 'string',
		typeOptions: { rows: 2 },
		required: true,
		default: '={{ $json.key }}',
		placeholder: 'e.g. booking.com/12345/4705950059',
		description: 'As Export returns them: one, a list, or one per line',
	},
];

/** SelfKey takes so many at a time. */
const BATCH = 100;

/**
 * One item for each key: `{ key, logKey, outcome, bookings, isKept, keptUntil, reason }`; the outcome is `erased`, `unchanged`
 * (nothing was left), `kept`, `not_found` or `failed`, and the log has the reservation under `logKey`. Nothing of the guest is
 * in it, and it may be run again.
 */
export const erase: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const keys = keysIn(this.getNodeParameter('keys', index, ''));
		if (keys.length === 0) throw new RangeError('"Reservation Keys" is empty: nothing was erased');
		const results: IDataObject[] = [];
		for (let from = 0; from < keys.length; from += BATCH) {
			const bodyNow = () => ({ at: new Date().toISOString(), keys: keys.slice(from, from + BATCH) });
			const answer = (await selfKeyRepeatablePost(this, 'personal-data/erase', bodyNow)) as IDataObject;
			if (!Array.isArray(answer['results'])) throw unreadable("SelfKey's answer does not say what was erased");
			const erased = (answer['results'] as IDataObject[]).filter(isRecord);
			results.push(...erased.map((result) => ({ ...result, logKey: logKeyOf(result['key']) })));
		}
		return results;
	}),
};

function keysIn(value: unknown): string[] {
	const list = Array.isArray(value) ? value : String(value ?? '').split('\n');
	return [...new Set(list.map((key) => String(key ?? '').trim()).filter((key) => key !== ''))];
}
