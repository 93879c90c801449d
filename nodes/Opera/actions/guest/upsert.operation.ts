import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { unknownBooker } from '../../../../core/reservation/model';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { upsertGuest } from '../../guests/upsert-guest';
import { operaHotel } from '../../transport';

const optional = ['country', 'email', 'firstName', 'language', 'phone'] as const;
const FIELDS: Record<
	(typeof optional)[number],
	Pick<INodeProperties, 'displayName' | 'placeholder' | 'description'>
> = {
	country: { displayName: 'Country', placeholder: 'e.g. CH', description: 'ISO code with two letters' },
	email: {
		displayName: 'Email',
		placeholder: 'name@email.com',
		description: 'With the name, it finds a profile that has no external ID yet',
	},
	firstName: {
		displayName: 'First Name',
		placeholder: 'e.g. Nathan',
		description: 'Written where the profile has none',
	},
	language: { displayName: 'Language', placeholder: 'e.g. fr', description: 'ISO code with two letters' },
	phone: { displayName: 'Phone', placeholder: 'e.g. +41 21 555 01 01', description: 'With the number of the country' },
};

const fields: INodeProperties[] = [
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. guest-1042',
		description: "The guest's ID in the other system; the profile is found again by it",
	},
	{
		displayName: 'Last Name',
		name: 'lastName',
		description: 'With the e-mail address, it finds a profile that has no external ID yet',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Smith',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: optional.map((name) => ({ ...FIELDS[name], name, type: 'string', default: '' })),
	},
];

/**
 * The guest's profile: the one with this external ID, or else with the same e-mail address and name, or else a new one.
 * A name alone never finds anybody, and what the hotel has entered in a profile is not written over.
 */
export const upsert: Operation = {
	fields,
	execute: eachItem(async function (index, { json }) {
		const reference = optionalText(this, 'externalId', index);
		const lastName = optionalText(this, 'lastName', index);
		if (reference === null || reference.length > 80 || lastName === null)
			throw new RangeError('A guest needs an external ID of 80 characters at most and a last name');
		const booker = { ...unknownBooker(), lastName };
		for (const name of optional) booker[name] = optionalText(this, `additionalFields.${name}`, index);
		const done = await upsertGuest(this, await operaHotel(this), { reference, booker, fallbackName: null });
		return { ...json, opera: done as unknown as IDataObject };
	}),
};
