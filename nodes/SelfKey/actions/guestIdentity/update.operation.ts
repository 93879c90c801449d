import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalDate, optionalText } from '../../../shared/parameters';
import { unreadable } from '../../rest-api/responses';
import { selfKeyRepeatablePost } from '../../transport';

/** The node's fields by those of the request. */
const FIELDS = {
	booking_number: ['bookingNumber', 'Booking Number'],
	booking_id: ['bookingId', 'Booking ID'],
	id_type: ['idType', 'ID Type'],
	id_number: ['idNumber', 'ID Number'],
	birth_place: ['birthPlace', 'Birth Place'],
	address: ['address', 'Address'],
	postal_code: ['postalCode', 'Postal Code'],
	city: ['city', 'City'],
	country: ['country', 'Country'],
	first_name: ['firstName', 'First Name'],
	last_name: ['lastName', 'Last Name'],
	email: ['email', 'Email'],
	phone: ['phone', 'Phone'],
	vehicle_number: ['vehicleNumber', 'Vehicle Number'],
} as const;

const BIRTH_DATE = 'Birth Date';

const text = (field: keyof typeof FIELDS, more: Partial<INodeProperties> = {}): INodeProperties => {
	const [name, displayName] = FIELDS[field];
	return { displayName, name, type: 'string', default: `={{ $json.${name} }}`, ...more };
};

const fields: INodeProperties[] = [
	{
		displayName: 'Only what is filled in is changed. What a channel sends later never replaces it.',
		name: 'identityNotice',
		type: 'notice',
		default: '',
	},
	text('booking_number', {
		placeholder: 'e.g. 1042',
		description: "SelfKey's booking number. One of booking number and booking ID is required.",
	}),
	text('booking_id', { placeholder: 'e.g. clx3f9a2b0001', description: "SelfKey's ID of the booking" }),
	{
		displayName: BIRTH_DATE,
		name: 'birthDate',
		type: 'string',
		default: '={{ $json.birthDate }}',
		placeholder: 'e.g. 1985-07-14',
		description: 'YYYY-MM-DD',
	},
	text('birth_place', { placeholder: 'e.g. Geneva', description: 'As the document has it' }),
	text('id_type', { placeholder: 'e.g. Passport', description: 'In the words that SelfKey uses for documents' }),
	text('id_number', { placeholder: 'e.g. X1234567', description: 'As printed on the document' }),
	text('address', { placeholder: 'e.g. Grand-Rue 1', description: 'Street and number' }),
	text('postal_code', { placeholder: 'e.g. 1820', description: "Of the guest's home" }),
	text('city', { placeholder: 'e.g. Montreux', description: "Of the guest's home" }),
	text('country', { placeholder: 'e.g. CH', description: "Of the guest's home, as SelfKey has it" }),
	text('first_name', {
		placeholder: 'e.g. Nathan',
		description: 'As the document has it, where the channel gave another',
	}),
	text('last_name', {
		placeholder: 'e.g. Smith',
		description: 'As the document has it, where the channel gave another',
	}),
	text('email', {
		placeholder: 'name@email.com',
		description: "The guest's own, where the channel gave one that it made up",
	}),
	text('phone', { placeholder: 'e.g. +41 21 555 01 01', description: 'Where the guest can be reached' }),
	text('vehicle_number', { placeholder: 'e.g. VD 123456', description: 'Registration plate, for the car park' }),
];

/**
 * Enters what a guest has told the front desk. Unlike other writes it does not pass its input on: the item is
 * `{ selfKey: { outcome, booking, missing } }`, so that a guest's documents go no further than SelfKey.
 */
export const update: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const birthDate = optionalDate(this, 'birthDate', BIRTH_DATE, index);
		const given = Object.entries(FIELDS).flatMap(([field, [name]]): Array<[string, string]> => {
			const value = optionalText(this, name, index);
			return value === null ? [] : [[field, value]];
		});
		const body = { ...Object.fromEntries(given), ...(birthDate === null ? {} : { birth_date: birthDate }) };
		const bodyNow = () => ({ at: new Date().toISOString(), ...body });
		const answer = await selfKeyRepeatablePost(this, 'identity', bodyNow, Object.values(body));
		const { status, ...selfKey } = answer as IDataObject;
		if (status !== 'success') throw unreadable("SelfKey's answer does not say what was entered");
		return { selfKey };
	}),
};
