import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { eachRow } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { ApiError } from '../../../shared/request/api-error';
import { limitOf, limitProperties, optionalText } from '../../../shared/parameters';
import { readSummaries, type GuestSummary } from '../../guests/guest';
import { readFullGuest } from '../../guests/upsert-guest';
import { inside, isTrue } from '../../responses/lists';
import { readAllPages } from '../../responses/read-all-pages';
import { OutageWatch } from '../../still-answers';
import { operaHotel } from '../../transport';

const fields: INodeProperties[] = [
	...limitProperties,
	{
		displayName: 'Contact Data',
		name: 'contactData',
		type: 'boolean',
		default: false,
		description:
			'Whether to read the e-mail addresses and phone numbers too, which is one more request for each guest. An entry that Opera does not give out says why under "unread".',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Email',
				name: 'email',
				description: 'Only guests with this e-mail address',
				type: 'string',
				placeholder: 'name@email.com',
				default: '',
			},
			{
				displayName: 'First Name',
				name: 'givenName',
				description: 'Only guests whose first name begins with it',
				type: 'string',
				default: '',
				placeholder: 'e.g. Nathan',
			},
			{
				displayName: 'Last Name',
				name: 'profileName',
				description: 'Only guests whose last name begins with it',
				type: 'string',
				default: '',
				placeholder: 'e.g. Smith',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Skip',
				name: 'skip',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 0,
				placeholder: 'e.g. 200',
				description: 'How many guests to leave out at the beginning, to go on where an earlier run stopped',
			},
		],
	},
];

/** @throws RangeError for what is no number of guests: to begin anew by mistake would never end */
function skipOf(context: IExecuteFunctions, index: number): number {
	const skip = Number(context.getNodeParameter('options.skip', index, 0));
	if (Number.isSafeInteger(skip) && skip >= 0) return skip;
	throw new RangeError('"Skip" must be a whole number, 0 or more');
}

/** Opera's guests; none is no failure. */
export const getAll: Operation = {
	fields,
	execute: eachRow(async function (index) {
		const given = ['email', 'givenName', 'profileName'].flatMap((name) => {
			const text = optionalText(this, `filters.${name}`, index);
			return text === null ? [] : [[name, text] as const];
		});
		const query = { profileType: ['Guest'], ...Object.fromEntries(given) };
		const guests = await readAllPages(
			this,
			{ method: 'GET', module: 'profiles', query },
			limitOf(this, index),
			(body) => ({
				entries: readSummaries(body),
				hasMore: isTrue(inside(body, 'profileSummaries')['hasMore']),
			}),
			skipOf(this, index),
		);
		if (this.getNodeParameter('contactData', index, false) !== true) return guests;
		return await withContactData(this, guests);
	}),
};

/**
 * One whom Opera does not give out holds up no other: its entry says why under `unread`.
 * @throws ApiError where it is Opera itself that does not answer
 */
async function withContactData(context: IExecuteFunctions, guests: readonly GuestSummary[]): Promise<unknown[]> {
	const full: unknown[] = [];
	const watch = new OutageWatch(context, await operaHotel(context));
	for (const guest of guests) {
		const read = await readFullGuest(context, guest.profileId).catch((error: unknown) => error);
		if (!(read instanceof Error)) {
			watch.succeeded();
			full.push(read ?? guest);
			continue;
		}
		if (!(read instanceof ApiError) || (await watch.isOutage(read))) throw read;
		full.push({ ...guest, emails: [], phones: [], language: null, nationality: null, unread: read.message });
	}
	return full;
}
